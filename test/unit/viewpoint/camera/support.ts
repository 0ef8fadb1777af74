/** Random cameras from fast-check's seed, and what the camera tests compare. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { matrixOf, project } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Quaternion, Vector3 } from '../../../../src/viewpoint/camera/index.js';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const unit = fc
  .tuple(real(-1, 1), real(-1, 1), real(-1, 1), real(-1, 1))
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q): Quaternion => {
    const n = Math.hypot(...q);
    return [q[0] / n, q[1] / n, q[2] / n, q[3] / n];
  });

const lens = fc.tuple(
  real(-0.2, 0.2),
  real(-0.1, 0.1),
  real(-1e-3, 1e-3),
  real(-1e-3, 1e-3),
  real(-0.02, 0.02),
);

interface Kinds {
  readonly bent?: boolean;
  readonly skewed?: boolean;
}

/** Any camera: turned anyhow, off centre, pixels not square. */
export const anyCamera = ({ bent = true, skewed = false }: Kinds = {}): fc.Arbitrary<CameraModel> =>
  fc.record({
    id: fc.constantFrom('cam-1', 'left', '0042'),
    width: fc.integer({ min: 16, max: 4096 }),
    height: fc.integer({ min: 16, max: 4096 }),
    fx: real(100, 5000),
    fy: real(100, 5000),
    skew: skewed ? real(-20, 20) : fc.constant(0),
    cx: real(-50, 4000),
    cy: real(-50, 4000),
    distortion: bent ? lens : fc.constant([0, 0, 0, 0, 0] as const),
    position: fc.tuple(real(-50, 50), real(-50, 50), real(-50, 50)),
    rotation: unit.map(matrixOf),
  });

export function expectNear(found: readonly number[], expected: readonly number[], within = 1e-9): void {
  expect(found.length).to.equal(expected.length);
  found.forEach((value, index) => {
    const size = Math.max(1, Math.abs(expected[index]!));
    expect(value, `entry ${index} of ${found.join(', ')}`).to.be.closeTo(expected[index]!, within * size);
  });
}

/** Every number of a camera, for comparison. */
export const numbersOf = ({ width, height, fx, fy, skew, cx, cy, ...camera }: CameraModel): number[] => [
  ...[width, height, fx, fy, skew, cx, cy],
  ...camera.distortion,
  ...camera.position,
  ...camera.rotation,
];

export function expectSame(found: CameraModel | undefined, expected: CameraModel, within = 1e-9): void {
  expect(found?.id).to.equal(expected.id);
  expectNear(numbersOf(found!), numbersOf(expected), within);
}

/** Where a camera shows a point, pixels. */
export const seen = (camera: CameraModel, point: Vector3): number[] => {
  const { x, y } = project(camera, point);
  return [x, y];
};

/** Runs what has to fail; the reason, and a hint that says what to do. */
export function refusal(action: () => unknown): { reason: string; message: string } {
  try {
    action();
  } catch (thrown) {
    const { reason, message, hint } = thrown as { reason: string; message: string; hint: string };
    expect(hint, `hint of ${String(thrown)}`)
      .to.be.a('string')
      .and.not.equal('');
    return { reason, message };
  }
  throw new Error('expected it to throw');
}
