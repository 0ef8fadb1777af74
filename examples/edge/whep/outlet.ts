/** The way out for one session's packets, through whatever faults are in force. */
import type { Agenda } from './agenda.js';
import type { Conditions } from '../faults/conditions.js';
import { payloadOffset } from './rtp/packet.js';

export interface OutletOptions {
  readonly agenda: Agenda;
  readonly conditions: () => Conditions;
  /** 0 to 1; decides which packets faults hit. */
  readonly random: () => number;
  readonly send: (packet: Buffer) => void;
}

/** One packet in so many is late while `reorder` is in force. */
const reorderEvery = 10;

/** What may pass at once while `throttle` is in force, in ms of its rate: a key picture still gets through in part. */
const throttleBurstMs = 100;

/** Bytes flipped in a packet that is corrupted. */
const corruptBytes = 4;

export class Outlet {
  readonly #options: OutletOptions;
  readonly #pending = new Set<() => void>();
  #count = 0;
  /** Bits that may pass now, and when that was worked out; only while throttled. */
  #allowance: { bits: number; at: number } | undefined;

  constructor(options: OutletOptions) {
    this.#options = options;
  }

  rtp(packet: Buffer): void {
    const { corrupt } = this.#options.conditions();
    this.#pass(corrupt > 0 && this.#options.random() < corrupt ? this.#corrupted(packet) : packet);
  }

  rtcp(packet: Buffer): void {
    this.#pass(packet);
  }

  /** Packets that still wait are never sent. */
  close(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }

  #pass(packet: Buffer): void {
    const { agenda, conditions, random, send } = this.#options;
    const { drop, throttle, delay, reorder } = conditions();
    if ((drop > 0 && random() < drop) || !this.#fits(packet, throttle)) return;
    this.#count += 1;
    const waitMs = delay + (reorder > 0 && this.#count % reorderEvery === 0 ? reorder : 0);
    if (waitMs === 0) {
      send(packet);
      return;
    }
    const cancel = agenda.at(agenda.now() + waitMs, () => {
      this.#pending.delete(cancel);
      send(packet);
    });
    this.#pending.add(cancel);
  }

  /** A token bucket. */
  #fits(packet: Buffer, bitsPerMs: number): boolean {
    if (bitsPerMs === Infinity) {
      this.#allowance = undefined;
      return true;
    }
    const now = this.#options.agenda.now();
    const full = bitsPerMs * throttleBurstMs;
    const last = this.#allowance ?? { bits: full, at: now };
    const bits = Math.min(full, last.bits + (now - last.at) * bitsPerMs);
    const cost = packet.byteLength * 8;
    const fits = cost <= bits;
    this.#allowance = { bits: fits ? bits - cost : bits, at: now };
    return fits;
  }

  /** A copy, for the packet itself may be asked for again. */
  #corrupted(packet: Buffer): Buffer {
    const copy = Buffer.from(packet);
    const start = payloadOffset(copy);
    for (let flipped = 0; flipped < corruptBytes && start < copy.byteLength; flipped += 1) {
      const at = start + Math.floor(this.#options.random() * (copy.byteLength - start));
      copy[at] = (copy[at] ?? 0) ^ 0xff;
    }
    return copy;
  }
}
