import videojs from 'video.js/core.es.js';
import type { EngineEvent, Tech } from 'video.js/core.es.js';
import { VhsHandler } from '@videojs/http-streaming';
import type { AppendOptions, PlaylistController } from '@videojs/http-streaming';
import { EngineTech } from './engine-tech.js';
import type { TechMedia } from './engine-tech.js';
import { answeringFor } from './engine-window.js';
import type { SourceAnswers } from './engine-window.js';

// This copy of video.js is the engine's alone: it must not adopt the page's own video.js players, write to its console, or
// keep a thousand of VHS's long lines in memory.
videojs.options.autoSetup = false;
videojs.log.level('off');
videojs.log.history.disable();

const mimeTypes = { dash: 'application/dash+xml', hls: 'application/x-mpegURL' };

export const engineVersion: string = VhsHandler.version()['@videojs/http-streaming'] ?? '';

/** Where VHS plays. */
export interface EngineOutlet {
  readonly media: TechMedia;
  /** Its size limits the choice of renditions where it is shown. */
  readonly element: HTMLElement;
  /** In place of the browser's MediaSource; undefined: that itself. */
  readonly sources: SourceAnswers | undefined;
  /** Told of bytes before VHS queues them for a source buffer. */
  appending?(append: AppendOptions): void;
}

export interface EngineOptions {
  readonly outlet: EngineOutlet;
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

/** VHS at work on one outlet and one source. */
export class Engine {
  readonly controller: PlaylistController;
  readonly #tech: EngineTech;
  readonly #handler: VhsHandler;
  readonly #playerId: string;

  constructor(options: EngineOptions) {
    engines += 1;
    this.#playerId = `olympic-player-${engines}`;
    const { media, element, sources } = options.outlet;
    this.#tech = new EngineTech(media, element, this.#playerId);
    videojs.players[this.#playerId] = new PlayerFace(this.#tech, options);
    const source = { src: options.url, type: mimeTypes[options.type] };
    this.#handler = new VhsHandler(source, this.#tech, { vhs: vhsOptions(sources !== undefined) });
    this.#tech.vhs = this.#handler;
    this.#handler.xhr = options.xhr;
    answeringFor(sources, () => this.#handler.src(source.src, source.type));
    this.controller = this.#handler.playlistController_;
    if (sources !== undefined) this.#feedDecoders(sources, options.outlet);
    // The next position VHS sets is the one it wants to begin a live stream at.
    this.controller.on('firstplay', () => (this.#tech.begin = options.begin));
    // Until it has asked the manifest's clock VHS takes the device's for true, and asks for segments of another time.
    if (options.clockOffsetMs !== undefined && options.type === 'dash')
      this.controller.mainPlaylistLoader_.clientOffset_ = options.clockOffsetMs;
  }

  /** What VHS does otherwise where it does not append to the browser's own MediaSource. */
  #feedDecoders(sources: SourceAnswers, outlet: EngineOutlet): void {
    const { controller } = this;
    // Which codecs can be played is asked of a class, which does not know for whom.
    const exclude = controller.excludeUnsupportedVariants_;
    controller.excludeUnsupportedVariants_ = () => answeringFor(sources, () => exclude.call(controller));
    const codecs = controller.getCodecsOrExclude_;
    controller.getCodecsOrExclude_ = () => answeringFor(sources, () => codecs.call(controller));
    const updater = controller.sourceUpdater_;
    const append = updater.appendBuffer;
    updater.appendBuffer = (options, done) => {
      outlet.appending?.(options);
      append.call(updater, options, done);
    };
    // VHS empties what is 30 s behind, for browsers' sake; the deck's windows keep a minute for replays, and bound themselves.
    for (const loader of [controller.mainSegmentLoader_, controller.audioSegmentLoader_])
      loader.trimBackBuffer_ = () => {};
  }

  /** Ends workers, timers and listeners and takes the source off the MediaSource; the element keeps its `src`. */
  dispose(): void {
    this.#handler.dispose();
    this.#tech.dispose();
    delete videojs.players[this.#playerId];
  }
}

function vhsOptions(decoding: boolean): Readonly<Record<string, unknown>> {
  return {
    overrideNative: true,
    // iPhones have no other MediaSource of their own.
    experimentalUseMMS: !decoding && !('MediaSource' in globalThis),
    // Nobody here knows how large the canvas is.
    limitRenditionByPlayerDimensions: !decoding,
    // Without it a seek closer to the edge than the hold-back is moved back to the hold-back.
    allowSeeksWithinUnsafeLiveWindow: true,
    useDevicePixelRatio: true,
    useBandwidthFromLocalStorage: false,
  };
}
