/** Stands before every answer of LL-HLS, HLS and DASH and lets the faults in force have their way with it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind, FaultTarget } from '../contract.js';
import { reset, type Exchange } from '../http/exchange.js';
import { Problem } from '../http/problem.js';
import { send, type Reply } from '../http/send.js';
import type { ActiveFault, Switchboard } from './switchboard.js';

/** Whom a request is for: what faults are matched by. */
export interface Target {
  readonly angle: string;
  readonly transport: FaultTarget;
}

export interface StreamReply extends Reply {
  /** Only media can be corrupted: a broken playlist or init segment is another kind of fault. */
  readonly kind: 'playlist' | 'init' | 'media';
}

/** Share of the bytes of a corrupted body that are flipped, beyond the first boxes, so that it still looks like fMP4. */
const corruptShare = 0.01;
const corruptFrom = 256;
const retryAfterSeconds = '1';

export class FaultGate {
  readonly #faults: Switchboard;
  readonly #random: () => number;
  readonly #running = new Set<{ readonly target: Target; readonly exchange: Exchange }>();
  readonly #unsubscribe: () => void;

  constructor(faults: Switchboard, random: () => number) {
    this.#faults = faults;
    this.#random = random;
    this.#unsubscribe = faults.subscribe(() => this.#cut());
  }

  close(): void {
    this.#unsubscribe();
  }

  /**
   * Answers with what `produce` makes, as far as the faults on `target` allow.
   * @throws Problem what a fault, or `produce`, wants answered instead
   */
  async pass(target: Target, exchange: Exchange, produce: () => Promise<StreamReply>): Promise<void> {
    const running = { target, exchange };
    this.#running.add(running);
    try {
      if (this.#find('cut', target) || this.#find('refuse', target) || this.#happens('drop', target)) {
        reset(exchange);
        return;
      }
      await this.#delay(target, exchange);
      this.#deny(target);
      const reply = await produce();
      if (exchange.signal.aborted) return;
      if (this.#find('hang', target)) await this.#hang(target, exchange);
      else await send(exchange, this.#corrupt(target, reply), this.#delivery(target, reply));
    } finally {
      this.#running.delete(running);
    }
  }

  #cut(): void {
    for (const { target, exchange } of this.#running) if (this.#find('cut', target)) reset(exchange);
  }

  async #delay(target: Target, { signal }: Exchange): Promise<void> {
    const delay = this.#find('delay', target);
    if (delay) await sleep(delay.value, undefined, { signal }).catch(() => {});
  }

  #deny(target: Target): void {
    const { angle, transport } = target;
    const told = `A fault on ${transport} of ${angle} says so.`;
    if (this.#find('unauthorized', target)) throw new Problem(401, told, { 'www-authenticate': 'Bearer' });
    if (this.#find('notfound', target)) throw new Problem(404, told);
    if (this.#find('unavailable', target)) throw new Problem(503, told, { 'retry-after': retryAfterSeconds });
  }

  /** Silent until the fault has ended or the client has left. */
  async #hang(target: Target, exchange: Exchange): Promise<void> {
    await new Promise<void>((resolve) => {
      const unsubscribe = this.#faults.subscribe(() => {
        if (!this.#find('hang', target)) done();
      });
      const done = () => {
        unsubscribe();
        exchange.signal.removeEventListener('abort', done);
        resolve();
      };
      exchange.signal.addEventListener('abort', done);
    });
    reset(exchange);
  }

  #corrupt(target: Target, reply: StreamReply): StreamReply {
    if (reply.kind !== 'media' || typeof reply.body === 'string' || !this.#happens('corrupt', target))
      return reply;
    const body = Uint8Array.from(reply.body);
    const flips = Math.ceil(body.byteLength * corruptShare);
    for (let i = 0; i < flips; i += 1) {
      const at = corruptFrom + Math.floor(this.#random() * (body.byteLength - corruptFrom));
      const byte = body[at];
      if (byte !== undefined) body[at] = byte ^ 0xff;
    }
    return { ...reply, body };
  }

  #delivery(target: Target, { body }: StreamReply) {
    return {
      kbps: this.#find('throttle', target)?.value,
      cutAfter: this.#find('truncate', target) ? Math.floor(body.length / 2) : undefined,
    };
  }

  #find(kind: FaultKind, { angle, transport }: Target): ActiveFault | undefined {
    return this.#faults.find(kind, angle, transport);
  }

  /** Draws against the fault's probability. */
  #happens(kind: 'drop' | 'corrupt', target: Target): boolean {
    const fault = this.#find(kind, target);
    return fault !== undefined && this.#random() < fault.value;
  }
}
