/** Views drawn from pictures whose depth is known exactly. */
import { expect } from '@open-wc/testing';
import { forward, scale, subtract } from '../../src/viewpoint/index.js';
import type { CameraModel, Distortion } from '../../src/viewpoint/index.js';
import { push, pull } from '../../src/viewpoint/render/holes.glsl.js';
import { about } from '../unit/viewpoint/rig/cameras.js';
import {
  bytesOf,
  farthest,
  gpuOf,
  look,
  middle,
  onArc,
  onCanvas,
  opener,
  psnr,
  textureOf,
  twoWalls,
  waves,
} from '../fixtures/viewpoint.js';
import type { Look, World } from '../fixtures/viewpoint.js';

const size = { width: 160, height: 96 };
const bent: Distortion = [-0.28, 0.07, 0.002, -0.003, 0];
const wide = (camera: CameraModel, distortion: Distortion): CameraModel => ({
  ...camera,
  fx: 120,
  fy: 120,
  distortion,
});

describe('views of known depth', function () {
  this.timeout(60_000);
  const openOne = opener();
  const subject = { center: middle, radius: 1 };

  async function drawn(
    cameras: readonly CameraModel[],
    looks: readonly Look[],
    views: readonly CameraModel[],
    canvas: { width: number; height: number } = size,
  ): Promise<readonly ImageData[]> {
    const { synthesizer } = await openOne(
      {
        cameras,
        frames: looks.map(({ picture }) => picture),
        depths: looks.map(({ depth }) => depth),
        subject,
        synthesis: 'depth',
      },
      canvas,
    );
    await synthesizer.prepare();
    const pictures: ImageData[] = [];
    for (const view of views) {
      expect((await synthesizer.render(view)).synthesis).to.equal('depth');
      pictures.push(await synthesizer.readPixels());
    }
    return pictures;
  }

  for (const [name, lens, viewLens] of [
    ['pinholes', [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
    ['cameras that bend, as a pinhole sees it', bent, [0, 0, 0, 0, 0]],
    ['pinholes, as a camera that bends sees it', [0, 0, 0, 0, 0], bent],
    ['cameras that bend, as one that bends sees it', bent, [0.15, -0.04, 0, 0, 0]],
  ] as readonly (readonly [string, Distortion, Distortion])[])
    it(`between ${name} land where they should`, async () => {
      const cameras = onArc([-6, 2, 10]).map((camera) => wide(camera, lens));
      const looks = cameras.map((camera) => look(camera, twoWalls));
      const view = wide(onArc([0])[0]!, viewLens);
      const [picture] = await drawn(cameras, looks, [view]);
      const truth = look(view, twoWalls).picture;
      // A pixel aside is far worse.
      const aside = look({ ...view, cx: view.cx + 1 }, twoWalls).picture;
      expect(psnr(picture!, truth, 10)).to.be.above(24);
      expect(psnr(picture!, truth, 10)).to.be.above(psnr(picture!, aside, 10) + 1.5);
    });

  it('at a real camera are its own picture, lens and all, whatever the others believe', async () => {
    for (const lens of [[0, 0, 0, 0, 0], bent] as const) {
      const cameras = onArc([-6, 0, 6, 12]).map((camera) => wide(camera, lens));
      const looks = cameras.map((camera) => look(camera, twoWalls));
      // All others swear that everything is nearer than it is.
      const lied = looks.map(({ picture, depth }, index) => ({
        picture,
        depth: index === 1 ? depth : depth.map((value) => value * 0.8),
      }));
      for (const [name, given] of [
        ['true depths', looks],
        ['lies', lied],
      ] as const) {
        const [picture] = await drawn(cameras, given, [cameras[1]!]);
        expect(psnr(picture!, looks[1]!.picture, lens === bent ? 2 : 0), `${name}, ${lens}`).to.be.at.least(
          45,
        );
      }
    }
  });

  it('half a pixel beside a real camera are nearly as sharp as its picture', async () => {
    const cameras = onArc([-6, 0, 6]);
    const [, own] = cameras;
    // Stripes of four pixels: reading between two pixels leaves 71 % of their contrast, where it is bilinear.
    const stripe = (4 * 5) / own!.fx;
    const stripes: World = [
      {
        point: middle,
        normal: subtract(own!.position, middle),
        colour: (u) => {
          const grey = 128 + 90 * Math.sin((u / stripe) * 2 * Math.PI);
          return [grey, grey, grey];
        },
      },
    ];
    const looks = cameras.map((camera) => look(camera, stripes));
    const [picture] = await drawn(cameras, looks, [{ ...own!, cx: own!.cx + 0.5 }]);
    const contrast = ({ data, width, height }: ImageData): number => {
      let sum = 0;
      for (let x = 20; x < width - 20; x += 1) sum += (data[((height / 2) * width + x) * 4]! - 128) ** 2;
      return Math.sqrt(sum);
    };
    expect(contrast(picture!) / contrast(looks[1]!.picture)).to.be.within(0.82, 1.02);
  });

  it('at a real camera keep their shape on a canvas of another aspect', async () => {
    const cameras = onArc([-6, 0, 6]);
    const looks = cameras.map((camera) => look(camera, twoWalls));
    const [picture] = await drawn(cameras, looks, [cameras[1]!], { width: 80, height: 96 });
    const { fx, cx } = cameras[1]!;
    const narrow = { ...cameras[1]!, width: 80, fx: fx / 2, cx: (cx + 0.5) / 2 - 0.5 };
    expect(psnr(picture!, look(narrow, twoWalls).picture, 2)).to.be.above(20);
  });

  it('move as the world does: a hundredth of a degree at a time, without a leap', async () => {
    const cameras = onArc([-6, 0, 6]);
    const looks = cameras.map((camera) => look(camera, twoWalls));
    const views = [0, 0.01, 0.02, 0.05, 0.1].map((azimuth) => onArc([azimuth])[0]!);
    const pictures = await drawn(cameras, looks, views);
    const mean = (a: ImageData, b: ImageData): number =>
      a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0) /
      (size.width * size.height * 3);
    views.slice(1).forEach((view, step) => {
      const truth = mean(look(views[step]!, twoWalls).picture, look(view, twoWalls).picture);
      expect(mean(pictures[step]!, pictures[step + 1]!), `step ${step}`).to.be.at.most(truth + 1);
    });
  });
});

describe('views without depth', function () {
  this.timeout(30_000);
  const openOne = opener();

  it('are exact on the plane through the subject that faces the view, lenses included', async () => {
    const view = {
      ...about(middle, 3, 6, 5, 'view'),
      ...size,
      fx: 120,
      fy: 120,
      cx: 79.5,
      cy: 47.5,
      distortion: bent,
    };
    const wall: World = [{ point: middle, normal: scale(forward(view), -1), colour: waves(5, 0.2) }];
    const cameras = onArc([0, 6]).map((camera) => wide(camera, bent));
    const { synthesizer } = await openOne({
      cameras,
      frames: cameras.map((camera) => look(camera, wall).picture),
      subject: { center: middle, radius: 1 },
      synthesis: 'blend',
    });
    await synthesizer.render(view);
    expect(psnr(await synthesizer.readPixels(), look(view, wall).picture, 12)).to.be.above(26);
    expect(subtract(view.position, middle)).to.not.deep.equal([0, 0, 0]);
  });

  it('are on the canvas what is read back, upright, to the border, and where no camera sees anything', async () => {
    for (const lens of [[0, 0, 0, 0, 0], bent] as const) {
      const cameras = onArc([-6, 0, 6]).map((camera) => wide(camera, lens));
      const frames = cameras.map((camera) => look(camera, twoWalls).picture);
      const { synthesizer, canvas } = await openOne({ cameras, frames, synthesis: 'blend' });
      // Seen by all; less than a picture's border beyond; far beyond.
      for (const [azimuth, zoom] of [
        [3, 1.3],
        [3, 0.95],
        [3, 0.5],
      ] as const) {
        const own = wide(onArc([azimuth])[0]!, lens);
        const view = { ...own, fx: own.fx * zoom, fy: own.fy * zoom };
        await synthesizer.render(view);
        const shown = onCanvas(canvas);
        const read = await synthesizer.readPixels();
        expect(psnr(shown, read), `${azimuth} x ${zoom}, ${lens}`).to.be.above(zoom === 0.95 ? 26 : 45);
        const black = Array.from({ length: shown.data.length / 4 }, (_, at) =>
          shown.data.subarray(4 * at, 4 * at + 3),
        );
        expect(black.filter((colour) => colour.every((value) => value === 0)).length).to.equal(0);
      }
    }
  });

  it('at a camera differ from its picture by no more than a grey level', async () => {
    const cameras = onArc([-6, 0, 6]);
    const frames = cameras.map((camera) => look(camera, twoWalls).picture);
    for (const synthesis of ['blend', 'snap'] as const) {
      const { synthesizer } = await openOne({ cameras, frames, synthesis });
      await synthesizer.render(cameras[2]!);
      expect(farthest(await synthesizer.readPixels(), frames[2]!)).to.be.at.most(1);
    }
  });
});

describe('holes', () => {
  const page = gpuOf();
  const { gl, gpu } = page;

  /** Push-pull over as many halvings as it takes. */
  function filled(width: number, height: number, bytes: Uint8Array): Uint8Array {
    const chain = [textureOf(page, width, height, bytes, 'rgba8')];
    while (Math.max(chain.at(-1)!.width, chain.at(-1)!.height) > 1) {
      const finer = chain.at(-1)!;
      const [w, h] = [Math.ceil(finer.width / 2), Math.ceil(finer.height / 2)];
      const coarser = textureOf(page, w, h, new Uint8Array(w * h * 4), 'rgba8');
      gpu.fill(coarser, push, { finer });
      chain.push(coarser);
    }
    let result = chain.pop()!;
    for (const finer of chain.reverse()) {
      const target = textureOf(
        page,
        finer.width,
        finer.height,
        new Uint8Array(finer.width * finer.height * 4),
        'rgba8',
      );
      gpu.fill(target, pull, { finer, coarser: result, turned: 0 });
      result = target;
    }
    return bytesOf(gl, result);
  }

  it('are filled with what is around: one colour with exactly that colour', () => {
    const [width, height] = [37, 22];
    const bytes = new Uint8Array(width * height * 4);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      if (x > 3 && x < 30 && y > 2 && y < 20) continue;
      bytes.set([200, 90, 30, 255], pixel * 4);
    }
    const found = filled(width, height, bytes);
    for (let pixel = 0; pixel < width * height; pixel += 1)
      expect([...found.subarray(pixel * 4, pixel * 4 + 4)], `${pixel}`).to.deep.equal([200, 90, 30, 255]);
  });

  it('leave what is known alone, and stay between what is around them', () => {
    const [width, height] = [32, 16];
    const bytes = new Uint8Array(width * height * 4);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const x = pixel % width;
      if (x < 10 || x > 20) bytes.set([x < 10 ? 50 : 250, x * 3, 128, 255], pixel * 4);
    }
    const found = filled(width, height, bytes);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const own = [...bytes.subarray(pixel * 4, pixel * 4 + 4)];
      const now = [...found.subarray(pixel * 4, pixel * 4 + 4)];
      if (own[3] === 255) expect(now).to.deep.equal(own);
      else expect(now[0]).to.be.within(50, 250);
      expect(now[3]).to.equal(255);
    }
    expect(gl.getError()).to.equal(0);
  });
});
