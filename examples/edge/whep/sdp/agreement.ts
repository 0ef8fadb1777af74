/** What of an offer will be sent: at most one video and one audio section, all in one bundle. */
import { captureTimeUri } from '../rtp/capture-time.js';
import type { PacketizationMode } from '../rtp/h264.js';
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
  readonly video: (AgreedMedia & { readonly mode: PacketizationMode }) | undefined;
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
  const video = first(offer, 'video', (media) => {
    const choice = chooseVideo(media, videoCodec);
    return choice && { ...agreed(media, choice.format), mode: choice.mode };
  });
  const audio = first(offer, 'audio', (media) => {
    const format = chooseAudio(media);
    return format && agreed(media, format);
  });
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

function first<T>(offer: Offer, kind: string, choose: (media: OfferedMedia) => T | undefined): T | undefined {
  for (const media of offer.media) {
    const choice = media.kind === kind && media.usable ? choose(media) : undefined;
    if (choice) return choice;
  }
  return undefined;
}

function agreed(media: OfferedMedia, format: OfferedFormat): AgreedMedia {
  const extension = media.extensions.find(({ uri }) => uri === captureTimeUri);
  const fits = extension !== undefined && extension.id >= 1 && extension.id <= maxExtensionId;
  return { media, format, captureTimeId: fits ? extension.id : undefined };
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
