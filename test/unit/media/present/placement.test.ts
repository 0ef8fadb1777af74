import { expect } from '@open-wc/testing';
import { needs } from '../../../fixtures/needs.js';
import { browserEnvironment, silentLogger } from '../../../../src/base/index.js';
import { createPresenter } from '../../../../src/media/present/index.js';
import type { Rotation, VideoConfig } from '../../../../src/media/index.js';
import { placePicture } from '../../../../src/media/present/placement.js';
import { Shown, config, distance, makeFrame } from './frames.js';
import type { Code, FrameWish, Rgb } from './frames.js';

const white: Code = [235, 128, 128];
const red: Code = [81, 90, 240];
const green: Code = [145, 54, 34];
const blue: Code = [41, 240, 110];
const colorSpace = { matrix: 'smpte170m', primaries: 'bt709', transfer: 'bt709', fullRange: false };
const named: Record<string, Rgb> = {
  white: [255, 255, 255],
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
};

const nameOf = (rgb: Rgb) => Object.entries(named).find(([, wanted]) => distance(rgb, wanted) <= 4)?.[0];

/** White at the top left, then clockwise red, green, blue. */
const quarters = (width: number, height: number) => ({
  width,
  height,
  colorSpace,
  at: (x: number, y: number): Code =>
    y < height / 2 ? (x < width / 2 ? white : red) : x < width / 2 ? blue : green,
});

/** The canvas's corners, clockwise from the top left. */
const corners = (shown: Shown) => {
  const { width, height } = shown;
  return [
    [2, 2],
    [width - 3, 2],
    [width - 3, height - 3],
    [2, height - 3],
  ].map(([x, y]) => nameOf(shown.at(x!, y!)));
};

async function show(wish: FrameWish, of: VideoConfig, upload: 'texture' | 'planes' | '2d'): Promise<Shown> {
  const canvas = new OffscreenCanvas(1, 1);
  const presenter = createPresenter(canvas, browserEnvironment, silentLogger, { upload });
  const frame = makeFrame(wish);
  expect(await presenter.draw(frame, of)).to.equal(true);
  expect(presenter.upload).to.equal(upload);
  frame.close();
  presenter.close();
  return new Shown(canvas);
}

const clockwise: Record<Rotation, string[]> = {
  0: ['white', 'red', 'green', 'blue'],
  90: ['blue', 'white', 'red', 'green'],
  180: ['green', 'blue', 'white', 'red'],
  270: ['red', 'green', 'blue', 'white'],
};
const rotations: readonly Rotation[] = [0, 90, 180, 270];

