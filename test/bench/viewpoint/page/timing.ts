/** How long views take, until a pixel of them has been read. */
import type { CameraModel, Shown } from '../../../../src/viewpoint/index.js';
import { contextOf, load, optionsOf } from './built.js';
import { momentOf } from './moments.js';
import type { FirstPicture, MomentRequest, Timed } from './protocol.js';

/** Waits for what was drawn, as the browser cannot hide: a pixel of the canvas. */
function readOnePixel(canvas: HTMLCanvasElement): void {
  const gl = contextOf(canvas);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.readPixels(canvas.width >> 1, canvas.height >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Views before any is timed, as the peers have them. */
const warmUp = 5;

export async function time(handle: number, views: readonly CameraModel[]): Promise<Timed> {
  const { synthesizer, canvas } = momentOf(handle);
  const times: number[] = [];
  let shown: Shown | undefined;
  for (const view of [...views.slice(0, warmUp), ...views]) {
    const began = performance.now();
    shown = await synthesizer.render(view);
    readOnePixel(canvas);
    times.push(performance.now() - began);
    await rest(10);
  }
  if (shown === undefined) throw new Error('no view was asked for');
  return { times: times.slice(Math.min(warmUp, views.length)), shown };
}

/** From nothing to the first view, and to the first with depth, which both of `gap` are needed for. */
export async function firstPicture(
  request: MomentRequest,
  view: CameraModel,
  gap: readonly string[],
  limitMs: number,
): Promise<FirstPicture> {
  const { createSynthesizer } = await load();
  const options = await optionsOf(request);
  const { canvas } = options;
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), limitMs);
  const began = performance.now();
  const synthesizer = await createSynthesizer(options);
  const createdMs = performance.now() - began;
  const first = await synthesizer.render(view);
  readOnePixel(canvas);
  const pictureMs = performance.now() - began;
  let depthMs: number | undefined;
  const onProgress = ({ ready }: { readonly ready: readonly string[] }): void => {
    if (depthMs !== undefined || !gap.every((id) => ready.includes(id))) return;
    // Draws before it resolves.
    void synthesizer.render(view);
    readOnePixel(canvas);
    depthMs = performance.now() - began;
    stop.abort();
  };
  await synthesizer.prepare({ signal: stop.signal, onProgress }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  clearTimeout(limit);
  synthesizer.close();
  return { createdMs, pictureMs, depthMs, first };
}
