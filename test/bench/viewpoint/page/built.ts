/** The built package, and what its synthesizers are given. */
import type * as Viewpoint from '../../../../src/viewpoint/index.js';
import type { Frame, SynthesizerOptions } from '../../../../src/viewpoint/index.js';
import type { MomentRequest } from './protocol.js';
import { fetchBitmap, fetchDepth } from './transfer.js';

/** What users import, through the page's import map; not the sources. */
const entry = 'olympic-player/viewpoint';
export const load = async (): Promise<typeof Viewpoint> =>
  (await import(/* @vite-ignore */ entry)) as typeof Viewpoint;

/** Named in api.md; a build that does not know one of them yet passes it over. */
interface Extras {
  readonly plates?: readonly Frame[];
  readonly mattes?: readonly Frame[];
  readonly depths?: readonly Float32Array[];
}

export type Given = SynthesizerOptions & Extras & { readonly canvas: HTMLCanvasElement };

/** Pictures and depths are there when this resolves. */
export async function optionsOf(request: MomentRequest): Promise<Given> {
  const { size, cameras, frames, plates, mattes, depths, subject, memoryBudget } = request;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [size.width, size.height];
  const all = <T>(keys: readonly string[], fetchOne: (key: string) => Promise<T>): Promise<T[]> =>
    Promise.all(keys.map(fetchOne));
  return {
    canvas,
    cameras,
    frames: await all(frames, fetchBitmap),
    ...(plates && { plates: await all(plates, fetchBitmap) }),
    ...(mattes && { mattes: await all(mattes, fetchBitmap) }),
    ...(depths && { depths: await all(depths, fetchDepth) }),
    ...(subject && { subject }),
    ...(memoryBudget === undefined ? {} : { memoryBudget }),
  };
}

/** Of a canvas that a synthesizer draws to. */
export const contextOf = (canvas: HTMLCanvasElement): WebGL2RenderingContext => canvas.getContext('webgl2')!;