for (const upload of ['texture', 'planes', '2d'] as const)
  describe(`where the picture goes, by ${upload}`, () => {
    before(async function () {
      if (upload !== '2d') await needs(this, 'WebGL2 on an OffscreenCanvas');
    });

    for (const rotation of rotations) {
      const size = rotation % 180 === 0 ? [64, 32] : [32, 64];

      it(`turns by the container's ${rotation} degrees`, async () => {
        const shown = await show({ format: 'I420', ...quarters(64, 32) }, { ...config, rotation }, upload);
        expect([shown.width, shown.height]).to.deep.equal(size);
        expect(corners(shown)).to.deep.equal(clockwise[rotation]);
      });

      it(`turns once where the browser knows of the ${rotation} degrees as well`, async function () {
        await needs(this, 'VideoFrames that are turned and mirrored');
        const wish = { format: 'I420', ...quarters(64, 32), rotation };
        for (const of of [{ ...config, rotation }, config]) {
          const shown = await show(wish, of, upload);
          expect([shown.width, shown.height]).to.deep.equal(size);
          expect(corners(shown)).to.deep.equal(clockwise[rotation]);
        }
      });

      it(`mirrors after turning by ${rotation} degrees`, async function () {
        await needs(this, 'VideoFrames that are turned and mirrored');
        const shown = await show(
          { format: 'I420', ...quarters(64, 32), rotation, flip: true },
          config,
          upload,
        );
        const [a, b, c, d] = clockwise[rotation];
        expect(corners(shown)).to.deep.equal([b, a, d, c]);
      });
    }

    it('has every pixel of odd sizes', async function () {
      await needs(this, 'VideoFrames of odd sizes', 'VideoFrames of 4:2:2, 4:4:4 and more than 8 bits');
      for (const format of ['I420', 'I422', 'I444', 'NV12', 'I420P10'])
        for (const [width, height] of [
          [33, 17],
          [65, 2],
          [7, 31],
        ] as const) {
          const scale = format.endsWith('P10') ? 4 : 1;
          const at = (x: number, y: number): Code => {
            const edge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
            return [(edge ? 235 : 16) * scale, 128 * scale, 128 * scale];
          };
          const shown = await show({ format, width, height, at, colorSpace }, config, upload);
          const what = `${format}, ${width}x${height}`;
          expect([shown.width, shown.height], what).to.deep.equal([width, height]);
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++) {
              const light = shown.at(x, y)[1] > 127;
              const edge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
              expect(light, `${what} at ${x}, ${y}`).to.equal(edge);
            }
        }
    });

    it('widens or heightens by the pixel aspect, and never loses pixels', async () => {
      const wish = { format: 'I420', ...quarters(64, 32) };
      const wide = await show(wish, { ...config, pixelAspect: 4 / 3 }, upload);
      expect([wide.width, wide.height]).to.deep.equal([85, 32]);
      const high = await show(wish, { ...config, pixelAspect: 8 / 9 }, upload);
      expect([high.width, high.height]).to.deep.equal([64, 36]);
      const turned = await show(wish, { ...config, pixelAspect: 4 / 3, rotation: 90 }, upload);
      expect([turned.width, turned.height]).to.deep.equal([32, 85]);
      expect(corners(turned)).to.deep.equal(clockwise[90]);
      // Without the container's word, the bitstream's, as the browser read it.
      const browsers = await show({ ...wish, displayWidth: 128, displayHeight: 32 }, config, upload);
      expect([browsers.width, browsers.height]).to.deep.equal([128, 32]);
      expect(corners(browsers)).to.deep.equal(clockwise[0]);
    });
  });

describe('chroma', () => {
  it('lies on the even columns, as H.264 puts it', async function () {
    await needs(this, 'WebGL2 on an OffscreenCanvas');
    // One chroma sample in four differs; its weight is highest at its own luma column, and even on both sides of it.
    const at = (x: number): Code => [128, 128, x >= 8 && x < 10 ? 228 : 128];
    const wish = { format: 'I420', width: 16, height: 8, at, colorSpace: { ...colorSpace, fullRange: true } };
    const shown = await show(wish, config, 'planes');
    const redness = (x: number) => shown.at(x, 4)[0];
    expect(redness(8)).to.be.above(redness(7));
    expect(Math.abs(redness(7) - redness(9))).to.be.at.most(1);
    expect(redness(6)).to.be.closeTo(128, 1);
    expect(redness(10)).to.be.closeTo(128, 1);
  });
});

describe('placePicture', () => {
  const shape = {
    width: 1920,
    height: 1080,
    displayWidth: 1920,
    displayHeight: 1080,
    pixelAspect: undefined,
    rotation: 0,
    flip: false,
  } as const;

  it('stays within what the GPU can draw, in proportion', () => {
    expect(placePicture({ ...shape, width: 8000, displayWidth: 8000, displayHeight: 4000 }, 4096)).to.include(
      {
        width: 4096,
        height: 2048,
      },
    );
  });

  it('does not believe absurd pixel aspects', () => {
    for (const pixelAspect of [0, -1, NaN, Infinity, 1e9, 1e-9])
      expect(placePicture({ ...shape, pixelAspect }, 4096), `${pixelAspect}`).to.include({
        width: 1920,
        height: 1080,
      });
  });
});
