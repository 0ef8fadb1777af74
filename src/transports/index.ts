/** One folder per protocol; all implement the same Transport contract, and load their engine only when they connect. */
import type { ServeFeed } from '../media/index.js';
import type { Transport } from './contract.js';
import { hlsTransport } from './hls/index.js';
import { nativeTransport } from './native/index.js';
import { dashTransport } from './dash/index.js';
import { moqTransport } from './moq/index.js';
import { whepTransport } from './whep/index.js';

export type * from './contract.js';
export { httpError, networkError, retryAfterMs } from './http-errors.js';
export { passAndCopy } from './whep/tap/tap-worker.js';
export type { Transformer } from './whep/tap/tap-worker.js';
export { isProtected, probeKeySystems } from './protected.js';

/** The transports that come with the player, in no particular order: the session ranks them. */
export const builtInTransports: readonly Transport[] = [
  whepTransport,
  moqTransport,
  hlsTransport,
  dashTransport,
  nativeTransport,
];

/** The feeds' halves in the media worker by name, loaded when first opened. */
export const workerHalves: Readonly<Record<string, () => Promise<ServeFeed>>> = {
  hls: async () => (await import('./hls/worker-half.js')).serveHls,
  bytes: async () => (await import('../media/index.js')).serveBytes,
  tap: async () => (await import('./whep/tap/worker-half.js')).serveTap,
  moq: async () => (await import('./moq/worker-half.js')).serveMoq,
};
