import { viewed } from '../../camera/index.js';
import type { CameraModel, Vector3 } from '../../camera/index.js';
import { findCorners } from './corners.js';
import { describe, descriptorReach, descriptorSize } from './descriptor.js';
import { blurred, shrunk, slopesOf } from './grey.js';
import type { Grey } from './grey.js';

/** Distinct points of a picture. */
export interface Features {
  readonly count: number;
  /** Pixels of the picture they were found in. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** `descriptorSize` numbers of unit length each. */
  readonly descriptors: Float32Array;
}

/** Sizes at which corners are sought: neighbours may be nearer or have a longer lens. */
const levels = [1, 1.5, 2.25] as const;
/** At most, on the first level; coarser ones by their area. */
const perPicture = 460;

/** How far "up" is turned clockwise in the picture, radians. */
export function rollOf(camera: CameraModel, up: Vector3): number {
  const { position } = camera;
  const [x, y] = viewed(camera, [position[0] + up[0], position[1] + up[1], position[2] + up[2]]);
  // Straight up or down the picture has no such direction; its own will do.
  return Math.hypot(x, y) > 0.1 ? Math.atan2(x, -y) : 0;
}

export function findFeatures(grey: Grey, roll: number): Features {
  const found = levels.map((size) => {
    const level = shrunk(grey, Math.round(grey.width / size), Math.round(grey.height / size));
    const slopes = slopesOf(blurred(level));
    const corners = findCorners(slopes, {
      count: Math.round(perPicture / size ** 1.5),
      margin: descriptorReach,
    });
    return { slopes, corners, scaleX: grey.width / level.width, scaleY: grey.height / level.height };
  });
  const count = found.reduce((sum, { corners }) => sum + corners.length, 0);
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  const descriptors = new Float32Array(count * descriptorSize);
  let index = 0;
  for (const { slopes, corners, scaleX, scaleY } of found)
    for (const corner of corners) {
      // Pixels reach half a pixel to either side of their centres.
      x[index] = (corner.x + 0.5) * scaleX - 0.5;
      y[index] = (corner.y + 0.5) * scaleY - 0.5;
      describe(slopes, corner, roll, descriptors, index * descriptorSize);
      index += 1;
    }
  return { count, x, y, descriptors };
}
