/** Sizes of pictures within a budget of memory. */
import { expect } from '@open-wc/testing';
import { planSizes } from '../../../../src/viewpoint/pictures/index.js';
import type { PictureSize, SizePlan } from '../../../../src/viewpoint/pictures/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';

const MiB = 2 ** 20;
const device = { matched: 640, largest: 8192, budget: 256 * MiB };
const many = (count: number, size: PictureSize): readonly PictureSize[] =>
  Array.from({ length: count }, () => size);

/** Beside its picture a camera has three sizes of it, planes, census, depth and patches: 13.58 bytes a matched pixel. */
const bytesOf = (plans: readonly SizePlan[]): number =>
  plans.reduce(
    (sum, { kept, matched }) => sum + kept.width * kept.height * 4 + matched.width * matched.height * 13.583,
    0,
  );

const area = ({ width, height }: PictureSize): number => width * height;

describe('the sizes of pictures', () => {
  it('fit 24 cameras of 1080p into 256 MiB, and waste little of it', () => {
    const plans = planSizes(many(24, { width: 1920, height: 1080 }), device);
    expect(bytesOf(plans)).to.be.at.most(device.budget);
    expect(bytesOf(plans)).to.be.above(0.97 * device.budget);
    for (const { kept, matched } of plans) {
      expect(matched).to.deep.equal({ width: 640, height: 360 });
      expect(kept.width / kept.height).to.be.closeTo(16 / 9, 2e-3);
      expect(kept.width).to.be.above(1600);
    }
  });

  it('are the pictures’ own where there is room', () => {
    const [plan] = planSizes(many(4, { width: 1920, height: 1080 }), device);
    expect(plan?.kept).to.deep.equal({ width: 1920, height: 1080 });
  });

  it('are never larger than the picture, nor than a texture can be', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 500; round += 1) {
      const size = { width: 4 + Math.floor(random() * 4000), height: 4 + Math.floor(random() * 4000) };
      const largest = round % 3 === 0 ? 2048 : 8192;
      const [plan] = planSizes([size], { ...device, largest });
      for (const { width, height } of [plan!.kept, plan!.matched]) {
        expect(width, `${size.width}x${size.height}`).to.be.at.most(Math.min(size.width, largest));
        expect(height, `${size.width}x${size.height}`).to.be.at.most(Math.min(size.height, largest));
      }
      expect(plan!.kept.width).to.be.at.least(plan!.matched.width);
      expect(plan!.kept.height).to.be.at.least(plan!.matched.height);
    }
  });

  it('that are matched are multiples of 4 and at most 640 long, standing pictures too', () => {
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 1080, height: 1920 },
      { width: 643, height: 357 },
      { width: 322, height: 181 },
      { width: 4000, height: 300 },
      { width: 5, height: 7 },
    ]) {
      const [plan] = planSizes([size], device);
      const { width, height } = plan!.matched;
      expect(width % 4, `${size.width}x${size.height}`).to.equal(0);
      expect(height % 4, `${size.width}x${size.height}`).to.equal(0);
      expect(Math.min(width, height)).to.be.at.least(4);
      expect(Math.max(width, height)).to.be.at.most(640);
    }
  });

  it('keep the proportions to within a pixel', () => {
    const random = seededRandom(12);
    for (let round = 0; round < 200; round += 1) {
      const size = { width: 200 + Math.floor(random() * 3000), height: 200 + Math.floor(random() * 3000) };
      const [plan] = planSizes(many(20, size), device).slice(0, 1);
      const { width, height } = plan!.kept;
      expect(Math.abs(width * size.height - height * size.width)).to.be.at.most(
        Math.max(size.width, size.height),
      );
    }
  });

  it('shrink alike for cameras of different sizes', () => {
    const sizes = [...many(12, { width: 3840, height: 2160 }), ...many(12, { width: 1920, height: 1080 })];
    const plans = planSizes(sizes, device);
    expect(bytesOf(plans)).to.be.at.most(device.budget);
    const scales = plans.map(({ kept }, index) => kept.width / sizes[index]!.width);
    expect(Math.min(...scales)).to.be.closeTo(Math.max(...scales), 1e-3);
  });

  it('grow with the budget', () => {
    let before = 0;
    for (const budget of [1, 4, 16, 64, 128, 256, 512]) {
      const [plan] = planSizes(many(24, { width: 1920, height: 1080 }), { ...device, budget: budget * MiB });
      expect(area(plan!.kept)).to.be.at.least(before);
      before = area(plan!.kept);
    }
  });

  it('keep a small budget too: what is matched shrinks with it', () => {
    for (const budget of [8, 16, 32, 64]) {
      const plans = planSizes(many(24, { width: 1920, height: 1080 }), { ...device, budget: budget * MiB });
      expect(bytesOf(plans), `${budget} MiB`).to.be.at.most(budget * MiB);
    }
  });

  it('stay usable where the budget is absurd', () => {
    for (const budget of [0, 1, 1000, Number.MIN_VALUE])
      for (const { kept, matched } of planSizes(many(3, { width: 1920, height: 1080 }), {
        ...device,
        budget,
      }))
        for (const { width, height } of [kept, matched]) {
          expect(width).to.be.within(64, 640);
          expect(height).to.be.within(36, 360);
        }
    const [plan] = planSizes([{ width: 640, height: 360 }], { ...device, budget: Infinity });
    expect(plan?.kept).to.deep.equal({ width: 640, height: 360 });
  });

  it('take pictures smaller than what can be matched as they are', () => {
    for (const size of [
      { width: 1, height: 1 },
      { width: 3, height: 2 },
    ]) {
      const [plan] = planSizes([size], device);
      expect(plan?.matched).to.deep.equal({ width: 4, height: 4 });
      expect(Math.min(plan!.kept.width, plan!.kept.height)).to.be.at.least(1);
    }
  });
});
