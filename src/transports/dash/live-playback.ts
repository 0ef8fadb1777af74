import type { PlaylistController } from '@videojs/http-streaming';
import { eventTime, signal } from '../../base/index.js';
import type { Environment, EventTime, ReadonlySignal } from '../../base/index.js';
import type { ViewerClock } from '../contract.js';
import type { EventMapping } from './event-mapping.js';
import { ListingAlarm } from './listing-alarm.js';
import { holdBackSeconds, latencySeconds, livePosition, resumePosition } from './live-edge.js';
import type { Listing, LiveWindow } from './live-edge.js';

/** A viewer clock this good is believed before VHS's, milliseconds. */
const goodClockMs = 250;

export interface LivePlaybackOptions {
  readonly environment: Environment;
  readonly clock: ViewerClock;
  readonly mapping: EventMapping;
  readonly controller: PlaylistController;
  readonly listing: Listing;
  /** Segments are counted by the clock only where the manifest is DASH. */
  readonly dash: boolean;
}

/** The live edge of what VHS plays: where it is, how far from it to play, where to begin. */
export class LivePlayback {
  readonly #options: LivePlaybackOptions;
  readonly #alarm: ListingAlarm | undefined;
  readonly #targetLatency = signal<number | undefined>(undefined);
  #wanted: number | undefined;
  #ringing = false;

  constructor(options: LivePlaybackOptions) {
    this.#options = options;
    const { environment, controller, dash } = options;
    if (dash) this.#alarm = new ListingAlarm(environment, controller, () => this.#listed());
  }

  /** Milliseconds. */
  get targetLatencyMs(): ReadonlySignal<number | undefined> {
    return this.#targetLatency;
  }

  /** The latency asked for, seconds; undefined for the usual one. Playback under way stays where it is. */
  want(latency: number | undefined): void {
    this.#wanted = latency;
    this.manifestRead();
  }

  /** Holds VHS to the latency: of its own accord it keeps three segments from the end of the playlist. */
  manifestRead(): void {
    const { controller, listing } = this.#options;
    const main = controller.main();
    const segmentSeconds = this.#segmentSeconds();
    if (main === undefined || segmentSeconds === undefined) return;
    const latency = latencySeconds(this.#wanted, { segmentSeconds, listing });
    main.suggestedPresentationDelay = holdBackSeconds(latency, segmentSeconds);
    this.#targetLatency.value = Math.round(latency * 1000);
  }

  /** The window has moved for the first time, or again. */
  windowMoved(): void {
    if (this.#ringing || this.#options.listing !== 'counted') return;
    this.#ringing = true;
    this.#alarm?.start();
  }

  /** Where to begin: at the event time the viewer saw last, else at the live edge. Undefined while that is not known. */
  begin(startAt: EventTime | undefined): number | undefined {
    const window = this.#window();
    const wanted = startAt === undefined ? undefined : this.#options.mapping.timeline.mediaTimeOf(startAt);
    if (window === undefined) return undefined;
    return wanted === undefined ? this.#livePosition(window) : resumePosition(wanted, window);
  }

  /** The live edge at the target latency, seconds on the media timeline. */
  get position(): number | undefined {
    const window = this.#window();
    return window && this.#livePosition(window);
  }

  close(): void {
    this.#alarm?.stop();
  }

  #livePosition(window: LiveWindow): number {
    return livePosition(latencySeconds(this.#wanted, window), window);
  }

  #window(): LiveWindow | undefined {
    const { controller, mapping, listing } = this.#options;
    const range = controller.seekable();
    const segmentSeconds = this.#segmentSeconds();
    const end = controller.media()?.segments?.at(-1)?.syncInfo?.end;
    const now = mapping.timeline.mediaTimeOf(this.#now());
    if (range.length === 0 || segmentSeconds === undefined || end === undefined || now === undefined)
      return undefined;
    return { start: range.start(0), end, now, segmentSeconds, listing };
  }

  #listed(): { endMs: number; segmentMs: number; nowMs: number } | undefined {
    const { controller, mapping, environment } = this.#options;
    const newest = controller.media()?.segments?.at(-1);
    const time = newest && mapping.listedTime(newest);
    if (newest === undefined || time === undefined) return undefined;
    const segmentMs = newest.duration * 1000;
    // It is this clock that VHS counts by.
    const offset = controller.mainPlaylistLoader_.clientOffset_ ?? 0;
    return { endMs: time + segmentMs, segmentMs, nowMs: environment.wallClock() + offset };
  }

  #now(): EventTime {
    const { clock, environment, controller } = this.#options;
    if (clock.errorMs <= goodClockMs) return clock.now();
    return eventTime(environment.wallClock() + (controller.mainPlaylistLoader_.clientOffset_ ?? 0));
  }

  #segmentSeconds(): number | undefined {
    const { controller } = this.#options;
    return controller.media()?.targetDuration ?? controller.main()?.playlists[0]?.targetDuration;
  }
}
