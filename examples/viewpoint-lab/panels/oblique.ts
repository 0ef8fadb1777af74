/** A rig as it is drawn on the map: from in front and above, without perspective, its front at the bottom. */
import { add, dot, rayOf, scale, subtract } from '../../../src/viewpoint/index.js';
import type { CameraModel, OrbitFrame, Vector3 } from '../../../src/viewpoint/index.js';

export type Point = readonly [x: number, y: number];

/** How high the map is looked at from, radians: low enough to see heights, high enough to see who stands where. */
const elevation = (50 * Math.PI) / 180;
/** How much what lies level is shortened, and what is upright. */
export const levelPart = Math.sin(elevation);
const uprightPart = Math.cos(elevation);

const written = ([x, y]: Point): string => `${x.toFixed(2)} ${y.toFixed(2)}`;

export class Oblique {
  readonly #frame: OrbitFrame;
  readonly #scale: number;

  /** @param size of the drawing, a scene unit */
  constructor(frame: OrbitFrame, size: number) {
    this.#frame = frame;
    this.#scale = size;
  }

  /** The pivot is at 0, 0; azimuth grows to the right in the foreground. */
  place(point: Vector3): Point {
    const { left, front, up } = this.#frame;
    const away = subtract(point, this.#frame.pivot);
    return [
      dot(away, left) * this.#scale,
      (dot(away, front) * levelPart - dot(away, up) * uprightPart) * this.#scale,
    ];
  }

  /** Below a point, or above it: at the pivot's height. */
  foot(point: Vector3): Point {
    const { pivot, up } = this.#frame;
    return this.place(subtract(point, scale(up, dot(subtract(point, pivot), up))));
  }

  /** What a camera sees, as far as a depth, in scene units: the edges of its pyramid, as a path. */
  frustum(camera: CameraModel, depth: number): string {
    const { width, height, position } = camera;
    // Pixels reach half a pixel to either side of their centres.
    const [right, below] = [width - 0.5, height - 0.5];
    const corners = [
      { x: -0.5, y: -0.5 },
      { x: right, y: -0.5 },
      { x: right, y: below },
      { x: -0.5, y: below },
    ].map((pixel) => written(this.place(add(position, scale(rayOf(camera, pixel), depth)))));
    const apex = written(this.place(position));
    return `M ${corners.join(' L ')} Z ${corners.map((corner) => `M ${corner} L ${apex}`).join(' ')}`;
  }
}
