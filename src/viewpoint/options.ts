import { checked } from './camera/index.js';
import type { CameraModel } from './camera/index.js';
import { plans } from './depth/index.js';
import { badOption } from './errors.js';
import { checkFrame } from './pictures/index.js';
import type { PictureSize } from './pictures/index.js';
import type { SuppliedDepth } from './surface/index.js';
import type { RenderOptions, SynthesizerOptions } from './contract.js';

/** What comes from a page without types may be anything: it is looked at, not believed. */
export function checkOptions(options: SynthesizerOptions): void {
  const { cameras, frames, mattes, plates, depths, subject, depthRange, synthesis, quality, memoryBudget } =
    options;
  if (!Array.isArray(cameras) || cameras.length === 0)
    throw badOption('cameras', 'there are none', 'Give at least one camera.');
  checkCount('frames', frames, cameras.length);
  if (depths !== undefined) checkCount('depths', depths, cameras.length);
  for (const [name, pictures] of Object.entries({ mattes, plates })) {
    if (pictures === undefined) continue;
    checkCount(name, pictures, cameras.length);
    for (const [index, picture] of pictures.entries())
      if (picture !== undefined) checkFrame(picture, `${name}[${index}]`);
  }
  const ids = new Set<string>();
  for (const camera of options.cameras) {
    const { id } = checked(camera);
    if (ids.has(id))
      throw badOption('cameras', `"${id}" is there twice`, 'Give every camera an id of its own.');
    ids.add(id);
  }
  for (const [index, frame] of frames.entries()) checkFrame(frame, `frames[${index}]`);
  if (subject !== undefined && !(subject.radius > 0))
    throw badOption(
      'subject',
      `its radius is ${subject.radius}`,
      'Give a positive radius, in the scene’s units.',
    );
  if (depthRange !== undefined) {
    const [near, far] = depthRange;
    if (!(near > 0 && far > near && Number.isFinite(near)))
      throw badOption(
        'depthRange',
        `it is from ${near} to ${far}`,
        'Give [near, far] with 0 < near < far, in the scene’s units.',
      );
  }
  checkOneOf('synthesis', synthesis, rungs);
  checkOneOf('quality', quality, Object.keys(plans));
  if (memoryBudget !== undefined && !(memoryBudget > 0))
    throw badOption('memoryBudget', `it is ${memoryBudget}`, 'Give a number of bytes.');
}

const rungs = ['auto', 'snap', 'blend', 'depth'];
const aspects = ['picture', 'depth', 'confidence'];

export function checkRendering({ synthesis, show }: RenderOptions): void {
  checkOneOf('synthesis', synthesis, rungs);
  checkOneOf('show', show, aspects);
}

function checkOneOf(option: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  const list = known.map((one) => `"${one}"`).join(', ');
  throw badOption(option, `it is ${JSON.stringify(value)}`, `Give one of ${list}.`);
}

function checkCount(option: string, list: readonly unknown[], cameras: number): void {
  const length = Array.isArray(list) ? list.length : 0;
  if (length === cameras) return;
  throw badOption(
    option,
    `there are ${length} for ${cameras} cameras`,
    'Give one a camera, in the same order.',
  );
}

/** Pictures that no texture can hold. */
export function checkLargest({ width, height }: PictureSize, largest: number, option: string): void {
  if (Math.max(width, height) <= largest) return;
  throw badOption(
    option,
    `it is ${width} x ${height}, and this GPU takes ${largest} at most`,
    'Give a smaller copy.',
  );
}

/** A view may be nameless. @throws OlympicPlayerError `viewpoint/invalid-camera` */
export const checkedView = (view: CameraModel): CameraModel => checked({ ...view, id: view.id || 'view' });

export function checkedSize({ width, height }: PictureSize): PictureSize {
  if ([width, height].every((side) => Number.isInteger(side) && side > 0)) return { width, height };
  throw badOption('canvas', `its size is ${width} x ${height}`, 'Give it whole pixels, at least one.');
}

export function suppliedOf(
  values: Float32Array | undefined,
  camera: CameraModel,
  frame: PictureSize,
  at: number,
): SuppliedDepth | undefined {
  if (values === undefined) return undefined;
  const size = [frame, camera].find(({ width, height }) => width * height === values.length);
  if (size !== undefined) return { width: size.width, height: size.height, values };
  throw badOption(
    `depths[${at}]`,
    `it has ${values.length} numbers for a picture of ${frame.width} x ${frame.height}`,
    'Give a number a pixel, rows from the top.',
  );
}
