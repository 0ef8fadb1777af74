/** Plates learned from a camera's frames at several times; viewpoint-mattes.test.ts has what they do for views. */
import { expect } from '@open-wc/testing';
import { OlympicPlayerError } from '../../src/base/index.js';
import { learnPlate } from '../../src/viewpoint/index.js';
import type { CameraModel, Frame } from '../../src/viewpoint/index.js';
import { seededRandom } from '../fixtures/fake-environment.js';
import { rejection } from '../fixtures/rejection.js';
import { farthest, onArc, opener, pictureOf, psnr } from '../fixtures/viewpoint.js';
import { venueInstant } from '../fixtures/viewpoint-venue.js';

const size = { width: 96, height: 64 };
const [camera] = onArc([0], size);
/** None of its colours is like a block's. */
const background = new ImageData(
  pictureOf(camera!).data.map((value, at) => (at % 4 === 3 ? 255 : 60 + value / 2)),
  size.width,
);

/** Of the venue's loop of 8 s. */
const times = [300, 1400, 2500, 3600, 4700, 5800, 6900];

type Colour = readonly [number, number, number];
const pink: Colour = [255, 0, 200];

/** A copy of a picture with a block on it, as high as the picture. */
function covered(picture: ImageData, from: number, to: number, colour: Colour = pink): ImageData {
  const { width, height, data } = picture;
  const copy = new ImageData(data.slice(), width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = from; x < to; x += 1) copy.data.set(colour, (y * width + x) * 4);
  return copy;
}

/** A block that is at another place in each. */
function passing(count: number): readonly ImageData[] {
  const edge = (part: number): number => Math.round((part * size.width) / count);
  return Array.from({ length: count }, (_, at) => covered(background, edge(at), edge(at + 1)));
}

function noisy(picture: ImageData, most: number, seed: number): ImageData {
  const random = seededRandom(seed);
  const data = picture.data.map((value, at) => (at % 4 === 3 ? 255 : value + (random() * 2 - 1) * most));
  return new ImageData(data, picture.width);
}

/** More than is held of the frames at once. */
function large(seed: number): ImageData {
  const picture = new ImageData(1500, 1000);
  const random = seededRandom(seed);
  for (let at = 0; at < picture.data.length; at += 1)
    picture.data[at] = at % 4 === 3 ? 255 : 100 + random() * 8;
  return picture;
}

