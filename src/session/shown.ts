import { childController, watch } from '../base/index.js';
import type { Environment, ReadonlySignal } from '../base/index.js';
import type { Knobs } from './knobs.js';
import { pace } from './pacer.js';
import type { Screening } from './screening.js';

/** The best picture a viewer who saves data gets, lines. */
const saverLines = 480;

export interface ShownInputs {
  readonly knobs: Knobs;
  readonly paused: () => boolean;
  readonly wantsLive: () => boolean;
  readonly visible: ReadonlySignal<boolean>;
  readonly environment: Environment;
}

/** Gives the screening on screen what the viewer wishes: motion, sound, rate, latency, quality. Ends with the screening. */
export class Shown {
  readonly #inputs: ShownInputs;
  readonly #parent: AbortSignal;
  #current: AbortController | undefined;

  constructor(inputs: ShownInputs, parent: AbortSignal) {
    this.#inputs = inputs;
    this.#parent = parent;
  }

  take(screening: Screening): void {
    this.#current?.abort();
    const current = childController(this.#parent);
    this.#current = current;
    const { knobs, paused, wantsLive, visible, environment } = this.#inputs;
    const { media, feed } = screening;
    watch(knobs.muted, current.signal, (muted) => (media.muted = muted));
    watch(knobs.volume, current.signal, (volume) => (media.volume = volume));
    if (knobs.targetLatencyMs.peek() !== undefined) feed.setTargetLatency(knobs.targetLatencyMs.peek());
    let first = true;
    watch(knobs.targetLatencyMs, current.signal, (target) => {
      if (!first) feed.setTargetLatency(target);
      first = false;
    });
    const { delivery } = feed;
    if (delivery.kind === 'samples') watch(visible, current.signal, (seen) => delivery.deck.setVisible(seen));
    saveData(screening, knobs, current.signal);
    pace(
      screening,
      {
        wantsPace: () => wantsLive() && visible.peek() && !paused() && knobs.playbackRate.peek() === 1,
        chosenRate: knobs.playbackRate,
      },
      environment,
      current.signal,
    );
    if (paused()) media.pause();
    else screening.play().catch(() => {});
  }
}

/** Picks the best rendition within the saver's bound, and gives the choice back when saving ends. */
function saveData(screening: Screening, knobs: Knobs, abort: AbortSignal): void {
  const { feed } = screening;
  let capped = false;
  watch(knobs.saveData, abort, (saving) => {
    if (!saving) {
      if (capped) feed.select('auto');
      capped = false;
      return;
    }
    const lines = (height: number | undefined) => height ?? Infinity;
    const sorted = [...feed.state.renditions.peek()].sort((a, b) => lines(a.height) - lines(b.height));
    const best = sorted.filter(({ height }) => lines(height) <= saverLines).at(-1) ?? sorted[0];
    if (best === undefined) return;
    capped = true;
    feed.select(best.id);
  });
}
