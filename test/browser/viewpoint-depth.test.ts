/** Depth from pictures, where it is known: two textured walls. */
import { expect } from '@open-wc/testing';
import {
  checkedDepth,
  coarseDepth,
  enlarged,
  pixelStep,
  refined,
  standardPlan,
} from '../../src/viewpoint/depth/index.js';
import type { Level, View } from '../../src/viewpoint/depth/index.js';
import { median as medianShader } from '../../src/viewpoint/depth/median.glsl.js';
import type { Texture } from '../../src/viewpoint/gl/index.js';
import { Pace } from '../../src/viewpoint/pace.js';
import { matchingView, uploadFrame } from '../../src/viewpoint/pictures/index.js';
import { seededRandom } from '../fixtures/fake-environment.js';
import { bytesOf, gpuOf, look, median, onArc, textureOf, twoWalls } from '../fixtures/viewpoint.js';

const page = gpuOf();
const { gl, gpu } = page;
const pace = new Pace(gl);
const search = { least: 1 / 20, most: 1 / 2 };
const qOf = (bytes: Uint8Array, pixel: number): number =>
  ((bytes[pixel * 4]! * 256 + bytes[pixel * 4 + 1]!) / 65_535) * search.most;

/** In pixels of disparity to a neighbour, of every pixel that is not at the border. */
function errors(state: Texture, level: Level, neighbour: Level): readonly number[] {
  const { depth } = look(level.camera, twoWalls);
  const bytes = bytesOf(gl, state);
  const step = pixelStep(level.camera, neighbour.camera);
  const { width, height } = state;
  return Array.from(depth, (value, pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const inside = x > 1 && y > 1 && x < width - 2 && y < height - 2;
    return inside ? Math.abs(qOf(bytes, pixel) - 1 / value) / step : undefined;
  }).filter((error): error is number => error !== undefined);
}

const part = (values: readonly number[], holds: (value: number) => boolean): number =>
  values.filter(holds).length / values.length;

describe('depth from pictures', function () {
  this.timeout(60_000);
  const views: readonly View[] = onArc([0, -6, 6]).map((camera) => {
    const { picture } = look(camera, twoWalls);
    return matchingView(gpu, camera, uploadFrame(gpu, picture, picture), picture);
  });
  const [view, ...others] = views as [View, View, View];
  let state: Texture;
  afterEach(() => expect(gl.getError()).to.equal(0));

  it('is right to a pixel at a quarter of the size by the sweep alone', async () => {
    state = await coarseDepth(gpu, pace, view, others, search, standardPlan);
    const found = errors(state, view.quarter, others[0]!.quarter);
    expect(median(found)).to.be.below(0.5);
    expect(part(found, (error) => error < 1)).to.be.above(0.75);
  });

  it('is refined to a fraction of a pixel', async () => {
    const { most } = search;
    state = await refined(gpu, pace, state, view, others, 'quarter', most, standardPlan.quarter);
    expect(median(errors(state, view.quarter, others[0]!.quarter))).to.be.below(0.3);
    state = await enlarged(gpu, pace, state, view, others, 'half', most);
    state = await refined(gpu, pace, state, view, others, 'half', most, standardPlan.half);
    const found = errors(state, view.half, others[0]!.half);
    expect(median(found)).to.be.below(0.3);
    expect(part(found, (error) => error < 1)).to.be.above(0.8);
  });

  it('finds more where there is more than one neighbour', async () => {
    const alone = await coarseDepth(gpu, pace, view, others.slice(0, 1), search, standardPlan);
    const both = await coarseDepth(gpu, pace, view, others, search, standardPlan);
    const right = (one: Texture): number =>
      part(errors(one, view.quarter, others[0]!.quarter), (error) => error < 1);
    expect(right(both)).to.be.above(right(alone) - 0.02);
  });
});

describe('the median of planes', () => {
  it('takes of every 3x3 pixels the one in the middle, whole', async () => {
    const random = seededRandom(31);
    const [width, height] = [17, 11];
    const bytes = Uint8Array.from({ length: width * height * 4 }, () => Math.floor(random() * 256));
    // Some of them alike.
    for (let pixel = 0; pixel < width * height; pixel += 3) bytes.set([90, 12], pixel * 4);
    const [from, to] = [textureOf(page, width, height, bytes), textureOf(page, width, height, bytes)];
    gpu.fill(to, medianShader, { state: from });
    const found = bytesOf(gl, to);
    const whole = (all: Uint8Array, pixel: number): string =>
      all.subarray(pixel * 4, pixel * 4 + 4).join(' ');
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const around = [-1, 0, 1].flatMap((dy) =>
          [-1, 0, 1].map(
            (dx) =>
              Math.max(0, Math.min(height - 1, y + dy)) * width + Math.max(0, Math.min(width - 1, x + dx)),
          ),
        );
        const sorted = around.map((pixel) => qOf(bytes, pixel)).sort((a, b) => a - b);
        const pixel = y * width + x;
        expect(qOf(found, pixel), `${x},${y}`).to.be.closeTo(sorted[4]!, 1e-9);
        expect(around.map((other) => whole(bytes, other))).to.include(whole(found, pixel));
      }
  });
});

describe('what neighbours say to a depth', function () {
  this.timeout(30_000);
  const views: readonly View[] = onArc([0, -5, 5]).map((camera) => {
    const { picture } = look(camera, twoWalls);
    return matchingView(gpu, camera, uploadFrame(gpu, picture, picture), picture);
  });
  const believing = (view: View, change = 1) => {
    const { depth } = look(view.fine.camera, twoWalls);
    const bytes = new Uint8Array(depth.length * 4);
    depth.forEach((value, pixel) => {
      const q = Math.round((change / value / search.most) * 65_535);
      bytes.set([q >> 8, q & 255, 128, 128], pixel * 4);
    });
    return { view, state: textureOf(page, 160, 96, bytes), qMax: search.most };
  };
  const confidences = async (change: number): Promise<readonly number[]> => {
    const [first, ...others] = views;
    const depth = await checkedDepth(
      gpu,
      pace,
      believing(first!, change),
      others.map((other) => believing(other)),
    );
    return Array.from(bytesOf(gl, depth))
      .filter((_, at) => at % 4 === 2)
      .map((value) => value / 255);
  };

  it('is yes where it is right', async () => {
    const found = await confidences(1);
    expect(median(found)).to.be.above(0.7);
    expect(part(found, (confidence) => confidence > 0.5)).to.be.above(0.9);
  });

  it('is no where they look through it', async () => {
    const found = await confidences(1.25);
    expect(median(found)).to.be.below(0.2);
    expect(part(found, (confidence) => confidence > 0.5)).to.be.below(0.1);
  });

  it('is nothing where something stands before it', async () => {
    const found = await confidences(0.75);
    expect(median(found)).to.be.within(0.2, 0.5);
    expect(part(found, (confidence) => confidence > 0.5)).to.be.below(0.1);
  });
});