describe('a learned plate', function () {
  this.timeout(60_000);
  const openOne = opener();

  for (const count of [3, 4, 6, 9])
    it(`shows what is behind a block that passes, exactly, from ${count} frames`, async () => {
      const plate = await learnPlate(passing(count));
      expect(plate).to.be.instanceOf(ImageData);
      expect([...plate.data]).to.deep.equal([...background.data]);
    });

  it('shows what is there most often, even where that is in fewer than half of the frames', async () => {
    const frames = [
      covered(background, 0, 40, [0, 0, 255]),
      background,
      covered(background, 0, 40, [255, 255, 0]),
      covered(background, 0, 40, pink),
      background,
    ];
    expect(farthest(await learnPlate(frames), background)).to.equal(0);
  });

  it('has what the earlier frame shows where two things are as frequent', async () => {
    const [with_, without] = [covered(background, 0, 40), background];
    const first = await learnPlate([with_, with_, without, without]);
    expect(farthest(first, with_)).to.equal(0);
    const last = await learnPlate([without, with_, without, with_]);
    expect(farthest(last, without)).to.equal(0);
  });

  it('has less noise than a frame', async () => {
    const frames = passing(9).map((frame, at) => noisy(frame, 8, at));
    const clean = psnr(noisy(background, 8, 99), background);
    expect(psnr(await learnPlate(frames), background)).to.be.above(clean + 6);
  });

  it('is learned from pictures of any kind, which stay open', async () => {
    const frames = passing(4);
    const bitmaps = await Promise.all(frames.map((frame) => createImageBitmap(frame)));
    const videos = bitmaps.map((bitmap, timestamp) => new VideoFrame(bitmap, { timestamp }));
    for (const [kind, given] of Object.entries({
      bitmaps,
      videos,
      mixed: [frames[0]!, bitmaps[1]!, videos[2]!, frames[3]!],
    } as Record<string, readonly Frame[]>))
      expect(farthest(await learnPlate(given), background), kind).to.be.at.most(1);
    expect(bitmaps.every(({ width }) => width === size.width)).to.equal(true);
    expect(videos.every(({ displayWidth }) => displayWidth === size.width)).to.equal(true);
    for (const frame of [...bitmaps, ...videos]) frame.close();
  });

  it('of video has the colours that the synthesizer gives the frames', async () => {
    const [luma, chroma] = [size.width * size.height, (size.width * size.height) / 4];
    const random = seededRandom(5);
    const planes = Uint8Array.from({ length: luma + 2 * chroma }, (_, at) =>
      at < luma ? 40 + ((at % size.width) + Math.floor(at / size.width)) : 90 + random() * 4 + (at % 3) * 30,
    );
    const colorSpace = { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', fullRange: false } as const;
    const frames = [0, 1, 2].map(
      (timestamp) =>
        new VideoFrame(planes, {
          format: 'I420',
          codedWidth: size.width,
          codedHeight: size.height,
          timestamp,
          colorSpace,
        }),
    );
    const plate = await learnPlate(frames);
    const { synthesizer } = await openOne({ cameras: [camera!], frames: [frames[0]!] });
    await synthesizer.render(camera!);
    const shown = await synthesizer.readPixels();
    for (const frame of frames) frame.close();
    expect(farthest(plate, shown)).to.be.at.most(4);
  });

  it('is of the size that video is shown at', async () => {
    const narrow = await createImageBitmap(background, { resizeWidth: 48, resizeHeight: 64 });
    const frames = [0, 1, 2].map(
      (timestamp) => new VideoFrame(narrow, { timestamp, displayWidth: 96, displayHeight: 64 }),
    );
    const plate = await learnPlate(frames);
    for (const frame of frames) frame.close();
    expect(plate).to.include(size);
    expect(psnr(plate, background)).to.be.above(17);
  });

  it('is the same of frames that are too large to be held at once, and lets others run meanwhile', async () => {
    const truth = large(1);
    const frames = [covered(truth, 0, 500), covered(truth, 500, 1000), covered(truth, 1000, 1500)];
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    const plate = await learnPlate(frames);
    clearInterval(counting);
    expect(farthest(plate, truth)).to.equal(0);
    expect(turns).to.be.above(1);
  });

  it('ends with the signal', async () => {
    const never = rejection(learnPlate(passing(3), { signal: AbortSignal.abort() }));
    expect(await never).to.include({ name: 'AbortError' });

    const controller = new AbortController();
    const frames = [1, 2, 3].map(large);
    const ended = rejection(learnPlate(frames, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 1);
    expect(await ended).to.include({ name: 'AbortError' });
  });

  for (const [what, given, names, why] of [
    ['no list', background, 'frames', 'there are 0'],
    ['two frames', [background, background], 'frames', 'there are 2'],
    ['a frame that is missing', [background, undefined, background], 'frames[1]', 'no picture'],
    ['a frame that is an address', ['a.png', background, background], 'frames[0]', 'no picture'],
    ['frames of two sizes', [background, background, new ImageData(96, 63)], 'frames[2]', '96 x 63'],
  ] as const)
    it(`is not learned from ${what}`, async () => {
      const error = await rejection<OlympicPlayerError>(learnPlate(given as unknown as readonly Frame[]));
      expect(error).to.be.instanceOf(OlympicPlayerError);
      expect(error.reason).to.equal('viewpoint/invalid-option');
      expect(error.message).to.include(`${names} `).and.include(why);
      expect(error.hint).to.not.equal('');
    });

  it('is not learned from frames that are closed, before or meanwhile', async () => {
    const bitmaps = await Promise.all([1, 2, 3].map((seed) => createImageBitmap(large(seed))));
    const meanwhile = rejection(learnPlate(bitmaps));
    bitmaps[2]!.close();
    expect(await meanwhile).to.include({ reason: 'viewpoint/invalid-option' });
    const before = await rejection(learnPlate(bitmaps));
    expect(before).to.include({ reason: 'viewpoint/invalid-option' });
    expect(before.message).to.include('frames[2]');
  });

  it('of the venue is nearly the true one', async () => {
    const venue = venueInstant([0]);
    const [seen] = venue.cameras as [CameraModel];
    const frames = times.map((timeMs) => venue.truth(seen, timeMs));
    const truth = venue.truth(seen, times[0], 'plate');
    venue.dispose();
    const plate = await learnPlate(frames);
    expect(psnr(plate, truth)).to.be.above(38);
    for (const frame of frames) expect(psnr(frame, truth)).to.be.below(32);
  });
});
