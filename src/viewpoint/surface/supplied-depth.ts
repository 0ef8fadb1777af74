import { add, project, rayOf, resized } from '../camera/index.js';
import type { CameraModel } from '../camera/index.js';
import { straightened } from '../pictures/index.js';
import type { DepthMap } from './patches.js';

/** Depth along a camera's optical axis, scene units, a number a pixel, rows from the top; not positive or not finite: unknown. */
export interface SuppliedDepth {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Pixels on a side beyond which more would only cost time: patches follow edges to a pixel of this size. */
const longestSide = 1280;

export interface SuppliedMap {
  readonly map: DepthMap;
  /** A pinhole, of the map's size. */
  readonly camera: CameraModel;
  /** Largest inverse depth: what the map's numbers are parts of. */
  readonly qMax: number;
}

/** What was given, as a pinhole sees it and as it is drawn. `camera` is the picture's own, lens included. */
export function mapOf(camera: CameraModel, supplied: SuppliedDepth): SuppliedMap {
  const scale = Math.min(1, longestSide / Math.max(supplied.width, supplied.height));
  const [width, height] = [Math.round(supplied.width * scale), Math.round(supplied.height * scale)];
  const own = resized(camera, supplied.width, supplied.height);
  const pinhole = straightened(camera, width, height);
  let least = Infinity;
  for (const value of supplied.values) if (value > 0 && value < least) least = value;
  const qMax = Number.isFinite(least) ? 1 / least : 1;
  const bytes = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const depth = depthAt(x, y);
      const known = depth > 0 && Number.isFinite(depth);
      const q = known ? Math.round(65535 / (depth * qMax)) : 0;
      bytes.set([q >> 8, q & 255, known ? 255 : 0, 255], (y * width + x) * 4);
    }
  doubtMixed({ width, height, bytes });
  return { map: { width, height, bytes }, camera: pinhole, qMax };

  function depthAt(x: number, y: number): number {
    const seen = project(own, add(own.position, rayOf(pinhole, { x, y })));
    const [column, row] = [Math.round(seen.x), Math.round(seen.y)];
    if (!(column >= 0 && row >= 0 && column < supplied.width && row < supplied.height)) return 0;
    return supplied.values[row * supplied.width + column] ?? 0;
  }
}

/**
 * Pixels just behind an edge of depth have colours of both sides: they are believed only where no other camera sees what is there.
 * On a plane inverse depth changes by the same from pixel to pixel, however steep it is.
 */
function doubtMixed({ width, height, bytes }: DepthMap): void {
  /** NaN outside: beside the border nothing can be said. */
  const at = (x: number, y: number): number => {
    if (x < 0 || y < 0 || x >= width || y >= height) return NaN;
    const pixel = (y * width + x) * 4;
    return ((bytes[pixel] ?? 0) << 8) | (bytes[pixel + 1] ?? 0);
  };
  const isMixed = (x: number, y: number): boolean => {
    const q = at(x, y);
    return sides.some(([dx, dy]) => {
      const nearer = at(x + dx, y + dy);
      const slope = Math.max(0, q - at(x - dx, y - dy));
      return nearer > 0 && nearer - q - slope >= jump * nearer;
    });
  };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const confidence = (y * width + x) * 4 + 2;
      if (isMixed(x, y)) bytes[confidence] = Math.min(mixed, bytes[confidence] ?? 0);
    }
}

const sides = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;
/** Of inverse depth from one pixel to the next: more is no surface. */
const jump = 0.03;
/** Confidence of such pixels, of 255. */
const mixed = 20;
