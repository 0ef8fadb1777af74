import Hls, { Events } from 'hls.js';
import type { BufferAppendingData, HlsConfig, LevelDetails } from 'hls.js';

type BufferController = NonNullable<HlsConfig['bufferController']>;

export interface CodecBuffers {
  /** A media source for a media element that is being attached; at recoveries too. */
  createSource(media: HTMLMediaElement): MediaSource;
  /** Told of every media playlist before any other controller is. */
  listed(details: LevelDetails): void;
  /** Told of every byte string before it is appended. */
  appending(data: BufferAppendingData): void;
}

/**
 * hls.js's own buffer controller, with its queue, eviction and error paths, over a media source that is not the browser's.
 * Listeners are called in the order they were added: ours come before the controller's own.
 */
export function codecBufferController(buffers: CodecBuffers): BufferController {
  const Stock = Hls.DefaultConfig.bufferController;
  if (Stock === undefined) throw new Error('hls.js comes without its buffer controller');
  return class CodecBufferController extends Stock {
    constructor(...[hls, tracker]: ConstructorParameters<BufferController>) {
      hls.on(Events.MEDIA_ATTACHING, (_event, data) => {
        data.mediaSource ??= buffers.createSource(data.media);
      });
      hls.on(Events.LEVEL_LOADED, (_event, { details }) => buffers.listed(details));
      hls.on(Events.BUFFER_APPENDING, (_event, data) => buffers.appending(data));
      super(hls, tracker);
    }
  };
}
