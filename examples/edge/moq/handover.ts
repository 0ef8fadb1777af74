/** When each sample was handed to the transport: the floor below which no viewer's latency can be. */
import { eventTimeOf } from '../whep/timeline.js';
import type { EdgeClock } from '../contract.js';
import type { Shot } from './origin/container.js';
import type { MediaTrack } from './origin/track.js';

export interface Handover {
  readonly angle: string;
  /** For example `high.loc`. */
  readonly track: string;
  /** Event time at which the sample was captured, ms. */
  readonly capturedAt: number;
  /** Event time at which the transport had taken all of it, ms: over WebTransport, its packets are with the kernel. */
  readonly handedAt: number;
  readonly bytes: number;
}

export type OnHandover = (handover: Handover) => void;

export class HandoverLog {
  readonly #clock: Pick<EdgeClock, 'now'>;
  readonly #on: OnHandover | undefined;
  readonly #noted = new WeakMap<Uint8Array, Omit<Handover, 'handedAt'>>();

  constructor(clock: Pick<EdgeClock, 'now'>, on: OnHandover | undefined) {
    this.#clock = clock;
    this.#on = on;
  }

  /** Remembers whose payload this is. */
  readonly note = (payload: Uint8Array, angle: string, track: MediaTrack, shot: Shot): void => {
    if (!this.#on) return;
    this.#noted.set(payload, {
      angle,
      track: track.name,
      capturedAt: eventTimeOf(shot.encoding.grid, shot.count),
      bytes: payload.byteLength,
    });
  };

  readonly onSent = (chunk: Uint8Array): void => {
    const noted = this.#on && this.#noted.get(chunk);
    if (noted) this.#on?.({ ...noted, handedAt: this.#clock.now() });
  };
}
