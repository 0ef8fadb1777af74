/** `olympic-player/viewpoint` as it is published, in a module worker that draws to a canvas of the page. */
import { expect } from '@open-wc/testing';
import { learnPlate } from '../../src/viewpoint/index.js';
import { farthest, onArc, onCanvas, pictureOf, psnr } from '../fixtures/viewpoint.js';
import type { Answered, Asked } from '../fixtures/viewpoint-built-worker.js';

const size = { width: 160, height: 96 };
const cameras = onArc([-8, 0, 8], size);
const [view] = onArc([4], size);
const frames = cameras.map((camera) => pictureOf(camera));
const truth = pictureOf(view!);

describe('the built view synthesis in a worker', function () {
  this.timeout(60_000);
  let worker: Worker;

  beforeEach(() => {
    worker = new Worker(new URL('../fixtures/viewpoint-built-worker.ts', import.meta.url), {
      type: 'module',
    });
  });
  afterEach(() => worker.terminate());

  async function ask(canvas?: OffscreenCanvas): Promise<Answered> {
    const bitmaps = await Promise.all(frames.map((frame) => createImageBitmap(frame)));
    const answer = new Promise<Answered>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answered>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    const asked: Asked = { cameras, frames: bitmaps, view: view!, ...(canvas && { canvas }) };
    worker.postMessage(asked, [...bitmaps, ...(canvas ? [canvas] : [])]);
    return answer;
  }

  it('shows depth on a canvas of its own, while the page goes on', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    const { shown, picture } = await ask();
    clearInterval(counting);
    expect(shown.synthesis).to.equal('depth');
    expect(picture).to.include(size);
    expect(psnr(picture, truth, 4)).to.be.above(24);
    expect(turns).to.be.above(10);
  });

  it('shows it on a canvas that the page has handed over', async () => {
    const canvas = Object.assign(document.createElement('canvas'), size);
    document.body.append(canvas);
    const { shown, picture } = await ask(canvas.transferControlToOffscreen());
    expect(shown.synthesis).to.equal('depth');
    expect(psnr(picture, truth, 4)).to.be.above(24);
    // What was drawn comes to the page with one of its next frames.
    let likeness = 0;
    for (let frame = 0; frame < 300 && likeness < 40; frame += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      likeness = psnr(onCanvas(canvas), picture);
    }
    canvas.remove();
    expect(likeness).to.be.above(40);
  });

  it('learns a plate as the page does', async () => {
    const { plate } = await ask();
    expect(farthest(plate, await learnPlate(frames))).to.be.at.most(1);
  });
});
