/** Pictures on the GPU: brought to a size, and straightened. */
import { expect } from '@open-wc/testing';
import type { CameraModel } from '../../src/viewpoint/index.js';
import { add, project, rayOf } from '../../src/viewpoint/index.js';
import {
  copiesOf,
  matchingView,
  straightened,
  uploadCopy,
  uploadFrame,
} from '../../src/viewpoint/pictures/index.js';
import type { Texture } from '../../src/viewpoint/gl/index.js';
import { Pace } from '../../src/viewpoint/pace.js';
import { bytesOf, gpuOf, look, onArc, psnr, textureOf, waves } from '../fixtures/viewpoint.js';
import type { World } from '../fixtures/viewpoint.js';

/** Changes so slowly that being read between its pixels does not blur it. */
const smooth: World = [{ point: [0, 1, -1], normal: [0.2, 0.1, 1], colour: waves(3, 0.6) }];

const page = gpuOf();
const [camera] = onArc([5]);
const pictured = (texture: Texture): ImageData =>
  new ImageData(new Uint8ClampedArray(bytesOf(page.gl, texture)), texture.width, texture.height);

/** Where both were seen, psnr; and the part of the picture that is. */
function seenAlike(found: ImageData, truth: ImageData): { psnr: number; part: number } {
  let [sum, count] = [0, 0];
  for (let at = 0; at < found.data.length; at += 4) {
    if (found.data[at + 3] === 0) continue;
    count += 1;
    for (let channel = 0; channel < 3; channel += 1)
      sum += (found.data[at + channel]! - truth.data[at + channel]!) ** 2 / 3;
  }
  return { psnr: 10 * Math.log10(255 ** 2 / (sum / count)), part: count / (found.width * found.height) };
}

