/** 3x4 projection matrices, of any scale and sign. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  cameraFromProjection,
  matrixOf,
  project,
  projectionFromCamera,
} from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal } from './support.js';

const size = { id: 'p', width: 640, height: 360 };
/** K = [700 0 320; 0 600 180; 0 0 1], R = I, t = (0, 0, 5). */
const P = [700, 0, 320, 1600, 0, 600, 180, 900, 0, 0, 1, 5];

describe('cameraFromProjection', () => {
  it('finds K, the place and the axes', () => {
    const camera = cameraFromProjection({ ...size, P });
    expectNear([camera.fx, camera.fy, camera.skew, camera.cx, camera.cy], [700, 600, 0, 320, 180]);
    expectNear(camera.position, [0, 0, -5]);
    expectNear(camera.rotation, [1, 0, 0, 0, -1, 0, 0, 0, -1]);
  });

  it('does not care for scale, sign and nesting', () => {
    const camera = cameraFromProjection({ ...size, P });
    for (const by of [-1, 0.001, -3e-200, 1e200]) {
      const scaled = P.map((entry) => entry * by);
      expectSame(cameraFromProjection({ ...size, P: scaled }), camera);
      const nested = [scaled.slice(0, 4), scaled.slice(4, 8), scaled.slice(8)];
      expectSame(cameraFromProjection({ ...size, P: nested }), camera);
    }
  });

  it('comes back as it went, skew and all', () => {
    fc.assert(
      fc.property(
        anyCamera({ bent: false, skewed: true }),
        fc.constantFrom(1, -1, 7, -0.01),
        (camera, by) => {
          const matrix = projectionFromCamera(camera).map((entry) => entry * by);
          const found = cameraFromProjection({ ...camera, P: matrix });
          expectSame(found, camera, 1e-7);
        },
      ),
    );
  });

  it('takes the smallest skew for one, and what rounding leaves for none', () => {
    const camera = cameraFromProjection({ ...size, P });
    const skewed = { ...camera, fx: 5000, skew: 4e-6 };
    const back = cameraFromProjection({ ...size, P: projectionFromCamera(skewed) });
    expect(back.skew).to.be.closeTo(4e-6, 1e-9);
    const turned = { ...camera, fx: 5000, rotation: matrixOf([0.1, 0.7, 0.5, 0.5]) };
    expect(cameraFromProjection({ ...size, P: projectionFromCamera(turned) }).skew).to.equal(0);
  });

  it('gives a matrix whose third coordinate is the depth', () => {
    fc.assert(
      fc.property(anyCamera({ bent: false }), (camera) => {
        const m = projectionFromCamera(camera);
        const { depth, x } = project(camera, [1, 2, 3]);
        expectNear([m[8] + 2 * m[9] + 3 * m[10] + m[11]], [depth]);
        expectNear([(m[0] + 2 * m[1] + 3 * m[2] + m[3]) / depth], [x], 1e-6);
      }),
    );
  });

  it('tells a mirrored picture by a point that lies before the camera', () => {
    const mirror = P.map((entry, index) => (index < 4 ? -entry : entry));
    expect(cameraFromProjection({ ...size, P: mirror }).fx).to.be.closeTo(700, 1e-9);
    expect(cameraFromProjection({ ...size, P, inFront: [0, 0, 0] }).fx).to.be.closeTo(700, 1e-9);
    expect(refusal(() => cameraFromProjection({ ...size, P: mirror, inFront: [0, 0, 0] })).reason).to.equal(
      'viewpoint/mirrored-camera',
    );
  });

  it('refuses what no camera at a finite place has', () => {
    const reason = (matrix: unknown): string =>
      refusal(() => cameraFromProjection({ ...size, P: matrix as number[] })).reason;
    const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    for (const matrix of [affine, P.map(() => 0), P.map(() => 1), P.slice(1), P.map(() => NaN), 'P', null])
      expect(reason(matrix)).to.equal('viewpoint/invalid-camera');
  });

  it('does not hide a lens that bends', () => {
    const camera = { ...cameraFromProjection({ ...size, P }), distortion: [0.1, 0, 0, 0, 0] as const };
    expect(refusal(() => projectionFromCamera(camera)).reason).to.equal('viewpoint/not-expressible');
  });
});
