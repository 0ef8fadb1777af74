/** The lens: its equation, its inverse, how far it can be believed. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { distort, noDistortion, reachOf, undistort } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear } from './support.js';

describe('lens', () => {
  it('bends as OpenCV has it, worked out by hand', () => {
    // r2 = 0.05, radial = 1 + 0.1 * 0.05 + 0.2 * 0.0025 + 0.3 * 0.000125 = 1.0055375
    const { x, y } = distort([0.1, 0.2, 0.01, 0.02, 0.3], { x: 0.1, y: 0.2 });
    expectNear([x], [0.1 * 1.0055375 + 2 * 0.01 * 0.02 + 0.02 * (0.05 + 0.02)], 1e-15);
    expectNear([y], [0.2 * 1.0055375 + 0.01 * (0.05 + 0.08) + 2 * 0.02 * 0.02], 1e-15);
  });

  it('leaves a pinhole alone', () => {
    expect(distort(noDistortion, { x: 0.3, y: -0.4 })).to.deep.equal({ x: 0.3, y: -0.4 });
    expect(undistort(noDistortion, { x: 0.3, y: -0.4 })).to.deep.equal({ x: 0.3, y: -0.4 });
  });

  it('is undone by its inverse, wherever it does not fold', () => {
    const place = fc.double({ min: -0.7, max: 0.7, noNaN: true });
    fc.assert(
      fc.property(anyCamera(), place, place, ({ distortion }, x, y) => {
        fc.pre(Math.hypot(x, y) < 0.9 * reachOf(distortion));
        const shown = distort(distortion, { x, y });
        const found = undistort(distortion, shown);
        expectNear([found.x, found.y], [x, y], 1e-9);
      }),
    );
  });

  it('stays finite where the lens folds and shows nothing', () => {
    const found = undistort([-0.5, 0, 0, 0, 0], { x: 3, y: 2 });
    expect(Number.isFinite(found.x) && Number.isFinite(found.y)).to.be.true;
  });

  it('knows where the polynomial folds: 1 + 3 k1 r2 = 0', () => {
    expect(reachOf([-0.2, 0, 0, 0, 0])).to.be.closeTo(Math.sqrt(1 / 0.6), 0.02);
    expect(reachOf([0.2, 0, 0, 0, 0])).to.equal(Infinity);
  });
});
