import type { PlaylistController } from '@videojs/http-streaming';
import type { Environment } from '../../base/index.js';

/** After a segment is due, milliseconds: its server's clock and ours differ a little, and asking too early costs a retry. */
const marginMs = 40;
/** Alarms in a row without a new segment after which the manifest is taken to be one that is written, not counted. */
const fruitless = 3;

/** What there is, in VHS's own clock. */
export interface Listed {
  /** Milliseconds since the epoch at which the newest listed segment was due. */
  readonly endMs: number;
  readonly segmentMs: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * VHS counts the segments of a live manifest anew once a segment duration, but at any phase, and for sound at a phase of its
 * own, so a segment can go unnoticed for as long as it lasts. This has both counted when the next one is due.
 */
export class ListingAlarm {
  readonly #environment: Environment;
  readonly #controller: PlaylistController;
  readonly #listed: () => Listed | undefined;
  #cancel = (): void => {};
  #lastEndMs = -Infinity;
  #misses = 0;

  constructor(environment: Environment, controller: PlaylistController, listed: () => Listed | undefined) {
    this.#environment = environment;
    this.#controller = controller;
    this.#listed = listed;
    // Sound is listed by what has been read for the pictures: whenever that is new, it has news too.
    controller.mainPlaylistLoader_.on('loadedplaylist', () => this.#countSound());
  }

  /** Begins, or begins anew. */
  start(): void {
    this.stop();
    const listed = this.#listed();
    if (listed === undefined) return;
    this.#misses = listed.endMs > this.#lastEndMs ? 0 : this.#misses + 1;
    this.#lastEndMs = listed.endMs;
    if (this.#misses >= fruitless) return;
    const { endMs, segmentMs, nowMs } = listed;
    const due = endMs + segmentMs + marginMs;
    // What is overdue is looked for at once, but only once a segment.
    const periods = this.#misses === 0 ? 0 : Math.max(1, Math.ceil((nowMs - due) / segmentMs));
    const wait = Math.max(0, due + periods * segmentMs - nowMs);
    this.#cancel = this.#environment.setTimer(() => this.#ring(), wait);
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => {};
  }

  #ring(): void {
    const loader = this.#controller.mainPlaylistLoader_;
    // VHS makes its next timer only where there is none.
    if (loader.mediaUpdateTimeout) clearTimeout(loader.mediaUpdateTimeout);
    loader.mediaUpdateTimeout = null;
    if (this.#controller.media() !== undefined) loader.trigger('mediaupdatetimeout');
    this.start();
  }

  #countSound(): void {
    const loader = this.#controller.mediaTypes_.AUDIO.activePlaylistLoader;
    if (loader?.media() !== undefined) loader.trigger('mediaupdatetimeout');
  }
}
