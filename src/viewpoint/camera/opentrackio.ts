/**
 * SMPTE RIS OSVP's OpenTrackIO samples, 0.9 and 1.x (opentrackio.org; SMPTE/ris-osvp-metadata-camdkit).
 *
 * Scene: metres, right-handed, Z up. A camera without rotation looks along +Y with +X to its right. Rotations are degrees, by
 * the right hand, intrinsic, in the order pan (Z), tilt (X), roll (Y). Transforms are composed in order, the last is nearest to
 * the camera; together they place the sensor, and `entrancePupilOffset` (metres) lies the centre of projection before it
 * (OpenLensIO 1.0, equation 1). The scene is not turned: `up` is its +Z.
 */
import { sizeOf } from './calibrated.js';
import type { CalibratedCameras, Sizes } from './calibrated.js';
import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { incomplete, quoted, unreadable, unsupportedLens } from './errors.js';
import { finite, get, isObject, numberAt, parseJson } from './json.js';
import { checkCount, distinct } from './limits.js';
import { lensOf, single } from './opentrackio-lens.js';
import { panTiltRoll } from './pan-tilt-roll.js';
import { add, identity, multiply, scale, transform } from './vector.js';
import type { Matrix3, Vector3 } from './vector.js';

const format = 'OpenTrackIO';
const zUp: Vector3 = [0, 0, 1];
const mostTransforms = 100;
/** A sample that is nearly unsqueezed, or a transform that is nearly unscaled, was rounded. */
const rounding = 1e-6;

export interface OpenTrackIOOptions {
  /** For samples that do not say their activeSensorResolution. */
  readonly sizes?: Sizes;
}

/** Whether a document is a sample. */
export const isOpenTrackIO = (document: unknown): boolean =>
  get(document, 'protocol', 'name') === format ||
  (Array.isArray(get(document, 'transforms')) && isObject(get(document, 'lens')));

/** One sample, or a list with one for each camera; each with its static part. Ids are the cameras' labels, else their sources. */
export function camerasFromOpenTrackIO(text: string, options: OpenTrackIOOptions = {}): CalibratedCameras {
  const document = parseJson(text, format);
  const samples: unknown[] = Array.isArray(document) ? document : [document];
  if (samples.length === 0)
    throw unreadable(format, 'it has no sample', { hint: 'Give one for each camera.' });
  checkCount(samples.length);
  const cameras = samples.map((sample, index) => cameraOf(sample, index, options));
  return { cameras: distinct(cameras), up: zUp, unit: 'metre' };
}

