/** The answer to a player's offer (RFC 9429, 5.3.1; draft-ietf-wish-whep, 4.2): sendonly, one bundle, one MediaStream. */
import { captureTimeUri } from '../rtp/capture-time.js';
import type { AgreedMedia, Agreement } from './agreement.js';
import type { Offer, OfferedFormat, OfferedMedia } from './offer.js';
import type { TransportParameters } from './transport.js';

export interface LocalEnd {
  readonly transport: TransportParameters;
  /** Values of `a=candidate`; all of them, for the draft has no way to send more. */
  readonly candidates: readonly string[];
}

/** What will be sent, beyond what was agreed. */
export interface Sending {
  readonly videoSsrc: number;
  readonly audioSsrc: number;
  readonly audioChannels: number;
  /** Names the sender in RTCP and the one MediaStream in SDP. */
  readonly cname: string;
}

/** Feedback we act on. */
const feedback = ['nack', 'nack pli', 'ccm fir'];

export function writeAnswer(offer: Offer, agreement: Agreement, sending: Sending, local: LocalEnd): string {
  const { video, audio } = agreement;
  const accepted = [video, audio].filter((agreed) => agreed !== undefined);
  const bundled = offer.bundle.filter((mid) => accepted.some(({ media }) => media.mid === mid));
  const sections = offer.media.flatMap((media) => {
    if (video?.media === media)
      return section(video, sending.videoSsrc, videoLines(video.format), sending.cname, local);
    if (audio?.media === media)
      return section(audio, sending.audioSsrc, audioLines(audio.format, sending), sending.cname, local);
    return refusal(media);
  });
  const lines = [
    'v=0',
    `o=- ${sending.videoSsrc} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    ...(bundled.length > 0 ? [`a=group:BUNDLE ${bundled.join(' ')}`] : []),
    ...sections,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function section(
  { media, format, captureTimeId }: AgreedMedia,
  ssrc: number,
  codecLines: readonly string[],
  cname: string,
  { transport, candidates }: LocalEnd,
): string[] {
  const type = format.payloadType;
  const answered = feedback.filter((kind) => format.feedback.includes(kind));
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
    ...codecLines,
    ...answered.map((kind) => `a=rtcp-fb:${type} ${kind}`),
    `a=msid:${cname} ${cname}-${media.kind}`,
    `a=ssrc:${ssrc} cname:${cname}`,
    ...candidates.map((candidate) => `a=candidate:${candidate}`),
    'a=end-of-candidates',
  ];
}

/** The offered profile and mode must come back unchanged (RFC 6184, 8.2.2). */
function videoLines({ payloadType, parameters }: OfferedFormat): string[] {
  const unchanged = ['packetization-mode', 'profile-level-id'].flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return [
    `a=rtpmap:${payloadType} H264/90000`,
    `a=fmtp:${payloadType} ${['level-asymmetry-allowed=1', ...unchanged].join(';')}`,
  ];
}

/** Two channels in the map whatever is inside (RFC 7587, 7): `sprop-stereo` tells. */
function audioLines({ payloadType }: OfferedFormat, { audioChannels }: Sending): string[] {
  return [
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=fmtp:${payloadType} sprop-stereo=${audioChannels === 2 ? 1 : 0}`,
  ];
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
