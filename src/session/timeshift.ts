import { computed, eventTime, signal } from '../base/index.js';
import type { EventRange, Logger, ReadonlySignal } from '../base/index.js';
import type { Director } from './director.js';
import { dvrWindowMs } from './dvr.js';
import { isPlayable } from './negotiate.js';
import type { Option } from './negotiate.js';
import type { Reader } from './reader.js';
import type { Screening } from './screening.js';
import type { MeasuredClock } from './viewer-clock.js';

/** Behind live by more than its target and this, the viewer is watching the past. */
const liveSlackMs = 3000;

/** WebRTC has no past. */
export const seekableOnly = (option: Option): boolean => option.candidate.decode !== 'webrtc';

export interface TimeshiftInputs {
  readonly screening: ReadonlySignal<Screening | undefined>;
  readonly director: ReadonlySignal<Director | undefined>;
  /** Ms from capture to screen. */
  readonly latency: ReadonlySignal<number | undefined>;
  readonly options: (angle: string) => readonly Option[];
  readonly clock: MeasuredClock;
  readonly log: Logger;
}

/** Going back in time and to the live edge again, on one source or over to another of the angle. */
export class Timeshift {
  readonly #inputs: TimeshiftInputs;
  readonly #dvrWindowMs = signal<number | undefined>(undefined);
  /** What can be sought, on this source or by going over to another of the angle. */
  readonly seekable: ReadonlySignal<EventRange | undefined>;
  /** True while the picture is at the live edge, give or take the target. */
  readonly atLiveEdge: ReadonlySignal<boolean>;
  /** False while the viewer chose to watch the past. */
  wantsLive = true;

  constructor(inputs: TimeshiftInputs) {
    this.#inputs = inputs;
    this.seekable = computed(() => {
      const screening = inputs.screening.value;
      const own = screening?.feed.state.seekable.value;
      const depth = this.#dvrWindowMs.value;
      const now = screening?.frame.value?.eventTime;
      if (own !== undefined || depth === undefined || now === undefined) return own;
      return { from: eventTime(now - depth), to: now };
    });
    this.atLiveEdge = computed(() => {
      const latency = inputs.latency.value;
      const target = inputs.screening.value?.feed.state.targetLatencyMs.value ?? 0;
      return latency === undefined || latency < target + liveSlackMs;
    });
  }

  /** A new load. */
  reset(): void {
    this.#dvrWindowMs.value = undefined;
    this.wantsLive = true;
  }

  /** Goes to an event time in the past the source keeps; from WebRTC, over to a source that keeps one. */
  async seek(time: number): Promise<void> {
    const director = this.#inputs.director.peek();
    const shown = this.#inputs.screening.peek();
    const angle = director?.angle.peek();
    if (director === undefined || shown === undefined || angle === undefined) return;
    const range = this.seekable.peek();
    const target = eventTime(range === undefined ? time : Math.min(Math.max(time, range.from), range.to));
    this.wantsLive = range !== undefined && range.to - target < liveSlackMs;
    if (shown.steerable) await shown.feed.seek(target);
    else if (!this.wantsLive)
      await director.show(angle, { source: 'api', startAt: target, only: seekableOnly });
  }

  /** Back to live: over the best source again when the past was watched over another. */
  async seekToLive(): Promise<void> {
    this.wantsLive = true;
    const director = this.#inputs.director.peek();
    const angle = director?.angle.peek();
    const shown = this.#inputs.screening.peek();
    if (director === undefined || angle === undefined || shown === undefined) return;
    const best = this.#inputs.options(angle).find(isPlayable);
    if (best !== undefined && best.key !== shown.option.key)
      await director.show(angle, { source: 'api', startAt: this.#inputs.clock.now() });
    else await shown.feed.seekToLive();
  }

  /** Learns once how far back another source of the angle goes, for scrubbing back from one that has no past. */
  async measure(screening: Screening, reader: Reader): Promise<void> {
    if (screening.steerable || this.#dvrWindowMs.peek() !== undefined) return;
    const other = this.#inputs
      .options(screening.option.candidate.angle)
      .find((option) => isPlayable(option) && seekableOnly(option) && option.source.type !== 'moq');
    if (other === undefined) return;
    try {
      this.#dvrWindowMs.value = await dvrWindowMs(other.source, reader.get);
    } catch (error) {
      this.#inputs.log.debug('session: no DVR window from the other source', error);
    }
  }
}
