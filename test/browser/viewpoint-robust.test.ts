/** Rigs, calibrations and worlds as they should not be, and as they may well be: always a picture, never an exception. */
import { expect } from '@open-wc/testing';
import { add, multiply, scale, transform } from '../../src/viewpoint/index.js';
import type { CameraModel, Shown } from '../../src/viewpoint/index.js';
import { lookAt, turn, turned } from '../unit/viewpoint/rig/cameras.js';
import type { World as Frame } from '../unit/viewpoint/rig/cameras.js';
import { cameraIn, pointIn } from '../unit/viewpoint/rig/cameras.js';
import { middle, onArc, opener, pictureOf, psnr } from '../fixtures/viewpoint.js';

const size = { width: 80, height: 52 };
const cameras = onArc([-8, 0, 8], size);
const frames = cameras.map((camera) => pictureOf(camera));
const [view] = onArc([3], size);
const subject = { center: middle, radius: 1 };

const mean = ({ data }: ImageData): number =>
  data.reduce((sum, value, at) => sum + (at % 4 === 3 ? 0 : value), 0) / (data.length * 0.75);

/** Of pixels that are black. */
function blackPart({ data }: ImageData): number {
  let black = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at]! + data[at + 1]! + data[at + 2]! < 12) black += 1;
  return black / (data.length / 4);
}

