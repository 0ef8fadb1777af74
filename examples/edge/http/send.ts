/** Writes an answer, honestly or the way a fault wants it. */
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isHead, type Exchange } from './exchange.js';

export interface Reply {
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Uint8Array;
}

export interface Delivery {
  /** Body rate in kbit/s; undefined is as fast as it goes. */
  readonly kbps?: number | undefined;
  /** Bytes after which the connection is closed although more were announced. */
  readonly cutAfter?: number | undefined;
}

/** A throttled body goes out in slices of this long: short beside a part, long beside a timer's precision. */
const sliceMs = 50;

export async function send(exchange: Exchange, reply: Reply, delivery: Delivery = {}): Promise<void> {
  const { response, signal } = exchange;
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(200, { ...reply.headers, 'content-length': body.byteLength });
  if (isHead(exchange)) {
    response.end();
    return;
  }
  const end = delivery.cutAfter ?? body.byteLength;
  if (delivery.kbps === undefined) {
    await write(exchange, body.subarray(0, end));
  } else {
    const slice = Math.max(1, Math.floor((delivery.kbps * sliceMs) / 8));
    for (let at = 0; at < end && !signal.aborted; at += slice) {
      await write(exchange, body.subarray(at, Math.min(at + slice, end)));
      await sleep(sliceMs, undefined, { signal }).catch(() => {});
    }
  }
  if (signal.aborted) return;
  if (end < body.byteLength) response.destroy();
  else response.end();
}

/** Resolves once the bytes are with the kernel, or will never be. */
function write({ response, signal }: Exchange, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else response.write(bytes, () => resolve());
  });
}
