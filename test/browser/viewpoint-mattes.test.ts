/** Outlines of the athlete, as they are given or found, and what they do for views. */
import { expect } from '@open-wc/testing';
import { learnPlate } from '../../src/viewpoint/index.js';
import type { CameraModel, Frame, SynthesizerOptions } from '../../src/viewpoint/index.js';
import type { Texture } from '../../src/viewpoint/gl/index.js';
import { keepDifference, keepMatte, uploadFrame } from '../../src/viewpoint/pictures/index.js';
import { bytesOf, gpuOf, look, middle, onArc, opener, psnr, waves } from '../fixtures/viewpoint.js';
import type { World } from '../fixtures/viewpoint.js';

const wall: World = [{ point: [0, 1, -1.5], normal: [0.2, 0.1, 1], colour: waves(1, 0.16) }];
/** A thin stick before it, of its mean colour: only an outline tells them apart. */
const stickAt = (raised: number): World =>
  [0, 1, 2, 3, 4, 5, 6].map((part) => ({
    point: [-0.45 + part * 0.15, 0.75 + part * 0.09 + raised, 0.7],
    normal: [0, 0, 1],
    reach: 0.075,
    colour: () => [150, 140, 130],
  }));
const stick = stickAt(0);
const size = { width: 320, height: 192 };
const cameras = onArc([-14, -7, 0, 7], size);
const [view] = onArc([-3.5], size);

const isStick = (camera: CameraModel): readonly boolean[] =>
  Array.from(look(camera, stick).depth, (depth) => Number.isFinite(depth));

/** What a picture's pixels become by whether they show the stick. */
function painted(
  camera: CameraModel,
  [inside, outside]: readonly [readonly number[], readonly number[]],
): ImageData {
  const picture = new ImageData(camera.width, camera.height);
  for (const [pixel, on] of isStick(camera).entries()) picture.data.set(on ? inside : outside, pixel * 4);
  return picture;
}

const whiteOnBlack = (camera: CameraModel): ImageData =>
  painted(camera, [
    [255, 255, 255, 255],
    [0, 0, 0, 255],
  ]);
/** Cut out: black where it is, nothing elsewhere. */
const cutOut = (camera: CameraModel): ImageData =>
  painted(camera, [
    [0, 0, 0, 255],
    [0, 0, 0, 0],
  ]);
const plateOf = (camera: CameraModel): ImageData => look(camera, wall).picture;
const frameOf = (camera: CameraModel): ImageData => look(camera, [...wall, ...stick]).picture;
const learnedPlateOf = (camera: CameraModel): Promise<ImageData> =>
  learnPlate([-0.35, 0, 0.35].map((raised) => look(camera, [...wall, ...stickAt(raised)]).picture));

describe('mattes', function () {
  this.timeout(60_000);
  const page = gpuOf();
  const { gl, gpu } = page;
  const openOne = opener();
  const frames = cameras.map(frameOf);

  /** Part of the pixels whose alpha says what is true. */
  function right(keep: (picture: Texture) => void): number {
    const [camera] = cameras as [CameraModel];
    const picture = uploadFrame(gpu, frames[0]!, size);
    keep(picture);
    const bytes = bytesOf(gl, picture);
    expect(gl.getError()).to.equal(0);
    // Its colours are as they were.
    for (let at = 0; at < bytes.length; at += 1)
      if (at % 4 !== 3 && bytes[at] !== frames[0]!.data[at]) throw new Error(`byte ${at} was changed`);
    const truth = isStick(camera);
    return truth.filter((on, pixel) => bytes[pixel * 4 + 3]! > 127 === on).length / truth.length;
  }

  it('may be white on black or alpha, of any kind and size', async () => {
    const [camera] = cameras as [CameraModel];
    for (const given of [whiteOnBlack(camera), cutOut(camera)])
      for (const frame of [given, await createImageBitmap(given)] as readonly Frame[])
        expect(right((picture) => keepMatte(gpu, picture, frame))).to.equal(1);
    const half = await createImageBitmap(whiteOnBlack(camera), { resizeWidth: 160, resizeHeight: 96 });
    expect(right((picture) => keepMatte(gpu, picture, half))).to.be.above(0.97);
  });

  it('are found where a picture is not its plate, whatever noise says', () => {
    const plate = plateOf(cameras[0]!);
    expect(right((picture) => keepDifference(gpu, picture, plate))).to.be.above(0.985);
    const noisy = new ImageData(
      plate.data.map((value, at) => (at % 4 === 3 ? 255 : value + ((at * 7919) % 17) - 8)),
      size.width,
    );
    expect(right((picture) => keepDifference(gpu, picture, noisy))).to.be.above(0.98);
  });

  async function seen(given: Partial<SynthesizerOptions>): Promise<ImageData> {
    const subject = { center: middle, radius: 1 };
    const { synthesizer } = await openOne({ cameras, frames, subject, synthesis: 'depth', ...given });
    await synthesizer.prepare();
    await synthesizer.render(view!);
    return synthesizer.readPixels();
  }

  /** Of the pixels that show the stick. */
  function likeness(found: ImageData, truth: ImageData): number {
    const on = isStick(view!);
    const only = ({ data }: ImageData): ImageData =>
      new ImageData(
        data.filter((_, at) => on[at >> 2]),
        on.filter(Boolean).length,
      );
    return psnr(only(found), only(truth));
  }

  it('keep what is thin, given or found', async () => {
    const truth = frameOf(view!);
    const without = likeness(await seen({}), truth);
    for (const [name, given] of Object.entries({
      mattes: { mattes: cameras.map(whiteOnBlack) },
      cutOuts: { mattes: cameras.map(cutOut) },
      plates: { plates: cameras.map(plateOf) },
      'learned plates': { plates: await Promise.all(cameras.map(learnedPlateOf)) },
      both: {
        mattes: cameras.map((camera, at) => (at % 2 ? whiteOnBlack(camera) : undefined)),
        plates: cameras.map(plateOf),
      },
    } as Record<string, Partial<SynthesizerOptions>>)) {
      const found = likeness(await seen(given), truth);
      expect(found, name).to.be.above(without + 1);
    }
  });

  it('change nothing where a camera has neither matte nor plate', async () => {
    const some = cameras.map((camera, at) => (at === 2 ? undefined : whiteOnBlack(camera)));
    expect(psnr(await seen({ mattes: some }), await seen({}))).to.equal(Infinity);
  });
});
