import { checked } from './camera/index.js';
import type { CameraModel } from './camera/index.js';
import { badOption } from './errors.js';
import { sizeOf } from './pictures/index.js';
import type { Frame, PictureSize } from './pictures/index.js';
import type { SuppliedDepth } from './surface/index.js';
import type { SynthesizerOptions } from './synthesizer.js';

/** What comes from a page without types may be anything: it is looked at, not believed. */
export function checkOptions(options: SynthesizerOptions): void {
  const { cameras, frames, depths, subject, depthRange, synthesis, memoryBudget } = options;
  if (!Array.isArray(cameras) || cameras.length === 0)
    throw badOption('cameras', 'there are none', 'Give at least one camera.');
  checkCount('frames', frames, cameras.length);
  if (depths !== undefined) checkCount('depths', depths, cameras.length);
  const ids = new Set<string>();
  for (const camera of options.cameras) {
    const { id } = checked(camera);
    if (ids.has(id))
      throw badOption('cameras', `"${id}" is there twice`, 'Give every camera an id of its own.');
    ids.add(id);
  }
  for (const [index, frame] of frames.entries()) checkFrame(frame, index);
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
  if (synthesis !== undefined && !['auto', 'snap', 'blend', 'depth'].includes(synthesis))
    throw badOption(
      'synthesis',
      `it is ${JSON.stringify(synthesis)}`,
      'Give "auto", "snap", "blend" or "depth".',
    );
  if (memoryBudget !== undefined && !(memoryBudget > 0))
    throw badOption('memoryBudget', `it is ${memoryBudget}`, 'Give a number of bytes.');
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

function checkFrame(frame: Frame, index: number): void {
  if (!isFrame(frame))
    throw badOption(
      `frames[${index}]`,
      'it is no picture of a kind that can be taken',
      'Give an ImageBitmap, a VideoFrame or an ImageData.',
    );
  const { width, height } = sizeOf(frame);
  if (width > 0 && height > 0) return;
  throw badOption(`frames[${index}]`, 'it has no pixels', 'Give it before it is closed.');
}

/** By what they have: pictures of another window are of other classes. */
const isFrame = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('displayWidth' in value || ('width' in value && ('data' in value || 'close' in value)));

/** Pictures that no texture can hold. */
export function checkLargest({ width, height }: PictureSize, largest: number, index: number): void {
  if (Math.max(width, height) <= largest) return;
  throw badOption(
    `frames[${index}]`,
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