describe('view synthesis', function () {
  this.timeout(60_000);
  const openOne = opener();

  /** Prepared and rendered; a sane result and a picture as bright as what it was made from. */
  async function seen(
    given: readonly CameraModel[],
    pictures: readonly ImageData[],
    from: CameraModel,
    more: Partial<Parameters<typeof openOne>[0]> = {},
  ): Promise<{ shown: Shown; picture: ImageData }> {
    const { synthesizer } = await openOne({ cameras: given, frames: pictures, subject, ...more }, size);
    await synthesizer.prepare();
    const shown = await synthesizer.render(from);
    expect(shown.confidence).to.be.within(0, 1);
    expect(shown.sources.length).to.be.within(1, 4);
    const picture = await synthesizer.readPixels();
    for (let at = 3; at < picture.data.length; at += 4) expect(picture.data[at]).to.equal(255);
    return { shown, picture };
  }

  let own: Awaited<ReturnType<typeof seen>> | undefined;

  const expectSane = (picture: ImageData, pictures: readonly ImageData[] = frames): void => {
    const usual = pictures.reduce((sum, one) => sum + mean(one), 0) / pictures.length;
    expect(mean(picture)).to.be.within(usual - 40, usual + 40);
    expect(blackPart(picture)).to.be.below(0.05);
  };

  it('of one camera snaps to it, from wherever it is asked for', async () => {
    for (const from of [cameras[1]!, view!, ...onArc([180, 90], size)]) {
      const { shown, picture } = await seen([cameras[1]!], [frames[1]!], from);
      expect(shown.synthesis).to.equal('snap');
      expect(shown.sources).to.deep.equal([cameras[1]!.id]);
      if (from === cameras[1]) expect(psnr(picture, frames[1]!)).to.be.above(48);
    }
  });

  it('of two cameras has depth between them', async () => {
    const { shown, picture } = await seen(cameras.slice(1), frames.slice(1), view!);
    expect(shown.synthesis).to.equal('depth');
    expect(psnr(picture, pictureOf(view!))).to.be.above(20);
  });

  it('of cameras side by side on a line works without a subject', async () => {
    const row = [-0.6, -0.2, 0.2, 0.6].map((x) => ({
      ...lookAt(`row ${x}`, [x, 1, 5], [x, 1, 0]),
      ...size,
      fx: 75,
      fy: 75,
      cx: 39.5,
      cy: 25.5,
    }));
    const pictures = row.map((camera) => pictureOf(camera));
    const from = { ...row[1]!, id: 'view', position: [0, 1, 5] as const };
    const { shown, picture } = await seen(row, pictures, from, { subject: undefined });
    expect(shown.synthesis).to.equal('depth');
    expect(psnr(picture, pictureOf(from))).to.be.above(20);
  });

  it('of cameras that all stand at one place shows what they see', async () => {
    const same = [0, 1, 2].map((index) => ({ ...cameras[1]!, id: `same ${index}` }));
    const { picture } = await seen(same, [frames[1]!, frames[1]!, frames[1]!], { ...same[0]!, id: 'view' });
    expect(psnr(picture, frames[1]!)).to.be.above(45);
    const turnedAside = [-3, 0, 3].map((degrees, index) => ({
      ...turned(cameras[1]!, 1, degrees),
      id: `turned ${index}`,
    }));
    const pictures = turnedAside.map((camera) => pictureOf(camera));
    expectSane((await seen(turnedAside, pictures, view!)).picture, pictures);
  });

  it('of two of several cameras at one place takes the others for depth', async () => {
    const twin = { ...cameras[1]!, id: 'twin' };
    const { shown, picture } = await seen([...cameras, twin], [...frames, frames[1]!], view!);
    expect(shown.synthesis).to.be.oneOf(['depth', 'blend']);
    expectSane(picture);
  });

  it('dissolves across a gap that is too wide', async () => {
    const wide = onArc([-25, 25], size);
    const pictures = wide.map((camera) => pictureOf(camera));
    const { shown, picture } = await seen(wide, pictures, view!);
    expect(shown.synthesis).to.equal('blend');
    expectSane(picture, pictures);
  });

  it('with one camera 5 degrees off, or all pictures shuffled, still shows a picture', async () => {
    const off = [cameras[0]!, turned(cameras[1]!, 1, 5), cameras[2]!];
    expectSane((await seen(off, frames, view!)).picture);
    const shuffled = [frames[1]!, frames[2]!, frames[0]!];
    expectSane((await seen(cameras, shuffled, view!)).picture);
    const foreign = [frames[0]!, pictureOf(cameras[1]!, []), frames[2]!];
    expectSane((await seen(cameras, foreign, view!)).picture);
  });

  for (const [name, value] of [
    ['grey', 128],
    ['black', 0],
    ['white', 255],
  ] as const)
    it(`of flat ${name} pictures is ${name}`, async () => {
      const flat = cameras.map(() => {
        const picture = new ImageData(size.width, size.height);
        picture.data.fill(value);
        for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = 255;
        return picture;
      });
      const { picture } = await seen(cameras, flat, view!);
      picture.data.forEach((found, at) => {
        if (at % 4 !== 3) expect(found).to.be.closeTo(value, 1);
      });
    });

  for (const [name, world] of [
    ['in millimetres', { size: 1000, rotation: turn(1, 0), origin: [0, 0, 0] }],
    ['in units of a kilometre', { size: 1e-3, rotation: turn(1, 0), origin: [0, 0, 0] }],
    ['of any unit', { size: 77.7, rotation: turn(1, 0), origin: [0, 0, 0] }],
    ['with z up', { size: 1, rotation: turn(0, 90), origin: [0, 0, 0] }],
    [
      'turned and far from its origin',
      { size: 3, rotation: multiply(turn(0, 40), turn(2, 100)), origin: [500, -200, 900] },
    ],
  ] as readonly (readonly [string, Frame])[])
    it(`is the same in a world ${name}`, async () => {
      const there = cameras.map((camera) => cameraIn(world, camera));
      const moved = { center: pointIn(world, subject.center), radius: subject.radius * world.size };
      own ??= await seen(cameras, frames, view!);
      const other = await seen(there, frames, cameraIn(world, view!), { subject: moved });
      expect(other.shown.synthesis).to.equal(own.shown.synthesis);
      expect(other.shown.sources).to.deep.equal(own.shown.sources);
      expect(other.shown.confidence).to.be.closeTo(own.shown.confidence, 0.02);
      expect(psnr(other.picture, own.picture)).to.be.above(36);
    });

  it('holds for views from anywhere: behind, above, in the pivot, in a wall, with any lens', async () => {
    const { synthesizer } = await openOne({ cameras, frames, subject }, size);
    await synthesizer.prepare();
    const back = transform(view!.rotation, [0, 0, 1]);
    const views: readonly CameraModel[] = [
      { ...view!, position: middle },
      { ...view!, position: add(middle, scale(back, 1e-12)) },
      { ...view!, position: add(middle, scale(back, 0.05)) },
      { ...view!, position: add(middle, scale(back, 500)) },
      { ...view!, position: add(middle, scale(back, -4)) },
      turned(view!, 1, 180),
      turned(view!, 1, 90),
      lookAt('above', [0, 9, 0.001], middle),
      { ...view!, fx: 1, fy: 1 },
      { ...view!, fx: 1e6, fy: 1e6 },
      { ...view!, distortion: [-0.4, 0.1, 0.01, -0.01, 0.02] },
      { ...view!, cx: -4000, skew: 50 },
    ];
    for (const [index, from] of views.entries()) {
      const { confidence, sources } = await synthesizer.render(from);
      expect(Number.isFinite(confidence), `view ${index}`).to.equal(true);
      expect(sources.length, `view ${index}`).to.be.above(0);
      await synthesizer.readPixels();
    }
    await synthesizer.render(cameras[1]!);
    expect(psnr(await synthesizer.readPixels(), frames[1]!)).to.be.above(40);
  });

  it('draws to the smallest of canvases', async () => {
    for (const [width, height] of [
      [1, 1],
      [2, 3],
      [3, 1],
      [7, 2],
      [200, 4],
    ] as const) {
      const { synthesizer } = await openOne({ cameras, frames, subject }, { width, height });
      await synthesizer.render(cameras[1]!);
      const picture = await synthesizer.readPixels();
      expect(mean(picture), `${width}x${height}`).to.be.within(40, 220);
    }
  });
});
