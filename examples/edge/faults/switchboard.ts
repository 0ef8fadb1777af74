/** Which faults are in force now. Each ends by itself at its time, by `end` or by `reset`. */
import { randomUUID } from 'node:crypto';
import type { EdgeClock, Fault, FaultKind, Faults, FaultTarget } from '../contract.js';

/** A fault as asked for: everything filled in and in range. */
export type FaultOrder = Omit<Fault, 'id' | 'endsAt'> & { readonly durationMs: number };

export interface ActiveFault extends Fault {
  /** Event time at which it was set. */
  readonly startsAt: number;
}

/** So that a client in a loop cannot fill the memory. */
export const maxFaults = 256;

export class Switchboard implements Faults {
  readonly #clock: EdgeClock;
  readonly #faults = new Map<string, ActiveFault>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #listeners = new Set<() => void>();

  constructor(clock: EdgeClock) {
    this.#clock = clock;
  }

  /** @throws RangeError when `maxFaults` are in force already */
  set({ durationMs, ...order }: FaultOrder): ActiveFault {
    if (this.#faults.size >= maxFaults)
      throw new RangeError(`There are ${maxFaults} faults in force already.`);
    const startsAt = this.#clock.now();
    const fault: ActiveFault = { ...order, id: randomUUID(), startsAt, endsAt: startsAt + durationMs };
    this.#faults.set(fault.id, fault);
    this.#timers.set(
      fault.id,
      setTimeout(() => this.end(fault.id), durationMs),
    );
    this.#changed();
    return fault;
  }

  /** Newest first. */
  list(): readonly ActiveFault[] {
    return [...this.#faults.values()].reverse();
  }

  get(id: string): ActiveFault | undefined {
    return this.#faults.get(id);
  }

  /** Whether there was such a fault. */
  end(id: string): boolean {
    if (!this.#faults.delete(id)) return false;
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#changed();
    return true;
  }

  reset(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#faults.clear();
    this.#changed();
  }

  /** Ends every fault and forgets the listeners. */
  close(): void {
    this.reset();
    this.#listeners.clear();
  }

  find(kind: FaultKind, angle: string, transport: FaultTarget): ActiveFault | undefined {
    return this.findAll(kind, angle, transport)[0];
  }

  /** Every fault of this kind that applies to the angle and transport now, newest first. */
  findAll(kind: FaultKind, angle: string, transport: FaultTarget): readonly ActiveFault[] {
    return this.list().filter(
      (fault) =>
        fault.kind === kind &&
        (fault.angle === '*' || fault.angle === angle) &&
        (fault.transport === '*' || fault.transport === transport),
    );
  }

  /** The newest fault of this kind that was set on every angle and transport: what concerns the edge as a whole. */
  findOnEverything(kind: FaultKind): ActiveFault | undefined {
    return this.list().find((fault) => fault.kind === kind && fault.angle === '*' && fault.transport === '*');
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
