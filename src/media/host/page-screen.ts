import type { Environment, Logger } from '../../base/index.js';

export interface PageScreenOptions {
  readonly environment: Environment;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** The canvas cannot be drawn on. */
  readonly failed: (error: unknown) => void;
}

/**
 * What a deck draws on: the canvas itself where the browser lets a worker have it (Safari does from 17 on), else a port to the
 * page, which draws for it.
 */
export function screenFor(
  canvas: HTMLCanvasElement,
  options: PageScreenOptions,
): OffscreenCanvas | MessagePort {
  if ('transferControlToOffscreen' in canvas) return canvas.transferControlToOffscreen();
  const { port1, port2 } = new MessageChannel();
  void drawHere(canvas, port1, options);
  return port2;
}

async function drawHere(
  canvas: HTMLCanvasElement,
  port: MessagePort,
  { environment, log, signal, failed }: PageScreenOptions,
): Promise<void> {
  try {
    // Only these browsers' pages need it.
    const { serveScreen } = await import('../present/index.js');
    if (!signal.aborted) serveScreen(canvas, port, environment, log, signal);
  } catch (error) {
    failed(error);
  }
}
