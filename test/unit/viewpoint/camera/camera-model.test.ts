/** The camera itself: where it shows a point, and which way a pixel looks. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  add,
  depthOf,
  forward,
  matrixOf,
  multiply,
  nearestRotation,
  noDistortion,
  placed,
  project,
  quaternionOf,
  rayOf,
  reachOf,
  resized,
  scale,
  transpose,
  zUpToYUp,
} from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, refusal, seen } from './support.js';

/** At the origin, looking down -Z, up is +Y. */
const plain: CameraModel = {
  id: 'plain',
  width: 640,
  height: 360,
  fx: 500,
  fy: 400,
  skew: 0,
  cx: 320,
  cy: 180,
  distortion: noDistortion,
  position: [0, 0, 0],
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

describe('camera', () => {
  it('shows what is right to the right, what is up above, what is before it at a positive depth', () => {
    expect(seen(plain, [1, 0, -10])).to.deep.equal([370, 180]);
    expect(seen(plain, [0, 1, -10])).to.deep.equal([320, 140]);
    expect(project(plain, [0, 0, -10]).depth).to.equal(10);
    expect(project(plain, [0, 0, 10]).depth).to.equal(-10);
    expect(forward(plain).map((axis) => axis + 0)).to.deep.equal([0, 0, -1]);
  });

  it('looks along the ray of a pixel at what it shows there', () => {
    const pixel = fc.double({ min: 0.2, max: 0.8, noNaN: true });
    fc.assert(
      fc.property(
        anyCamera({ skewed: true }),
        pixel,
        pixel,
        fc.integer({ min: 1, max: 50 }),
        (camera, u, v, far) => {
          const at = { x: camera.cx + (u - 0.5) * camera.fx, y: camera.cy + (v - 0.5) * camera.fy };
          fc.pre(reachOf(camera.distortion) > 0.7);
          const point = add(camera.position, scale(rayOf(camera, at), far));
          expectNear(seen(camera, point), [at.x, at.y], 1e-6);
          expect(depthOf(camera, point)).to.be.closeTo(far, 1e-9 * far);
        },
      ),
    );
  });

  it('keeps the corners of its picture in the corners when it is scaled', () => {
    const twice = resized(plain, 1280, 720);
    const [x, y] = seen(plain, [1, 1, -4]);
    // Corners of the picture are at -0.5 and width - 0.5.
    expectNear(seen(twice, [1, 1, -4]), [2 * (x! + 0.5) - 0.5, 2 * (y! + 0.5) - 0.5]);
  });

  it('is scaled as the picture was: stretched, within bars, or cut', () => {
    expectNear([resized(plain, 640, 400).fy, resized(plain, 640, 400).fx], [(400 * 400) / 360, 500]);
    const barred = resized(plain, 640, 400, 'contain');
    expectNear([barred.fx, barred.fy, barred.cx, barred.cy], [500, 400, 320, 200]);
    const cut = resized(plain, 640, 400, 'cover');
    const by = 400 / 360;
    expectNear([cut.fx, cut.fy, cut.cy], [500 * by, 400 * by, 180.5 * by - 0.5]);
    expectNear([cut.cx], [320.5 * by - 0.5 - (640 * by - 640) / 2]);
  });

  it('sees the same from its place in another scene', () => {
    const scene = { rotation: zUpToYUp, scale: 2, translation: [1, 2, 3] as const };
    fc.assert(
      fc.property(anyCamera({ bent: false }), (camera) => {
        const point = add(camera.position, scale(rayOf(camera, { x: camera.cx + 20, y: camera.cy + 30 }), 3));
        const there = add(scale([point[0], point[2], -point[1]], 2), scene.translation);
        expectNear(seen(placed(camera, scene), there), [camera.cx + 20, camera.cy + 30], 1e-8);
      }),
    );
  });
});

describe('rotations', () => {
  it('survive being a quaternion', () => {
    fc.assert(
      fc.property(anyCamera(), ({ rotation }) => {
        expectNear(matrixOf(quaternionOf(rotation)), rotation, 1e-12);
      }),
    );
  });

  it('that were rounded are made exact, and stay within the rounding', () => {
    fc.assert(
      fc.property(anyCamera(), ({ rotation: r }) => {
        const [a, b, c, d, e, f, g, h, i] = r.map(
          (entry) => Math.round(entry * 1000) / 1000,
        ) as unknown as typeof r;
        const exact = nearestRotation([a, b, c, d, e, f, g, h, i], 'camera');
        expectNear(multiply(exact, transpose(exact)), [1, 0, 0, 0, 1, 0, 0, 0, 1], 1e-14);
        expectNear(exact, r, 2e-3);
      }),
    );
  });

  it('are told from what is none', () => {
    expect(refusal(() => nearestRotation([2, 0, 0, 0, 2, 0, 0, 0, 2], 'a')).reason).to.equal(
      'viewpoint/invalid-camera',
    );
    expect(refusal(() => nearestRotation([1, 0, 0, 0, 1, 0, 0, 0, -1], 'a')).reason).to.equal(
      'viewpoint/mirrored-camera',
    );
    expect(refusal(() => nearestRotation([0, 0, 0, 0, 0, 0, 0, 0, 0], 'a')).reason).to.equal(
      'viewpoint/invalid-camera',
    );
  });
});
