/** The faults that concern what one angle's viewers get by a push transport, read from the switchboard once per change. */
import type { FaultKind, FaultTarget, Faults } from '../contract.js';

export interface Conditions {
  /** Nothing is given. */
  readonly stall: boolean;
  /** Pictures repeat one frame. */
  readonly freeze: boolean;
  /** Access units lose their second half. */
  readonly truncate: boolean;
  /** ms each packet (WHEP) or object (MoQ) waits. */
  readonly delay: number;
  /** ms every tenth packet, or every other group, waits beyond that. */
  readonly reorder: number;
  /** Bits per ms (kbit/s) a session gets; Infinity without the fault. */
  readonly throttle: number;
  /** Probability that a packet, or a group, never comes. */
  readonly drop: number;
  /** Probability that bytes of a packet's payload, or of a sample, are flipped. */
  readonly corrupt: number;
  /** ms by which capture times are off. */
  readonly clock: number;
}

/** Conditions by angle, kept until `close`. */
export class ConditionsBoard {
  readonly #faults: Faults;
  readonly #transport: FaultTarget;
  readonly #known = new Map<string, Conditions>();
  readonly #unsubscribe: () => void;

  constructor(faults: Faults, transport: FaultTarget) {
    this.#faults = faults;
    this.#transport = transport;
    this.#unsubscribe = faults.subscribe(() => this.#known.clear());
  }

  of(angle: string): Conditions {
    const known = this.#known.get(angle) ?? readConditions(this.#faults, angle, this.#transport);
    this.#known.set(angle, known);
    return known;
  }

  close(): void {
    this.#unsubscribe();
    this.#known.clear();
  }
}

function readConditions(faults: Faults, angle: string, transport: FaultTarget): Conditions {
  const find = (kind: FaultKind) => faults.find(kind, angle, transport);
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
