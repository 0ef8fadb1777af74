/** What of an offer will be sent: at most one video and one audio section, all in one bundle. */
import { captureTimeUri } from '../rtp/capture-time.js';
import { chooseAudio, chooseVideo } from './codecs.js';
import type { Offer, OfferedFormat, OfferedMedia } from './offer.js';

export interface AgreedMedia {
  /** The offer's section this answers. */
  readonly media: OfferedMedia;
  readonly format: OfferedFormat;
  /** Id of the abs-capture-time extension, where it was offered in a form we write. */
  readonly captureTimeId: number | undefined;
}

export interface Agreement {
  readonly video: AgreedMedia | undefined;
  readonly audio: AgreedMedia | undefined;
}

/** The offer is well formed, but nothing of ours fits it. */
export class DisagreementError extends Error {
  override readonly name = 'DisagreementError';
}

/** Of the one-byte form; 15 and above would need the two-byte form. */
const maxExtensionId = 14;

/**
 * @param videoCodec of the angle, RFC 6381: `avc1.42c01e`
 * @throws DisagreementError when the video offered cannot be sent, or nothing can
 */
export function agree(offer: Offer, videoCodec: string): Agreement {
  const video = first(offer, 'video', (media) => chooseVideo(media, videoCodec));
  const audio = first(offer, 'audio', chooseAudio);
  if (!video && offer.media.some(({ kind, usable }) => kind === 'video' && usable))
    throw new DisagreementError(
      `No offered video format plays ${videoCodec}. Offer H264/90000 with profile-level-id=42e01f and packetization-mode=1.`,
    );
  if (!video && !audio)
    throw new DisagreementError(
      'No section can be answered. Offer video with H264/90000 or audio with opus/48000/2, recvonly, with a=rtcp-mux.',
    );
  requireOneBundle(offer, video, audio);
  return { video, audio };
}

/** The first section of its kind that can be answered. */
function first(
  offer: Offer,
  kind: string,
  choose: (media: OfferedMedia) => OfferedFormat | undefined,
): AgreedMedia | undefined {
  for (const media of offer.media) {
    const format = media.kind === kind && media.usable ? choose(media) : undefined;
    if (format) return { media, format, captureTimeId: captureTimeId(media) };
  }
  return undefined;
}

function captureTimeId({ extensions }: OfferedMedia): number | undefined {
  const id = extensions.find(({ uri }) => uri === captureTimeUri)?.id;
  return id !== undefined && id >= 1 && id <= maxExtensionId ? id : undefined;
}

/** There is one transport per session, so two sections have to share it. */
function requireOneBundle({ bundle }: Offer, video?: AgreedMedia, audio?: AgreedMedia): void {
  if (!video || !audio) return;
  const shared = [video, audio].every(({ media: { mid } }) => mid !== undefined && bundle.includes(mid));
  if (!shared)
    throw new DisagreementError(
      'Audio and video are not in one BUNDLE group. Offer bundlePolicy max-bundle.',
    );
}
