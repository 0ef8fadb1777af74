/**
 * OpenTrackIO's lens (OpenLensIO 1.0): millimetres on the sensor, from its middle, x right, y down.
 *
 * - R(r) = (1 + k1 r² + k3 r⁴ + k5 r⁶) / (1 + k2 r² + k4 r⁴ + k6 r⁶), radial = [k1 … k6]: odd ones above, even ones below.
 * - B(e) = R e + [2 p1 x y + p2 (r² + 2 x²), p1 (r² + 2 y²) + 2 p2 x y], tangential = [p1, p2].
 * - e' is measured from the perspective centre (projectionOffset), and C is the distortionOffset:
 *   model "Brown-Conrady D-U" (the default): e'_undistorted = B(e'_distorted - C) + C;
 *   model "Brown-Conrady U-D": e'_distorted = B(e'_undistorted - C) + C, which is OpenCV's direction, and ours.
 *
 * In normalized coordinates (e' / F) an exponent of r² takes a factor of F², and p1 and p2 one of F: both sides of B are lengths.
 * ("Conversion of OpenCV to OpenTrackIO", 2025-09-02, has F² for p1 and p2 too; that does not follow from B.)
 */
import { quoted, unreadable, unsupportedLens } from './errors.js';
import { get, numberAt } from './json.js';
import { noDistortion } from './lens.js';
import type { Distortion, Point2 } from './lens.js';
import { fitLens } from './lens-fit.js';
import type { Bent } from './lens-fit.js';
import { finiteNumbers } from './numbers.js';

const format = 'OpenTrackIO';
const undistorts = 'Brown-Conrady D-U';
export const distorts = 'Brown-Conrady U-D';
/** Pixels that a lens of ours may be off from the one that was given. */
const tolerance = 0.25;
/** Points to a side of the grid that a lens is fitted on. */
const grid = 21;

/** The pinhole that the lens bends, pixels. */
export interface Pinhole {
  readonly width: number;
  readonly height: number;
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
}

interface Model {
  readonly name: string;
  readonly radial: readonly number[];
  readonly tangential: readonly number[];
}

/** A value of a sample, or the only one of a clip's list. */
export function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function modelsOf(lens: unknown, camera: string): Model[] {
  const given = get(lens, 'distortion');
  if (given === undefined || given === null) return [];
  return (Array.isArray(given) ? given.slice(0, 16) : [given]).map((model: unknown) => {
    const name = get(model, 'model') ?? undistorts;
    if (typeof name !== 'string')
      throw unreadable(format, 'the name of a distortion model is no text', {
        hint: 'Write it in quotation marks.',
      });
    return {
      name,
      radial: finiteNumbers(get(model, 'radial') ?? [], camera, 'radial'),
      tangential: finiteNumbers(get(model, 'tangential') ?? [], camera, 'tangential'),
    };
  });
}

/** Of several descriptions of one lens, the one that needs no fitting. */
export function lensOf(lens: unknown, F: number, pinhole: Pinhole, camera: string): Distortion {
  const models = modelsOf(lens, camera);
  const [model] = [
    ...models.filter(({ name }) => name === distorts),
    ...models.filter(({ name }) => name === undistorts),
  ];
  if (model === undefined) {
    const [other] = models;
    if (other === undefined) return noDistortion;
    throw unsupportedLens(camera, `its model is ${quoted(other.name)}, not "${distorts}" or "${undistorts}"`);
  }
  const [l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, ...radial] = model.radial;
  const [q1 = 0, q2 = 0, ...tangential] = model.tangential;
  const more = [...radial, ...tangential];
  if (more.some((coefficient) => coefficient !== 0))
    throw unsupportedLens(camera, 'it has more than six radial or two tangential coefficients');
  if ([...model.radial, ...model.tangential].every((coefficient) => coefficient === 0)) return noDistortion;

  const offset = single(get(lens, 'distortionOffset'));
  const centre: Point2 = {
    x: (numberAt(offset, format, 'x') ?? 0) / F,
    y: (numberAt(offset, format, 'y') ?? 0) / F,
  };
  const above = [l1 * F ** 2, l3 * F ** 4, l5 * F ** 6] as const;
  const below = [l2 * F ** 2, l4 * F ** 4, l6 * F ** 6] as const;
  const [p1, p2] = [q1 * F, q2 * F];
  const exact = below.every((k) => k === 0) && centre.x === 0 && centre.y === 0 && model.name === distorts;
  if (exact) return [above[0], above[1], p1, p2, above[2]];

  const bend = (at: Point2): Point2 => {
    const [x, y] = [at.x - centre.x, at.y - centre.y];
    const r2 = x * x + y * y;
    const sum = (k: readonly [number, number, number]): number => 1 + r2 * (k[0] + r2 * (k[1] + r2 * k[2]));
    const radially = sum(above) / sum(below);
    return {
      x: x * radially + 2 * p1 * x * y + p2 * (r2 + 2 * x * x) + centre.x,
      y: y * radially + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y + centre.y,
    };
  };
  const points = places(pinhole).map((from): Bent => {
    const to = bend(from);
    return model.name === distorts ? { straight: from, shown: to } : { straight: to, shown: from };
  });
  const fit = fitLens(points);
  const f = Math.max(pinhole.fx, pinhole.fy);
  if (fit === undefined || !(fit.worst * f <= tolerance)) {
    throw unsupportedLens(
      camera,
      `k1, k2, p1, p2, k3 come no nearer to it than ${fit === undefined ? '?' : (fit.worst * f).toFixed(2)} pixels`,
    );
  }
  return fit.distortion;
}

/** A grid over the picture, normalized coordinates. */
function places({ width, height, fx, fy, cx, cy }: Pinhole): Point2[] {
  const side = Array.from({ length: grid }, (_, index) => index / (grid - 1));
  return side.flatMap((down) =>
    side.map((right) => ({ x: (right * width - 0.5 - cx) / fx, y: (down * height - 0.5 - cy) / fy })),
  );
}
