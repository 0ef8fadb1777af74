import { computed, signal, watch } from '../../base/index.js';
import type { Environment, ReadonlySignal } from '../../base/index.js';

/** How long the controls stay after the last sign of the viewer. */
export const idleMs = 3000;

/** Whether the controls are on screen: always while nothing plays or something holds them, else for a while. */
export class Visibility {
  readonly shown: ReadonlySignal<boolean>;
  readonly #awake = signal(true);
  readonly #environment: Environment;
  #cancel: (() => void) | undefined;

  /**
   * @param playing the picture moves, so controls may go
   * @param held keyboard focus or an open menu keeps them
   */
  constructor(
    playing: ReadonlySignal<boolean>,
    held: ReadonlySignal<boolean>,
    environment: Environment,
    abort: AbortSignal,
  ) {
    this.#environment = environment;
    const free = computed(() => playing.value && !held.value);
    this.shown = computed(() => !free.value || this.#awake.value);
    // The time to hide starts when they become free to go, not when they were last touched.
    watch(free, abort, () => this.wake());
    abort.addEventListener('abort', () => this.#cancel?.(), { once: true });
  }

  /** The viewer is here. */
  wake(): void {
    this.#cancel?.();
    this.#awake.value = true;
    this.#cancel = this.#environment.setTimer(() => this.sleep(), idleMs);
  }

  /** The viewer left, or wants the picture alone. */
  sleep(): void {
    this.#cancel?.();
    this.#awake.value = false;
  }
}
