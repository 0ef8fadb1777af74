import { sizeOf } from './calibrated.js';
import type { CalibratedCameras, Sizes } from './calibrated.js';
import { resized } from './camera-model.js';
import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { camerasFromColmap, isColmapModel } from './colmap.js';
import { incomplete, invalidCamera, unknownCalibration } from './errors.js';
import { parseJson } from './json.js';
import { checkCount, checkLength, distinct } from './limits.js';
import { camerasFromNerf, isNerf } from './nerf.js';
import { camerasFromOpenTrackIO, isOpenTrackIO } from './opentrackio.js';
import { cameraFromProjectionText, isProjection } from './projection-text.js';
import { camerasFromQualisys, isQualisys } from './qualisys.js';
import { words } from './text.js';

export type CalibrationFormat = 'colmap' | 'nerf' | 'opentrackio' | 'qualisys' | 'projection';

export interface Calibrations extends CalibratedCameras {
  readonly format: CalibrationFormat;
}

export interface ReadOptions {
  /** Name of the file, where one text is given; cameras without an id of their own are called after it. */
  readonly name?: string;
  /**
   * Sizes of the pictures that the cameras will be used with, pixels. For formats that do not say sizes; a camera that does, of
   * nearly the same shape, is scaled to its picture.
   */
  readonly sizes?: Sizes;
}

/** Texts by file name: a map, or what `Object.fromEntries` makes. */
export type CalibrationFiles = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

/** How much the shapes of calibration and picture may differ (1088 against 1080 lines is common), parts of 1. */
const sameShape = 0.02;

type Part = 'colmap-cameras' | 'colmap-images' | Exclude<CalibrationFormat, 'colmap'>;

/**
 * Cameras from calibration files of any kind that is read here, told by their content. Files that are none are passed over, so
 * a whole folder may be given.
 */
export function readCalibration(given: string | CalibrationFiles, options: ReadOptions = {}): Calibrations {
  const files = filesOf(given, options.name ?? '');
  checkLength(...files.map(([, text]) => text));
  checkCount(files.length);
  const parts = files.flatMap(([name, text]) => {
    const part = partOf(name, text);
    return part === undefined ? [] : [{ name, text, part }];
  });
  const formats = new Set(parts.map(({ part }) => formatOf(part)));
  const [format, other] = formats;
  if (format === undefined)
    throw unknownCalibration(
      files.length === 1 ? 'the file is of no kind known here' : 'no file is of a kind known here',
    );
  if (other !== undefined)
    throw unknownCalibration(`the files are of several kinds (${[...formats].join(', ')})`);
  const found = read(format, parts, options.sizes);
  return {
    ...found,
    format,
    cameras: distinct(found.cameras.map((camera) => toPicture(camera, options.sizes))),
  };
}

function filesOf(given: string | CalibrationFiles, name: string): (readonly [name: string, text: string])[] {
  if (typeof given === 'string') return [[name, given]];
  return given instanceof Map ? [...given.entries()] : Object.entries(given);
}

/** Name without folders. */
const baseOf = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);

/** Enough of a text to see which it is. */
const start = 4096;

function partOf(name: string, text: string): Part | undefined {
  const first = text.trimStart().charAt(0);
  if (first === '<') return isQualisys(text) ? 'qualisys' : undefined;
  if (first === '{' || first === '[') return jsonPart(text);
  if (isProjection(text)) return 'projection';
  const line = text
    .slice(0, start)
    .split('\n')
    .find((candidate) => candidate.trim() !== '' && !candidate.trim().startsWith('#'));
  const said = words(line ?? '');
  if (isColmapModel(said[1] ?? '')) return 'colmap-cameras';
  const base = baseOf(name);
  if (base === 'cameras.txt') return 'colmap-cameras';
  if (base === 'images.txt') return 'colmap-images';
  const pose = said.slice(0, 9);
  return said.length >= 10 && pose.every((word) => Number.isFinite(Number(word)))
    ? 'colmap-images'
    : undefined;
}

function jsonPart(text: string): Part | undefined {
  let document: unknown;
  try {
    document = parseJson(text, 'JSON');
  } catch {
    return undefined;
  }
  if (isNerf(document)) return 'nerf';
  return isOpenTrackIO(Array.isArray(document) ? document[0] : document) ? 'opentrackio' : undefined;
}

const formatOf = (part: Part): CalibrationFormat =>
  part === 'colmap-cameras' || part === 'colmap-images' ? 'colmap' : part;

interface File {
  readonly name: string;
  readonly text: string;
  readonly part: Part;
}

function read(
  format: CalibrationFormat,
  files: readonly File[],
  sizes: Sizes | undefined,
): CalibratedCameras {
  const options = sizes === undefined ? {} : { sizes };
  switch (format) {
    case 'colmap': {
      const [cameras, images] = (['colmap-cameras', 'colmap-images'] as const).map((part) =>
        files.find((file) => file.part === part),
      );
      if (cameras === undefined || images === undefined) {
        throw incomplete('COLMAP', `${cameras === undefined ? 'cameras.txt' : 'images.txt'} is missing`, {
          hint: 'Give cameras.txt and images.txt together.',
        });
      }
      return camerasFromColmap({ cameras: cameras.text, images: images.text });
    }
    case 'nerf':
      return merged(files.map(({ text }) => camerasFromNerf(text, options)));
    case 'opentrackio':
      return merged(files.map(({ text }) => camerasFromOpenTrackIO(text, options)));
    case 'qualisys':
      return merged(files.map(({ text }) => camerasFromQualisys(text)));
    case 'projection':
      return {
        cameras: files.map(({ name, text }, index) => {
          const id = baseOf(name).replace(/\.[^.]{0,40}$/, '') || `camera-${index + 1}`;
          return cameraFromProjectionText(text, id, sizes);
        }),
      };
  }
}

function merged(files: readonly CalibratedCameras[]): CalibratedCameras {
  return { ...files[0], cameras: files.flatMap(({ cameras }) => cameras) };
}

function toPicture(camera: CameraModel, sizes: Sizes | undefined): CameraModel {
  const size = sizeOf(sizes, camera.id);
  if (size === undefined || (size.width === camera.width && size.height === camera.height)) return camera;
  const shape = (size.width / size.height) * (camera.height / camera.width);
  if (Math.abs(shape - 1) <= sameShape) return checked(resized(camera, size.width, size.height, size.fit));
  throw invalidCamera(
    camera.id,
    `it is calibrated for ${camera.width} x ${camera.height} pixels, its picture has ${size.width} x ${size.height}`,
    { hint: 'Calibrate again for the pictures as they are, or undo their cropping or turning.' },
  );
}
