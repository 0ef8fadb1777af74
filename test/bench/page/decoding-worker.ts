/** Decodes a whole file as quickly as it goes: the plain way, or through the engine's parts; in a worker like the engine's. */
import { pipeline } from './decoding/pipeline.js';
import { plainLoop } from './decoding/plain-loop.js';
import type { DecodeOrder, DecodeResult } from './decoding/order.js';

addEventListener('message', async ({ data: order }: MessageEvent<DecodeOrder>) => {
  const bytes = new Uint8Array(await (await fetch(order.url)).arrayBuffer());
  try {
    postMessage(await decode(order, bytes));
  } catch (error) {
    postMessage({ error: String(error) });
  }
});

function decode(order: DecodeOrder, bytes: Uint8Array): Promise<DecodeResult> {
  return order.way === 'plain' ? plainLoop(bytes) : pipeline(bytes, order);
}