describe('pictures on the GPU', function () {
  this.timeout(30_000);
  afterEach(() => expect(page.gl.getError()).to.equal(0));

  it('have their first row first, and every byte as it was', () => {
    const { picture } = look(camera!, smooth);
    expect(psnr(pictured(uploadFrame(page.gpu, picture, picture)), picture)).to.equal(Infinity);
  });

  it('are copied to main memory as they are, and back', async () => {
    const { picture } = look(camera!, smooth);
    const [copy] = await copiesOf(page.gpu, new Pace(page.gl), [uploadFrame(page.gpu, picture, picture)]);
    expect(copy).to.include({ width: 160, height: 96 });
    expect(psnr(pictured(uploadCopy(page.gpu, copy!)), picture)).to.equal(Infinity);
  });

  it('are copied smaller where copies would take too much memory', async () => {
    const large = [0, 1, 2].map(() =>
      page.gpu.texture({ width: 4000, height: 2000, format: 'rgba8', purpose: 'test' }),
    );
    const copies = await copiesOf(page.gpu, new Pace(page.gl), large);
    const bytes = copies.reduce((sum, copy) => sum + copy.bytes.length, 0);
    expect(bytes).to.be.within(0.95 * 64 * 2 ** 20, 64 * 2 ** 20);
    for (const { width, height } of copies) expect(width / height).to.be.closeTo(2, 2e-3);
    for (const texture of large) page.gpu.release(texture);
    expect(page.gpu.memory.byPurpose).to.not.have.property('copies');
  });

  it('made smaller by a whole number are the means of what they cover', () => {
    const { picture } = look(camera!, smooth);
    const small = pictured(uploadFrame(page.gpu, picture, { width: 40, height: 24 }));
    for (const [x, y] of [
      [0, 0],
      [13, 7],
      [39, 23],
    ] as const)
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let j = 0; j < 4; j += 1)
          for (let i = 0; i < 4; i += 1) sum += picture.data[((y * 4 + j) * 160 + x * 4 + i) * 4 + channel]!;
        expect(small.data[(y * 40 + x) * 4 + channel]).to.be.closeTo(sum / 16, 1.5);
      }
  });

  it('are matched in three sizes, each with its own camera', () => {
    const { picture } = look(camera!, smooth);
    const view = matchingView(page.gpu, camera!, uploadFrame(page.gpu, picture, picture), picture);
    for (const [size, by] of [
      ['fine', 1],
      ['half', 2],
      ['quarter', 4],
    ] as const) {
      const level = view[size];
      expect([level.picture.width, level.camera.width]).to.deep.equal([160 / by, 160 / by]);
      expect([level.picture.height, level.camera.height]).to.deep.equal([96 / by, 96 / by]);
      // What the level's camera would have seen, but for the blur of the mean.
      expect(psnr(pictured(level.picture), look(level.camera, smooth).picture, 1), size).to.be.above(30);
    }
  });

  for (const [name, lens] of [
    ['a barrel', [-0.3, 0.08, 0, 0, 0]],
    ['a cushion', [0.2, 0.05, 0, 0, 0]],
    ['everything at once', [-0.25, 0.1, 0.004, -0.006, 0.02]],
  ] as const)
    it(`are straightened: ${name}`, () => {
      const bent: CameraModel = { ...camera!, fx: 120, fy: 125, cx: 76, cy: 51, skew: 2, distortion: lens };
      const { picture } = look(bent, smooth);
      const view = matchingView(page.gpu, bent, uploadFrame(page.gpu, picture, picture), picture);
      const truth = look(view.fine.camera, smooth).picture;
      const alike = seenAlike(pictured(view.fine.picture), truth);
      expect(alike.psnr).to.be.above(38);
      expect(alike.part).to.be.above(0.75);
      expect(psnr(pictured(view.fine.picture), picture), 'it does bend').to.be.below(30);
    });

  it('are straightened whole: nothing of a barrel’s corners is cut away', () => {
    const bent: CameraModel = { ...camera!, fx: 120, fy: 120, distortion: [-0.28, 0.07, 0, 0, 0] };
    const straight = straightened(bent, 160, 96);
    for (const [x, y] of [
      [-0.5, -0.5],
      [159.5, -0.5],
      [-0.5, 95.5],
      [159.5, 95.5],
      [80, -0.5],
      [-0.5, 48],
    ] as const) {
      const seen = project(straight, add(bent.position, rayOf(bent, { x, y })));
      expect(seen.x).to.be.within(-0.51, 159.51);
      expect(seen.y).to.be.within(-0.51, 95.51);
    }
    expect(straight.fx).to.be.below(bent.fx);
    expect(straightened(camera!, 160, 96)).to.deep.equal(camera);
  });

  it('say where a lens did not look', () => {
    const bent: CameraModel = { ...camera!, fx: 100, fy: 100, distortion: [0.4, 0, 0, 0, 0] };
    const { picture } = look(bent, smooth);
    const straight = pictured(
      matchingView(page.gpu, bent, uploadFrame(page.gpu, picture, picture), picture).fine.picture,
    );
    expect(straight.data[3]).to.equal(0);
    expect(straight.data[(48 * 160 + 80) * 4 + 3]).to.equal(255);
  });

  it('carry a census of which neighbours are darker', () => {
    const grey = Uint8Array.from({ length: 16 * 16 * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : ((at >> 2) % 16) * 10,
    );
    const whole = textureOf(page, 16, 16, grey, 'rgba8');
    const { census, quarter } = matchingView(page.gpu, { ...camera!, width: 16, height: 16 }, whole, {
      width: 16,
      height: 16,
    });
    expect([census.width, quarter.picture.width]).to.deep.equal([4, 4]);
    const codes = bytesOf(page.gl, census);
    // It grows brighter to the right: to the left of the middle of each row of five all is darker.
    const bits = (codes[4 * 6]! << 16) | (codes[4 * 6 + 1]! << 8) | codes[4 * 6 + 2]!;
    expect(bits.toString(2).padStart(24, '0')).to.equal('110001100011001100011000');
  });
});
