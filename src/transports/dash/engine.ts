import videojs from 'video.js/core.es.js';
import type { EngineEvent, Tech } from 'video.js/core.es.js';
import { VhsHandler } from '@videojs/http-streaming';
import type { PlaylistController } from '@videojs/http-streaming';
import { ElementTech } from './element-tech.js';

// This copy of video.js is the engine's alone: it must not adopt the page's own video.js players, write to its console, or
// keep a thousand of VHS's long lines in memory.
videojs.options.autoSetup = false;
videojs.log.level('off');
videojs.log.history.disable();

const mimeTypes = { dash: 'application/dash+xml', hls: 'application/x-mpegURL' };

export const engineVersion: string = VhsHandler.version()['@videojs/http-streaming'] ?? '';

export interface EngineOptions {
  readonly video: HTMLVideoElement;
  readonly url: string;
  readonly type: keyof typeof mimeTypes;
  readonly xhr: VhsHandler['xhr'];
  /** Server clock less the device's, milliseconds; undefined when unknown. */
  readonly clockOffsetMs: number | undefined;
  /** Decides where a live stream begins when VHS proposes a position, seconds. */
  begin(proposed: number): number;
  /** VHS's events as its player hears them: what loaders do, what manifests say. */
  onEvent(event: EngineEvent): void;
  /** VHS cannot go on. */
  onError(error: unknown): void;
}

/** What VHS takes for a video.js player: somewhere to say things. A real one would wrap the element and draw controls. */
class PlayerFace {
  readonly tech_: Tech;
  readonly #options: EngineOptions;

  constructor(tech: Tech, options: EngineOptions) {
    this.tech_ = tech;
    this.#options = options;
  }

  trigger(event: EngineEvent): void {
    this.#options.onEvent(event);
  }

  error(error: unknown): void {
    this.#options.onError(error);
  }

  currentSource(): object {
    return {};
  }
}

let engines = 0;

/** VHS at work on one element and one source. */
export class Engine {
  readonly controller: PlaylistController;
  readonly #tech: ElementTech;
  readonly #handler: VhsHandler;
  readonly #playerId: string;

  constructor(options: EngineOptions) {
    engines += 1;
    this.#playerId = `olympic-player-${engines}`;
    this.#tech = new ElementTech(options.video, this.#playerId);
    videojs.players[this.#playerId] = new PlayerFace(this.#tech, options);
    const source = { src: options.url, type: mimeTypes[options.type] };
    this.#handler = new VhsHandler(source, this.#tech, { vhs: vhsOptions() });
    this.#tech.vhs = this.#handler;
    this.#handler.xhr = options.xhr;
    this.#handler.src(source.src, source.type);
    this.controller = this.#handler.playlistController_;
    // The next position VHS sets is the one it wants to begin a live stream at.
    this.controller.on('firstplay', () => (this.#tech.begin = options.begin));
    // Until it has asked the manifest's clock VHS takes the device's for true, and asks for segments of another time.
    if (options.clockOffsetMs !== undefined && options.type === 'dash')
      this.controller.mainPlaylistLoader_.clientOffset_ = options.clockOffsetMs;
  }

  /** Ends workers, timers and listeners and takes the source off the MediaSource; the element keeps its `src`. */
  dispose(): void {
    this.#handler.dispose();
    this.#tech.dispose();
    delete videojs.players[this.#playerId];
  }
}

function vhsOptions(): Readonly<Record<string, unknown>> {
  return {
    overrideNative: true,
    // iPhones have no other MediaSource.
    experimentalUseMMS: !('MediaSource' in globalThis),
    // Without it a seek closer to the edge than the hold-back is moved back to the hold-back.
    allowSeeksWithinUnsafeLiveWindow: true,
    useDevicePixelRatio: true,
    useBandwidthFromLocalStorage: false,
  };
}
