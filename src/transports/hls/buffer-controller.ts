import Hls, { Events } from 'hls.js';
import type { BufferAppendingData, HlsConfig, LevelDetails } from 'hls.js';
import { evictionsOf } from './evictions.js';

type BufferController = NonNullable<HlsConfig['bufferController']>;

export interface CodecBuffers {
  /** A media source for a media element that is being attached; at recoveries too. */
  createSource(media: HTMLMediaElement): MediaSource;
  /** Told of every media playlist before any other controller is. */
  listed(details: LevelDetails): void;
  /** Told of every byte string before it is appended. */
  appending(data: BufferAppendingData): void;
  /** Seconds of the media timeline: what was before has been evicted. */
  keptFrom(): number | undefined;
}

/**
 * hls.js's own buffer controller, with its queue, eviction and error paths, over a media source that is not the browser's.
 * Listeners are called in the order they were added: ours come before the controller's own.
 */
export function codecBufferController(buffers: CodecBuffers): BufferController {
  const Stock = stockController();
  return class CodecBufferController extends Stock {
    constructor(...[hls, tracker]: ConstructorParameters<BufferController>) {
      hls.on(Events.MEDIA_ATTACHING, (_event, data) => {
        data.mediaSource ??= buffers.createSource(data.media);
      });
      hls.on(Events.LEVEL_LOADED, (_event, { details }) => buffers.listed(details));
      hls.on(Events.BUFFER_APPENDING, (_event, data) => buffers.appending(data));
      hls.on(Events.FRAG_BUFFERED, evictionsOf(tracker, buffers.keptFrom));
      super(hls, tracker);
    }
  };
}

/**
 * hls.js's own buffer controller, telling of each source as it puts it on the element: on a protected stream that happens at some
 * later time than its attaching, once the CDM of the source before is cleaned up.
 */
export function tellingBufferController(onSource: (url: string) => void): BufferController {
  const Stock = stockController();
  class TellingBufferController extends Stock {}
  const setSource: unknown = Reflect.get(Stock.prototype, 'setSource');
  if (typeof setSource !== 'function') throw new Error('this hls.js sets its sources otherwise');
  Object.defineProperty(TellingBufferController.prototype, 'setSource', {
    value(this: unknown, media: HTMLMediaElement, mediaSource: MediaSource, url: string) {
      onSource(url);
      setSource.call(this, media, mediaSource, url);
    },
  });
  return TellingBufferController;
}

function stockController(): BufferController {
  const Stock = Hls.DefaultConfig.bufferController;
  if (Stock === undefined) throw new Error('hls.js comes without its buffer controller');
  return Stock;
}
