/** Pictures of every kind, on every canvas, in the page and in a worker. */
import { expect } from '@open-wc/testing';
import type { Frame } from '../../src/viewpoint/index.js';
import { rejection } from '../fixtures/rejection.js';
import { onArc, opener, pictureOf, psnr } from '../fixtures/viewpoint.js';
import type { Asked, Answered } from '../fixtures/viewpoint-worker.js';

const size = { width: 96, height: 64 };
const cameras = onArc([-8, 0, 8], size);
const frames = cameras.map((camera) => pictureOf(camera));
const [view] = onArc([4], size);

/** Pixels twice as wide and high, each as it was. */
async function twice(picture: ImageData): Promise<ImageBitmap> {
  return createImageBitmap(picture, {
    resizeWidth: picture.width * 2,
    resizeHeight: picture.height * 2,
    resizeQuality: 'pixelated',
  });
}

describe('pictures of a synthesizer', function () {
  this.timeout(60_000);
  const openOne = opener();

  const shown = async (given: readonly Frame[]): Promise<ImageData> => {
    const { synthesizer } = await openOne({ cameras, frames: given });
    await synthesizer.render(cameras[1]!);
    return synthesizer.readPixels();
  };

  it('may be ImageData, ImageBitmap and VideoFrame, and look the same', async () => {
    const bitmaps = await Promise.all(frames.map((frame) => createImageBitmap(frame)));
    const videos = bitmaps.map((bitmap, index) => new VideoFrame(bitmap, { timestamp: index }));
    for (const [kind, given] of [
      ['ImageData', frames],
      ['ImageBitmap', bitmaps],
      ['VideoFrame', videos],
      ['a mixture', [frames[0]!, bitmaps[1]!, videos[2]!]],
    ] as const)
      expect(psnr(await shown(given), frames[1]!), kind).to.be.above(48);
    // They are still the caller's.
    expect(bitmaps[0]!.width).to.equal(size.width);
    expect(videos[0]!.displayWidth).to.equal(size.width);
    for (const frame of [...bitmaps, ...videos]) frame.close();
  });

  it('may be larger than what the camera was calibrated for', async () => {
    const large = await Promise.all(frames.map(twice));
    expect(psnr(await shown(large), frames[1]!)).to.be.above(48);
  });

  it('of a VideoFrame are shown at its display size', async () => {
    const narrow = new OffscreenCanvas(48, 64);
    narrow.getContext('2d')!.drawImage(await createImageBitmap(frames[1]!), 0, 0, 48, 64);
    const video = new VideoFrame(narrow, { timestamp: 0, displayWidth: 96, displayHeight: 64 });
    const picture = await shown([frames[0]!, video, frames[2]!]);
    video.close();
    expect(psnr(picture, frames[1]!)).to.be.above(17);
  });

  it('of a VideoFrame are cut to its visible part', async () => {
    const wide = new OffscreenCanvas(size.width + 32, size.height + 16);
    wide.getContext('2d')!.drawImage(await createImageBitmap(frames[1]!), 16, 8);
    const whole = new VideoFrame(wide, { timestamp: 0 });
    const video = new VideoFrame(whole, { visibleRect: { x: 16, y: 8, ...size } });
    const picture = await shown([frames[0]!, video, frames[2]!]);
    for (const frame of [whole, video]) frame.close();
    expect(psnr(picture, frames[1]!)).to.be.above(48);
  });

  it('are kept within a budget: smaller, not wrong', async () => {
    const large = await Promise.all(frames.map(twice));
    // All as they are would take a third more.
    const budget = 1e6;
    const { synthesizer } = await openOne({ cameras, frames: large, memoryBudget: budget });
    await synthesizer.prepare();
    const { targets = 0, ...kept } = synthesizer.memory;
    expect(targets).to.equal(0);
    expect(Object.values(kept).reduce((sum, bytes) => sum + bytes, 0)).to.be.at.most(budget);
    await synthesizer.render(cameras[1]!);
    expect(psnr(await synthesizer.readPixels(), frames[1]!)).to.be.above(24);
  });

  it('are drawn in a worker as in the page', async () => {
    const worker = new Worker(new URL('../fixtures/viewpoint-worker.ts', import.meta.url), {
      type: 'module',
    });
    const answer = new Promise<Answered>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answered>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.postMessage({ cameras, frames, view: view! } satisfies Asked);
    const { shown, picture } = await answer;
    worker.terminate();
    const { synthesizer } = await openOne({ cameras, frames });
    await synthesizer.prepare();
    expect(shown).to.deep.equal(await synthesizer.render(view!));
    expect(shown.synthesis).to.equal('depth');
    expect(psnr(picture, await synthesizer.readPixels())).to.be.above(60);
  });

  it('that were closed in the meantime are refused by name, whatever their kind', async () => {
    const bitmap = await createImageBitmap(frames[0]!);
    bitmap.close();
    expect(await rejection(shown([bitmap, frames[1]!, frames[2]!]))).to.include({
      reason: 'viewpoint/invalid-option',
    });
  });
});
