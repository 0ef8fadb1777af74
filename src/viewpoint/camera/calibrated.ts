import type { CameraModel, Fit } from './camera-model.js';
import type { Vector3 } from './vector.js';

/** What a calibration file holds. The scene is the file's own: its axes are never turned. */
export interface CalibratedCameras {
  readonly cameras: readonly CameraModel[];
  /** The way up in the scene, a unit vector, where the format says so. */
  readonly up?: Vector3;
  /** What scene units are, where the format says so. */
  readonly unit?: 'metre';
}

/** Of a picture, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
  /** How pictures of another size than the calibration's were brought to this one; stretched (`fill`) if not said. */
  readonly fit?: Fit;
}

/** One size for all cameras, or one for each id. */
export type Sizes = Size | ReadonlyMap<string, Size>;

export const sizeOf = (sizes: Sizes | undefined, id: string): Size | undefined =>
  sizes !== undefined && 'get' in sizes ? sizes.get(id) : sizes;
