/** Starts a worker that decodes a file, and waits for what it says. */
import type { DecodeOrder, DecodeResult } from './decoding/order.js';

/** Each order gets a worker of its own: none finds a decoder that another has warmed. */
export function decode(order: Omit<DecodeOrder, 'canvas'>): Promise<DecodeResult> {
  const worker = new Worker(new URL('/bench/decoding-worker.js', location.href), { type: 'module' });
  const canvas = document.createElement('canvas');
  canvas.style.width = '640px';
  document.body.append(canvas);
  const done = new Promise<DecodeResult>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<DecodeResult | { error: string }>) =>
      'error' in data ? reject(new Error(data.error)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  if (order.upload === undefined) worker.postMessage(order);
  else {
    const screen = order.onPage === true ? canvas.transferControlToOffscreen() : new OffscreenCanvas(16, 16);
    worker.postMessage({ ...order, canvas: screen }, [screen]);
  }
  return done.finally(() => {
    worker.terminate();
    canvas.remove();
  });
}
