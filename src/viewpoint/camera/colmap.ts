/**
 * COLMAP's text models, cameras.txt and images.txt (colmap.github.io/format.html; src/colmap/sensor/models.h). A pose there is
 * x_camera = R(q) X + t, OpenCV's axes; pixel (0, 0) has its centre at (0.5, 0.5), half a pixel from ours. The scene has no unit
 * and no up.
 */
import type { CalibratedCameras } from './calibrated.js';
import type { CameraModel } from './camera-model.js';
import { checkedRotation } from './checked-rotation.js';
import { incomplete, notExpressible, quoted, unreadable, unsupportedLens } from './errors.js';
import { refuseSkew } from './expressible.js';
import { bends } from './lens.js';
import type { Distortion } from './lens.js';
import { checkCount, checkLength, distinct } from './limits.js';
import { cameraFromOpenCV, openCVFromCamera } from './opencv.js';
import { quaternionOf } from './quaternion.js';
import { numberFrom, words } from './text.js';

/** The two files, as text. */
export interface ColmapTexts {
  readonly cameras: string;
  readonly images: string;
}

/** What a camera of cameras.txt says of its lens, our pixel centres. */
interface Intrinsics {
  readonly width: number;
  readonly height: number;
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  readonly distortion: readonly number[];
}

const half = 0.5;
const format = 'COLMAP';
const again = { hint: 'Export the model as text again: colmap model_converter --output_type TXT.' };

type Lens = Pick<Intrinsics, 'fx' | 'fy' | 'cx' | 'cy' | 'distortion'>;
type Reader = (at: (index: number) => number) => Lens;

const one =
  (distortion: (at: (index: number) => number) => number[]): Reader =>
  (at) => ({ fx: at(0), fy: at(0), cx: at(1), cy: at(2), distortion: distortion(at) });
const two =
  (distortion: (at: (index: number) => number) => number[]): Reader =>
  (at) => ({ fx: at(0), fy: at(1), cx: at(2), cy: at(3), distortion: distortion(at) });

/** Name, number of parameters, what they are. FULL_OPENCV only where its rational part (k4, k5, k6) is zero. */
const models = new Map<string, readonly [count: number, read: Reader]>([
  ['SIMPLE_PINHOLE', [3, one(() => [])]],
  ['PINHOLE', [4, two(() => [])]],
  ['SIMPLE_RADIAL', [4, one((at) => [at(3)])]],
  ['RADIAL', [5, one((at) => [at(3), at(4)])]],
  ['OPENCV', [8, two((at) => [at(4), at(5), at(6), at(7)])]],
  ['FULL_OPENCV', [12, two((at) => [4, 5, 6, 7, 8, 9, 10, 11].map(at))]],
]);

export const isColmapModel = (name: string): boolean => models.has(name) || unreadModels.has(name);
/** COLMAP's other models: known by name, so that the error can say so. */
const unreadModels = new Set([
  'OPENCV_FISHEYE',
  'FOV',
  'SIMPLE_RADIAL_FISHEYE',
  'RADIAL_FISHEYE',
  'THIN_PRISM_FISHEYE',
  'RAD_TAN_THIN_PRISM_FISHEYE',
]);

function intrinsicsOf(line: string): readonly [id: string, Intrinsics] {
  const [id = '', model = '', width = '', height = '', ...rest] = words(line);
  const known = models.get(model);
  if (known === undefined) {
    throw unsupportedLens(id, `its model ${quoted(model)} is none of ${[...models.keys()].join(', ')}`);
  }
  const [count, read] = known;
  if (rest.length !== count)
    throw unreadable(
      format,
      `camera ${quoted(id)} has ${rest.length} parameters, ${model} has ${count}`,
      again,
    );
  const numbers = rest.map((word) => numberFrom(word, format, `a parameter of camera ${quoted(id)}`));
  const lens = read((index) => numbers[index] ?? NaN);
  return [
    id,
    {
      ...lens,
      width: numberFrom(width, format, 'a width'),
      height: numberFrom(height, format, 'a height'),
      cx: lens.cx - half,
      cy: lens.cy - half,
    },
  ];
}

