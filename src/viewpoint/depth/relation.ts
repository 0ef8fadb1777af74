import { multiply, subtract, transform, transpose } from '../camera/index.js';
import type { CameraModel, Matrix3, Vector3 } from '../camera/index.js';
import type { Texture, Uniforms } from '../gl/index.js';

/**
 * Where a pixel of one pinhole camera appears in another, by its inverse depth: with pixel x = (u, v, 1) of the reference and
 * q = 1 / depth along its axis, the other sees it at A x + q b (homogeneous; Hartley and Zisserman, 9.5: infinite homography and
 * epipole). Its third component is depth there over depth here.
 */
export interface Relation {
  readonly A: Matrix3;
  readonly b: Vector3;
}

/** Turns y and z over: from glTF's camera axes to OpenCV's. */
const toComputerVision: Matrix3 = [1, 0, 0, 0, -1, 0, 0, 0, -1];

export const intrinsicsOf = ({ fx, fy, skew, cx, cy }: CameraModel): Matrix3 => [
  fx,
  skew,
  cx,
  0,
  fy,
  cy,
  0,
  0,
  1,
];

export function inverseIntrinsicsOf({ fx, fy, skew, cx, cy }: CameraModel): Matrix3 {
  return [1 / fx, -skew / (fx * fy), (skew * cy) / (fx * fy) - cx / fx, 0, 1 / fy, -cy / fy, 0, 0, 1];
}

/** Scene axes to OpenCV's camera axes. */
export const sceneToView = (camera: CameraModel): Matrix3 =>
  multiply(toComputerVision, transpose(camera.rotation));

/** Lenses are left out: both are pinholes here. */
export function relate(reference: CameraModel, other: CameraModel): Relation {
  const view = sceneToView(other);
  const project = multiply(intrinsicsOf(other), view);
  const turn = multiply(project, transpose(sceneToView(reference)));
  return {
    A: multiply(turn, inverseIntrinsicsOf(reference)),
    b: transform(project, subtract(reference.position, other.position)),
  };
}

/** What a shader asks of the camera at an index: what it saw or believes (`there`), and where a pixel of the reference appears in it. */
export function neighbourUniforms(
  index: number,
  reference: CameraModel,
  other: CameraModel,
  there: Texture,
): Uniforms {
  const { A, b } = relate(reference, other);
  return { [`there${index}`]: there, [`A${index}`]: A, [`b${index}`]: b };
}

/** What a picture has to be multiplied by, to be exposed like another: red, green and blue, from the exposures' logarithms. */
export const gain = (from: Vector3, to: Vector3): Vector3 => [
  Math.exp(to[0] - from[0]),
  Math.exp(to[1] - from[1]),
  Math.exp(to[2] - from[2]),
];
