/** Synthesizers of the built package, by handles that the runner holds. */
import type { CameraModel, Frame, Shown, Synthesizer } from '../../../../src/viewpoint/index.js';
import { contextOf, load, optionsOf } from './built.js';
import type { MomentRequest, Opened, Prepared } from './protocol.js';
import { putPicture } from './transfer.js';

interface Moment {
  readonly synthesizer: Synthesizer;
  readonly canvas: HTMLCanvasElement;
}

const moments = new Map<number, Moment>();
let lastHandle = 0;

export function momentOf(handle: number): Moment {
  const moment = moments.get(handle);
  if (moment === undefined) throw new Error(`there is no moment ${handle}`);
  return moment;
}

function closeAll(pictures: readonly Frame[] = []): void {
  for (const picture of pictures) if ('close' in picture) picture.close();
}

export async function open(request: MomentRequest): Promise<Opened> {
  const { createSynthesizer } = await load();
  const options = await optionsOf(request);
  const seen = new Set<string>();
  const watched = new Proxy(options, {
    get(target, name) {
      if (typeof name === 'string') seen.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  const synthesizer = await createSynthesizer(watched);
  // They are the caller's and may be closed by now: what still needed them would show.
  for (const pictures of [options.frames, options.plates, options.mattes]) closeAll(pictures);
  moments.set((lastHandle += 1), { synthesizer, canvas: options.canvas });
  return { handle: lastHandle, taken: ['plates', 'mattes', 'depths'].filter((name) => seen.has(name)) };
}

const bytesOf = (memory: Readonly<Record<string, number>>): number =>
  Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);

export async function prepare(handle: number, limitMs: number): Promise<Prepared> {
  const { synthesizer } = momentOf(handle);
  const signal = AbortSignal.timeout(limitMs);
  let peak = synthesizer.memory;
  const onProgress = (): void => {
    if (bytesOf(synthesizer.memory) > bytesOf(peak)) peak = synthesizer.memory;
  };
  const began = performance.now();
  let whole = true;
  await synthesizer.prepare({ signal, onProgress }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    whole = false;
  });
  return { ms: performance.now() - began, whole, peak };
}

/** Draws a view and puts it into the store. */
export async function draw(handle: number, camera: CameraModel, key: string): Promise<Shown> {
  const { synthesizer, canvas } = momentOf(handle);
  const shown = await synthesizer.render(camera);
  await putPicture(key, await synthesizer.readPixels());
  const error = contextOf(canvas).getError();
  if (error !== 0) throw new Error(`WebGL reports error 0x${error.toString(16)}`);
  return shown;
}

export const memory = (handle: number): Readonly<Record<string, number>> =>
  momentOf(handle).synthesizer.memory;

export function close(handle: number): void {
  const { synthesizer, canvas } = momentOf(handle);
  const context = contextOf(canvas);
  synthesizer.close();
  // A page may have few contexts, and collecting garbage is not in a hurry.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  moments.delete(handle);
}
