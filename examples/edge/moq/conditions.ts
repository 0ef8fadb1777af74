/** The faults that concern what one angle's subscribers get, read from the switchboard once per change. */
import type { FaultKind, Faults } from '../contract.js';

export interface Conditions {
  /** Nothing is given. */
  readonly stall: boolean;
  /** Pictures repeat one frame. */
  readonly freeze: boolean;
  /** Access units lose their second half. */
  readonly truncate: boolean;
  /** ms each object waits. */
  readonly delay: number;
  /** ms every other group waits beyond that. */
  readonly reorder: number;
  /** Bits per ms (kbit/s) a session gets. Infinity without the fault. */
  readonly throttle: number;
  /** Probability that a group never comes. */
  readonly drop: number;
  /** Probability that bytes of a sample are flipped. */
  readonly corrupt: number;
  /** ms by which capture times are off. */
  readonly clock: number;
}

/** Conditions by angle, kept until `close`. */
export class ConditionsBoard {
  readonly #faults: Faults;
  readonly #known = new Map<string, Conditions>();
  readonly #unsubscribe: () => void;

  constructor(faults: Faults) {
    this.#faults = faults;
    this.#unsubscribe = faults.subscribe(() => this.#known.clear());
  }

  of(angle: string): Conditions {
    const known = this.#known.get(angle) ?? readConditions(this.#faults, angle);
    this.#known.set(angle, known);
    return known;
  }

  close(): void {
    this.#unsubscribe();
    this.#known.clear();
  }
}

function readConditions(faults: Faults, angle: string): Conditions {
  const find = (kind: FaultKind) => faults.find(kind, angle, 'moq');
  return {
    stall: find('stall') !== undefined,
    freeze: find('freeze') !== undefined,
    truncate: find('truncate') !== undefined,
    delay: find('delay')?.value ?? 0,
    reorder: find('reorder')?.value ?? 0,
    throttle: find('throttle')?.value ?? Infinity,
    drop: find('drop')?.value ?? 0,
    corrupt: find('corrupt')?.value ?? 0,
    clock: find('clock')?.value ?? 0,
  };
}