function cameraOf(sample: unknown, index: number, { sizes }: OpenTrackIOOptions): CameraModel {
  if (!isObject(sample))
    throw unreadable(format, 'a sample is no object', { hint: 'Give samples as they are sent.' });
  checkVersion(sample);
  const id = idOf(sample) ?? `camera-${index + 1}`;
  const camera = get(sample, 'static', 'camera');
  const lens = get(sample, 'lens');
  const [num, denom] = ['num', 'denom'].map(
    (key) => numberAt(get(camera, 'anamorphicSqueeze'), format, key) ?? 1,
  );
  if (num !== undefined && denom !== undefined && !(Math.abs(num / denom - 1) <= rounding))
    throw unsupportedLens(id, 'it is anamorphic');

  const size = sizeOf(sizes, id);
  const need = (value: number | undefined, name: string): number => {
    if (value !== undefined && value > 0) return value;
    throw incomplete(
      format,
      `the sample of ${quoted(id)} has no ${name}${value === undefined ? '' : ' above 0'}`,
      {
        hint: 'Give a sample that carries its static part; producers send it about every two seconds.',
      },
    );
  };
  const side = (what: string, name: string): number | undefined => numberAt(camera, format, what, name);
  const width = need(side('activeSensorResolution', 'width') ?? size?.width, 'activeSensorResolution');
  const height = need(side('activeSensorResolution', 'height') ?? size?.height, 'activeSensorResolution');
  // Millimetres, as the focal length and all else on the sensor.
  const wide = need(side('activeSensorPhysicalDimensions', 'width'), 'activeSensorPhysicalDimensions');
  const high = need(side('activeSensorPhysicalDimensions', 'height'), 'activeSensorPhysicalDimensions');
  const given = finite(single(get(lens, 'pinholeFocalLength')), format, 'pinholeFocalLength');
  const focal = need(given, 'pinholeFocalLength');
  const offset = single(get(lens, 'projectionOffset'));
  const pinhole = {
    width,
    height,
    fx: (focal * width) / wide,
    fy: (focal * height) / high,
    // The sensor's middle lies between the middle pixels' centres.
    cx: ((numberAt(offset, format, 'x') ?? 0) / wide) * width + (width - 1) / 2,
    cy: ((numberAt(offset, format, 'y') ?? 0) / high) * height + (height - 1) / 2,
  };
  const sensor = poseOf(get(sample, 'transforms'), id);
  const pupil = finite(single(get(lens, 'entrancePupilOffset')), format, 'entrancePupilOffset') ?? 0;
  const r = sensor.rotation;
  const forward: Vector3 = [r[1], r[4], r[7]];
  return checked({
    id,
    ...pinhole,
    skew: 0,
    distortion: lensOf(lens, focal, pinhole, id),
    position: add(sensor.position, scale(forward, pupil)),
    rotation: [r[0], r[2], -r[1], r[3], r[5], -r[4], r[6], r[8], -r[7]],
  });
}

function checkVersion(sample: unknown): void {
  const version = get(sample, 'protocol', 'version');
  const [major, minor] = Array.isArray(version)
    ? version
    : String(version ?? '1.0')
        .split('.')
        .map(Number);
  if (major === 1 || (major === 0 && minor === 9)) return;
  throw unreadable(format, `its version is ${quoted(JSON.stringify(version ?? null))}`, {
    hint: 'Versions 0.9 and 1.x are read.',
  });
}

function idOf(sample: unknown): string | undefined {
  const names = [
    get(sample, 'static', 'camera', 'label'),
    get(sample, 'sourceId'),
    get(sample, 'sourceNumber'),
  ];
  const found = names.find((name) => (typeof name === 'string' && name !== '') || typeof name === 'number');
  return found === undefined ? undefined : String(found);
}

interface Pose {
  readonly position: Vector3;
  readonly rotation: Matrix3;
}

function poseOf(transforms: unknown, camera: string): Pose {
  if (!Array.isArray(transforms) || transforms.length === 0 || transforms.length > mostTransforms) {
    throw incomplete(format, `the sample of ${quoted(camera)} has no transforms`, {
      hint: 'Give a sample with the camera in the stage.',
    });
  }
  return transforms.reduce<Pose>(
    (stage, step: unknown): Pose => {
      const value = (part: string, key: string, otherwise: number): number =>
        numberAt(step, format, part, key) ?? otherwise;
      const scales = ['x', 'y', 'z'].map((axis) => value('scale', axis, 1));
      if (scales.some((by) => Math.abs(by - 1) > rounding)) {
        throw unreadable(format, `a transform of ${quoted(camera)} scales the scene`, {
          hint: 'Apply the scale to the translations first.',
        });
      }
      const moved: Vector3 = [
        value('translation', 'x', 0),
        value('translation', 'y', 0),
        value('translation', 'z', 0),
      ];
      return {
        position: add(stage.position, transform(stage.rotation, moved)),
        rotation: multiply(
          stage.rotation,
          panTiltRoll({
            pan: value('rotation', 'pan', 0),
            tilt: value('rotation', 'tilt', 0),
            roll: value('rotation', 'roll', 0),
          }),
        ),
      };
    },
    { position: [0, 0, 0], rotation: identity },
  );
}