function isRemark(line: string): boolean {
  const text = line.trimStart();
  return text === '' || text.startsWith('#');
}

export function camerasFromColmap(texts: ColmapTexts): CalibratedCameras {
  checkLength(texts.cameras, texts.images);
  const lenses = new Map<string, Intrinsics>();
  for (const line of texts.cameras.split('\n')) {
    if (isRemark(line)) continue;
    const [id, intrinsics] = intrinsicsOf(line);
    lenses.set(id, intrinsics);
    checkCount(lenses.size);
  }
  const cameras = imageLines(texts.images).map((line) => cameraOf(line, lenses));
  if (cameras.length === 0) throw unreadable(format, 'images.txt has no image', again);
  return { cameras: distinct(cameras) };
}

/** Every image has a second line, with its keypoints in threes; some writers leave it away. */
function imageLines(text: string): string[] {
  const lines = text.split('\n');
  const images: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isRemark(line)) continue;
    images.push(line);
    checkCount(images.length);
    const next = lines[at + 1] ?? '';
    if (words(next).length % 3 === 0) at += 1;
  }
  return images;
}

function cameraOf(line: string, lenses: ReadonlyMap<string, Intrinsics>): CameraModel {
  const [number = '', qw = '', qx = '', qy = '', qz = '', tx = '', ty = '', tz = '', camera = '', ...name] =
    words(line);
  const id = name.join(' ');
  if (id === '') throw unreadable(format, `image ${quoted(number)} has no name`, again);
  const lens = lenses.get(camera);
  if (lens === undefined) {
    throw incomplete(
      format,
      `image ${quoted(id)} was taken by camera ${quoted(camera)}, which cameras.txt lacks`,
      {
        hint: 'Give cameras.txt and images.txt of the same model.',
      },
    );
  }
  const value = (word: string): number => numberFrom(word, format, `the pose of image ${quoted(id)}`);
  const { fx, fy, cx, cy, ...rest } = lens;
  return cameraFromOpenCV({
    ...rest,
    id,
    K: [fx, 0, cx, 0, fy, cy, 0, 0, 1],
    R: checkedRotation([value(qx), value(qy), value(qz), value(qw)], id),
    t: [value(tx), value(ty), value(tz)],
  });
}

/** One camera for each image, in the same order; the models are PINHOLE, OPENCV and, where k3 is not 0, FULL_OPENCV. */
export function colmapFromCameras(cameras: readonly CameraModel[]): ColmapTexts {
  const lenses = [
    '# Camera list with one line of data per camera:',
    '#   CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS[]',
  ];
  const images = [
    '# Image list with two lines of data per image:',
    '#   IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME',
    '#   POINTS2D[] as (X, Y, POINT3D_ID)',
  ];
  distinct(cameras).forEach((camera, index) => {
    refuseSkew(camera, format);
    if (/\s/.test(camera.id)) throw notExpressible(camera.id, format, 'its id has white space in it');
    const { id, width, height, fx, fy, cx, cy, distortion } = camera;
    const number = index + 1;
    const pinhole = [fx, fy, cx + half, cy + half];
    lenses.push(
      [number, modelOf(distortion), width, height, ...pinhole, ...coefficients(distortion)].join(' '),
    );
    const { R, t } = openCVFromCamera(camera);
    const [x, y, z, w] = quaternionOf(R);
    images.push([number, w, x, y, z, ...t, number, id].join(' '), '');
  });
  return { cameras: `${lenses.join('\n')}\n`, images: `${images.join('\n')}\n` };
}

function modelOf(lens: Distortion): string {
  if (!bends(lens)) return 'PINHOLE';
  return lens[4] === 0 ? 'OPENCV' : 'FULL_OPENCV';
}

function coefficients(lens: Distortion): readonly number[] {
  const [k1, k2, p1, p2, k3] = lens;
  if (!bends(lens)) return [];
  return k3 === 0 ? [k1, k2, p1, p2] : [k1, k2, p1, p2, k3, 0, 0, 0];
}
