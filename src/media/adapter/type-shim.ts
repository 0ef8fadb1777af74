import type { TypeSupport } from './type-support.js';

/**
 * Engines ask the global MediaSource which renditions can be played before they ever make one. In a worker, where browsers
 * may lack it and where nobody else wants it, that question is ours to answer. Never call this on a page.
 */
export function answerTypeQuestions(scope: typeof globalThis, support: TypeSupport): void {
  const shim = class MediaSource {
    static isTypeSupported(mimeType: string): boolean {
      return support.supports(mimeType);
    }
  };
  Object.defineProperty(scope, 'MediaSource', { value: shim, configurable: true, writable: true });
  // Asked first where it exists, and it answers for the browser's decoders.
  Object.defineProperty(scope, 'ManagedMediaSource', {
    value: undefined,
    configurable: true,
    writable: true,
  });
}
