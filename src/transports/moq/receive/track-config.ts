import { readInit, toTrackConfig } from '../../../media/index.js';
import type { AudioConfig, TrackConfig, VideoConfig } from '../../../media/index.js';
import type { MoqRendition } from '../catalog/index.js';
import { mediaMalformed } from '../errors.js';

/** What a decoder is told of a rendition; `description` where the track itself brought a newer one than the catalog. */
export function trackConfig(rendition: MoqRendition, description = rendition.description): TrackConfig {
  if (rendition.init !== undefined) return initConfig(rendition, rendition.init);
  const described = description === undefined ? {} : { description };
  if (rendition.kind === 'audio')
    return {
      kind: 'audio',
      codec: rendition.codec,
      sampleRate: rendition.sampleRate,
      channels: rendition.channels,
      ...described,
    } satisfies AudioConfig;
  const { width, height, pixelAspect, rotation } = rendition;
  return {
    kind: 'video',
    codec: rendition.codec,
    ...described,
    ...(width === undefined ? {} : { codedWidth: width }),
    ...(height === undefined ? {} : { codedHeight: height }),
    ...(pixelAspect === undefined ? {} : { pixelAspect }),
    ...(rotation === 0 ? {} : { rotation }),
  } satisfies VideoConfig;
}

/** CMAF: the init segment knows better than the catalog. */
function initConfig(rendition: MoqRendition, init: Uint8Array): TrackConfig {
  const track = readInit(init).tracks.find(({ kind }) => kind === rendition.kind);
  const config = track === undefined ? undefined : toTrackConfig(track);
  if (track === undefined || config === undefined)
    throw mediaMalformed(`CMAF: the init segment of ${rendition.track} has no ${rendition.kind}`);
  if (track.entries[0].protection !== undefined)
    throw mediaMalformed(`CMAF: ${rendition.track} is encrypted, and its catalog does not say so`);
  return config;
}

/** Whether WebCodecs takes a rendition here; never rejects. */
export async function isDecodable(rendition: MoqRendition): Promise<boolean> {
  try {
    const config = trackConfig(rendition);
    if (config.kind === 'audio') {
      const { codec, sampleRate, channels: numberOfChannels, description } = config;
      if (typeof AudioDecoder === 'undefined') return false;
      const support = await AudioDecoder.isConfigSupported({
        codec,
        sampleRate,
        numberOfChannels,
        ...(description === undefined ? {} : { description }),
      });
      return support.supported === true;
    }
    const { codec, codedWidth, codedHeight, description } = config;
    if (typeof VideoDecoder === 'undefined') return false;
    const support = await VideoDecoder.isConfigSupported({
      codec,
      ...(codedWidth === undefined ? {} : { codedWidth }),
      ...(codedHeight === undefined ? {} : { codedHeight }),
      ...(description === undefined ? {} : { description }),
    });
    return support.supported === true;
  } catch {
    // A codec string that is not one.
    return false;
  }
}
