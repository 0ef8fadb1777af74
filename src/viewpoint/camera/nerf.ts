/**
 * transforms.json of NeRF, instant-ngp and nerfstudio (docs.nerf.studio, "Data conventions"): transform_matrix turns camera axes
 * (OpenGL's: x right, y up, looking down -z; ours too) into the scene's. Pixel (0, 0) reaches from 0 to 1, so its centre is at
 * 0.5, half a pixel from ours. The scene has no unit and no up: whatever was applied before (applied_transform, scale) stays.
 */
import { sizeOf } from './calibrated.js';
import type { CalibratedCameras, Sizes } from './calibrated.js';
import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { incomplete, quoted, unreadable, unsupportedLens } from './errors.js';
import { refuseSkew } from './expressible.js';
import { get, isObject, numberAt, parseJson } from './json.js';
import type { JsonObject } from './json.js';
import type { Distortion } from './lens.js';
import { checkCount, distinct } from './limits.js';
import { rigid } from './numbers.js';
import { nearestRotation } from './rotation.js';

const format = 'NeRF';
const half = 0.5;
const pinholes = new Set(['OPENCV', 'PINHOLE', 'SIMPLE_PINHOLE', 'SIMPLE_RADIAL', 'RADIAL', 'PERSPECTIVE']);

/** Whether a document is one, by its keys. */
export const isNerf = (document: unknown): boolean =>
  Array.isArray(get(document, 'frames')) && !Array.isArray(get(document, 'transforms'));

export interface NerfOptions {
  /** For files that do not say how large their pictures are (the first NeRF's). */
  readonly sizes?: Sizes;
}

/** A camera's id is its frame's file_path. What a frame does not say itself, the file says for all. */
export function camerasFromNerf(text: string, options: NerfOptions = {}): CalibratedCameras {
  const document = parseJson(text, format);
  const frames = get(document, 'frames');
  if (!isObject(document) || !Array.isArray(frames) || frames.length === 0) {
    throw unreadable(format, 'it has no frames', { hint: 'Give the transforms.json of a data set.' });
  }
  checkCount(frames.length);
  return {
    cameras: distinct(frames.map((frame: unknown) => cameraOf(frame, document, options))),
  };
}

function cameraOf(frame: unknown, document: JsonObject, { sizes }: NerfOptions): CameraModel {
  const id = get(frame, 'file_path');
  if (typeof id !== 'string')
    throw unreadable(format, 'a frame has no file_path', { hint: 'Name its picture.' });
  const number = (key: string): number | undefined =>
    numberAt(frame, format, key) ?? numberAt(document, format, key);
  const model = get(frame, 'camera_model') ?? get(document, 'camera_model');
  if (model !== undefined && !(typeof model === 'string' && pinholes.has(model)))
    throw unsupportedLens(id, `its model is ${quoted(String(model))}`);
  if ((get(frame, 'is_fisheye') ?? get(document, 'is_fisheye')) === true)
    throw unsupportedLens(id, 'it is a fisheye');
  if ((number('k4') ?? 0) !== 0) throw unsupportedLens(id, 'it has a fourth radial coefficient, k4');

  const size = sizeOf(sizes, id);
  const width = number('w') ?? size?.width;
  const height = number('h') ?? size?.height;
  if (width === undefined || height === undefined) {
    throw incomplete(format, `it does not say how large picture ${quoted(id)} is`, {
      hint: 'Add w and h to the file, or give the sizes of the pictures.',
    });
  }
  const fx = number('fl_x') ?? focal(width, number('camera_angle_x'));
  const fy = number('fl_y') ?? focal(height, number('camera_angle_y'));
  const f = fx ?? fy;
  if (f === undefined) {
    throw incomplete(format, `it gives no focal length of ${quoted(id)}`, {
      hint: 'Add fl_x and fl_y (pixels) or camera_angle_x (radians).',
    });
  }
  const { M, p } = rigid(get(frame, 'transform_matrix'), id, 'transform_matrix');
  return checked({
    id,
    width,
    height,
    fx: fx ?? f,
    fy: fy ?? f,
    skew: 0,
    cx: (number('cx') ?? width / 2) - half,
    cy: (number('cy') ?? height / 2) - half,
    distortion: lensOf(number),
    position: p,
    rotation: nearestRotation(M, id, 'transform_matrix'),
  });
}

const lensOf = (number: (key: string) => number | undefined): Distortion => [
  number('k1') ?? 0,
  number('k2') ?? 0,
  number('p1') ?? 0,
  number('p2') ?? 0,
  number('k3') ?? 0,
];

/** Pixels, from the whole angle of view, radians. */
const focal = (side: number, angle: number | undefined): number | undefined =>
  angle === undefined ? undefined : side / 2 / Math.tan(angle / 2);

/** Every frame with intrinsics of its own; nerfstudio and instant-ngp read both kinds. */
export function nerfFromCameras(cameras: readonly CameraModel[]): string {
  const frames = distinct(cameras).map((camera) => {
    refuseSkew(camera, format);
    const { id, width, height, fx, fy, cx, cy, rotation: r, position } = camera;
    const [k1, k2, p1, p2, k3] = camera.distortion;
    return {
      file_path: id,
      w: width,
      h: height,
      fl_x: fx,
      fl_y: fy,
      cx: cx + half,
      cy: cy + half,
      k1,
      k2,
      k3,
      p1,
      p2,
      transform_matrix: [
        [r[0], r[1], r[2], position[0]],
        [r[3], r[4], r[5], position[1]],
        [r[6], r[7], r[8], position[2]],
        [0, 0, 0, 1],
      ],
    };
  });
  return `${JSON.stringify({ camera_model: 'OPENCV', frames }, undefined, 2)}\n`;
}
