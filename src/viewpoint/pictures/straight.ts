import { bends, noDistortion, resized, undistort } from '../camera/index.js';
import type { CameraModel } from '../camera/index.js';

/** A lens that sees very far aside would leave few pixels for the middle: no more than this part of the focal length is given up. */
const widest = 0.5;
/** Points along each side of the picture that are looked at. */
const points = 16;

/**
 * The pinhole of a size at the same place that sees all that the camera sees: a barrel's corners look farther out than a pinhole of
 * its focal length. `camera` may be of another size.
 */
export function straightened(camera: CameraModel, width: number, height: number): CameraModel {
  const own = { ...resized(camera, width, height), distortion: noDistortion };
  if (!bends(camera.distortion)) return own;
  const xs: number[] = [];
  const ys: number[] = [];
  const look = (u: number, v: number): void => {
    const y = (v * height - 0.5 - own.cy) / own.fy;
    const x = (u * width - 0.5 - own.cx - own.skew * y) / own.fx;
    const straight = undistort(camera.distortion, { x, y });
    xs.push(straight.x);
    ys.push(straight.y);
  };
  for (let point = 0; point <= points; point += 1)
    for (const side of [0, 1]) {
      look(point / points, side);
      look(side, point / points);
    }
  const [fx, cx] = covering(xs, width, own.fx);
  const [fy, cy] = covering(ys, height, own.fy);
  return { ...own, fx, fy, cx, cy, skew: 0 };
}

/** Focal length and principal point with which pixels reach from the least to the most of what is seen. */
function covering(seen: readonly number[], length: number, focal: number): readonly [number, number] {
  const [least, most] = [Math.min(...seen), Math.max(...seen)];
  const fitting = Math.max(length / (most - least), focal * widest);
  return [fitting, (length - 1) / 2 - (fitting * (least + most)) / 2];
}
