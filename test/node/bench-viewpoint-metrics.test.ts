/** The figures of view synthesis against values that others have computed, and the flow that they rest on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { medianSpeed, opticalFlow } from '../bench/viewpoint/flow/index.js';
import * as metrics from '../bench/viewpoint/metrics.js';
import { greyOf } from '../bench/viewpoint/plane.js';
import { picture, texture } from './bench-viewpoint-support/scenes.js';

const [width, height] = [32, 24];
const a = picture(width, height, (x, y, channel) => (x * 7 + y * 13 + channel * 31 + x * y) % 256);
const noisy = picture(
  width,
  height,
  (x, y, channel) => ((x * 7 + y * 13 + channel * 31 + x * y) % 256) + ((x * y + 5 * channel) % 33) - 16,
);
const dull = picture(
  width,
  height,
  (x, y, channel) => Math.floor(((x * 7 + y * 13 + channel * 31 + x * y) % 256) / 2) + 60,
);
const leftHalf = Uint8Array.from({ length: width * height }, (_, at) => (at % width < 16 ? 1 : 0));

function near(actual: number, expected: number, within: number): void {
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not within ${within} of ${expected}`);
}

describe('likeness of two pictures', () => {
  // From scikit-image 0.26: structural_similarity with the settings that metrics/ssim.ts names, peak_signal_noise_ratio.
  it('is what scikit-image says it is', () => {
    near(metrics.psnr(a, noisy), 28.6164080484212, 1e-9);
    near(metrics.ssim(a, noisy), 0.9883679266380727, 1e-9);
    near(metrics.psnr(a, dull), 16.804516209376573, 1e-9);
    near(metrics.ssim(a, dull), 0.7971794658264709, 1e-9);
  });

  it('counts only what the mask leaves', () => {
    near(metrics.psnr(a, noisy, leftHalf), 28.66013573720466, 1e-9);
    near(metrics.ssim(a, noisy, leftHalf), 0.9866998175817598, 1e-9);
    assert.ok(Number.isNaN(metrics.psnr(a, noisy, new Uint8Array(width * height))));
  });

  it('is perfect for the same picture', () => {
    assert.equal(metrics.psnr(a, a), Infinity);
    near(metrics.ssim(a, a), 1, 1e-12);
  });

  it('refuses pictures of different sizes', () => {
    assert.throws(
      () =>
        metrics.psnr(
          a,
          picture(8, 8, () => 0),
        ),
      /cannot be compared/,
    );
  });
});

/** A texture that moves by (dx, dy) pixels. */
const moved = (dx: number, dy: number) => {
  const value = texture(1);
  return picture(160, 96, (x, y, channel) => value(x - dx, y - dy, channel));
};

describe('optical flow', () => {
  it('finds a shift, to a tenth of a pixel', () => {
    const flow = opticalFlow(greyOf(moved(0, 0)), greyOf(moved(5.5, -3.25)));
    let [wrong, inside] = [0, 0];
    for (let y = 12; y < 84; y += 1)
      for (let x = 12; x < 148; x += 1) {
        const at = y * 160 + x;
        inside += 1;
        if (Math.hypot(flow.u[at]! - 5.5, flow.v[at]! + 3.25) > 0.1) wrong += 1;
      }
    assert.ok(wrong < inside * 0.02, `${wrong} of ${inside} vectors are wrong`);
    near(medianSpeed(flow), Math.hypot(5.5, 3.25), 0.05);
  });

  it('finds nothing between a picture and itself', () => {
    near(medianSpeed(opticalFlow(greyOf(a), greyOf(a))), 0, 1e-6);
  });
});

describe('motion of a sequence', () => {
  it('differs by nothing from itself', () => {
    const step = [moved(0, 0), moved(2, 1)] as const;
    assert.equal(metrics.temporalDifference(step, step), 0);
    assert.equal(metrics.speedJitter([3, 4], [3, 4]), 0);
  });

  it('has a temporal difference of the change that is missing', () => {
    const [dark, light] = [picture(8, 8, () => 100), picture(8, 8, () => 130)];
    assert.equal(metrics.temporalDifference([dark, dark], [dark, light]), 30);
    // The same error in both pictures is no flicker.
    assert.equal(metrics.temporalDifference([light, light], [dark, dark]), 0);
  });

  it('has a warp error of what does not move with the truth', () => {
    const step = metrics.trueStep(moved(0, 0), moved(4, 0));
    near(step.speed, 4, 0.1);
    const right = metrics.warpError(moved(0, 0), moved(4, 0), step);
    const frozen = metrics.warpError(moved(0, 0), moved(0, 0), step);
    assert.ok(right < 3, `the truth itself: ${right}`);
    assert.ok(frozen > 5 * right, `frozen: ${frozen}`);
  });

  it('jitters by the logarithm of its speed', () => {
    // log(8.1 / 4.1) and log(2.1 / 4.1): a tenth of a pixel is added to each.
    const expected = Math.sqrt((Math.log(8.1 / 4.1) ** 2 + Math.log(2.1 / 4.1) ** 2) / 2);
    near(metrics.speedJitter([8, 2], [4, 4]), expected, 1e-12);
    assert.throws(() => metrics.speedJitter([1], [1, 2]), RangeError);
  });
});
