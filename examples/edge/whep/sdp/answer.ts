/** The answer to a player's offer (RFC 9429, 5.3.1; draft-ietf-wish-whep, 4.4): sendonly, one bundle, one MediaStream. */
import { captureTimeUri } from '../rtp/capture-time.js';
import type { AgreedMedia, Agreement } from './agreement.js';
import type { Offer, OfferedMedia } from './offer.js';
import type { TransportParameters } from './transport.js';

export interface LocalEnd {
  readonly transport: TransportParameters;
  /** Values of `a=candidate`; all of them, for the draft has no way to send more. */
  readonly candidates: readonly string[];
}

export interface SendingStreams {
  readonly videoSsrc: number;
  readonly audioSsrc: number;
  /** Names the sender in RTCP and the one MediaStream in SDP. */
  readonly cname: string;
}

/** Feedback we act on. */
const feedback = ['nack', 'nack pli', 'ccm fir'];

export function writeAnswer(
  offer: Offer,
  agreement: Agreement,
  { videoSsrc, audioSsrc, cname }: SendingStreams,
  local: LocalEnd,
): string {
  const { video, audio } = agreement;
  const accepted = [video, audio].filter((media) => media !== undefined);
  const bundled = offer.bundle.filter((mid) => accepted.some(({ media }) => media.mid === mid));
  const sections = offer.media.flatMap((media) => {
    if (video?.media === media) return section(video, videoSsrc, cname, local);
    if (audio?.media === media) return section(audio, audioSsrc, cname, local);
    return refusal(media);
  });
  const lines = [
    'v=0',
    `o=- ${videoSsrc} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    ...(bundled.length > 0 ? [`a=group:BUNDLE ${bundled.join(' ')}`] : []),
    ...sections,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function section(
  agreed: AgreedMedia,
  ssrc: number,
  cname: string,
  { transport, candidates }: LocalEnd,
): string[] {
  const { media, format, captureTimeId } = agreed;
  const type = format.payloadType;
  const codec = media.kind === 'video' ? 'H264/90000' : 'opus/48000/2';
  return [
    `m=${media.kind} 9 ${media.protocol} ${type}`,
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.pwd}`,
    'a=ice-options:trickle',
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
    ...identification(media),
    'a=sendonly',
    'a=rtcp-mux',
    'a=rtcp-mux-only',
    'a=rtcp-rsize',
    ...(captureTimeId === undefined ? [] : [`a=extmap:${captureTimeId} ${captureTimeUri}`]),
    `a=rtpmap:${type} ${codec}`,
    `a=fmtp:${type} ${formatParameters(agreed)}`,
    ...feedback.filter((kind) => format.feedback.includes(kind)).map((kind) => `a=rtcp-fb:${type} ${kind}`),
    `a=msid:${cname} ${cname}-${media.kind}`,
    `a=ssrc:${ssrc} cname:${cname}`,
    ...candidates.map((candidate) => `a=candidate:${candidate}`),
    'a=end-of-candidates',
  ];
}

/** H.264: the offered profile and mode must come back unchanged (RFC 6184, 8.2.2). Opus: what the recording holds. */
function formatParameters({ media, format: { parameters } }: AgreedMedia): string {
  if (media.kind === 'audio') return 'minptime=10;sprop-stereo=1;stereo=1';
  const mode = parameters.get('packetization-mode') ?? '0';
  const profile = parameters.get('profile-level-id');
  const described = [`packetization-mode=${mode}`, ...(profile ? [`profile-level-id=${profile}`] : [])];
  return ['level-asymmetry-allowed=1', ...described].join(';');
}

function refusal(media: OfferedMedia): string[] {
  return [
    `m=${media.kind} 0 ${media.protocol} ${media.formatNames.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...identification(media),
    'a=inactive',
  ];
}

function identification({ mid }: OfferedMedia): string[] {
  return mid === undefined ? [] : [`a=mid:${mid}`];
}
