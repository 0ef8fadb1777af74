/** What a page asks of the view synthesis, with an instant of the venue. */
import { expect } from '@open-wc/testing';
import { between, createSynthesizer, orbitThrough, resized } from '../../src/viewpoint/index.js';
import type { CameraModel, Progress } from '../../src/viewpoint/index.js';
import { rejection } from '../fixtures/rejection.js';
import { onArc, onCanvas, open, opener, pictureOf, psnr } from '../fixtures/viewpoint.js';
import type { Opened } from '../fixtures/viewpoint.js';
import { venueInstant, venueSize, venueSubject } from '../fixtures/viewpoint-venue.js';

describe('view synthesis of the venue', function () {
  this.timeout(60_000);
  const venue = venueInstant([23, 0, 1]);
  const { cameras, frames } = venue;
  const ids = cameras.map(({ id }) => id);
  let opened: Opened;
  let middle: CameraModel;
  const told: Progress[] = [];

  before(async () => {
    opened = await open({ cameras, frames, subject: venueSubject });
    middle = between(opened.synthesizer.rig, ids[1]!, ids[2]!, 0.5);
  });
  after(() => {
    opened.synthesizer.close();
    venue.dispose();
  });
  afterEach(() => expect(opened.gl.getError()).to.equal(0));

  it('blends before it is prepared, and says so', async () => {
    const { synthesis, confidence, sources } = await opened.synthesizer.render(middle);
    expect(synthesis).to.equal('blend');
    expect(confidence).to.be.closeTo(0, 0.01);
    expect([...sources].sort()).to.deep.equal([ids[1], ids[2]].sort());
  });

  it('reads back what is on the canvas, its first row first', async () => {
    await opened.synthesizer.render(cameras[0]!);
    const shown = onCanvas(opened.canvas);
    const read = await opened.synthesizer.readPixels();
    expect([read.width, read.height]).to.deep.equal([venueSize.width, venueSize.height]);
    expect(psnr(read, shown)).to.equal(Infinity);
    expect(psnr(read, frames[0]!)).to.be.above(45);
  });

  it('tells how far it is, in steps that only go up, and which cameras are ready', async () => {
    await opened.synthesizer.prepare({ onProgress: (progress) => told.push(progress) });
    expect(told.length).to.be.above(4);
    told.forEach(({ done, ready }, step) => {
      expect(done).to.be.within(told[step - 1]?.done ?? 0, 1);
      expect(ready).to.include.members([...(told[step - 1]?.ready ?? [])]);
    });
    expect(told.at(-1)?.done).to.equal(1);
    expect([...told.at(-1)!.ready].sort()).to.deep.equal([...ids].sort());
    // The first gap can be shown long before all is done.
    expect(told.findIndex(({ ready }) => ready.length >= 2)).to.be.below(told.length / 2);
  });

  it('shows depth once it is prepared, nearer to the truth than the blend', async () => {
    const truth = venue.truth(middle);
    const { synthesis, confidence, sources } = await opened.synthesizer.render(middle);
    const depth = psnr(await opened.synthesizer.readPixels(), truth);
    expect(synthesis).to.equal('depth');
    expect(confidence).to.be.within(0.15, 1);
    expect(sources.length).to.be.within(2, 4);
    const blended = await open({ cameras, frames, subject: venueSubject, synthesis: 'blend' });
    await blended.synthesizer.prepare();
    expect((await blended.synthesizer.render(middle)).synthesis).to.equal('blend');
    const blend = psnr(await blended.synthesizer.readPixels(), truth);
    blended.synthesizer.close();
    expect(depth).to.be.above(blend + 1);
  });

  it('names its sources by their part in the picture, the largest first', async () => {
    const { rig } = opened.synthesizer;
    const near = await opened.synthesizer.render(between(rig, ids[1]!, ids[2]!, 0.1));
    expect(near.sources[0]).to.equal(ids[1]);
    expect(near.sources[1]).to.equal(ids[2]);
    const other = await opened.synthesizer.render(between(rig, ids[1]!, ids[2]!, 0.9));
    expect(other.sources[0]).to.equal(ids[2]);
    expect((await opened.synthesizer.render(cameras[0]!)).sources[0]).to.equal(ids[0]);
  });

  it('is sure of itself at a camera, and less so away from it', async () => {
    const { rig } = opened.synthesizer;
    expect((await opened.synthesizer.render(cameras[1]!)).confidence).to.be.closeTo(1, 1e-6);
    const near = await opened.synthesizer.render(between(rig, ids[1]!, ids[2]!, 0.1));
    expect(near.confidence).to.be.within((await opened.synthesizer.render(middle)).confidence, 1);
  });

  for (const index of [0, 1, 2])
    it(`is the picture of camera ${index} where that camera stands, to 45 dB`, async () => {
      await opened.synthesizer.render(cameras[index]!);
      expect(psnr(await opened.synthesizer.readPixels(), frames[index]!)).to.be.at.least(45);
    });

  it('changes as little as the truth does a tenth of a degree away from a camera', async () => {
    const { rig } = opened.synthesizer;
    const mean = (a: ImageData, b: ImageData): number => {
      let sum = 0;
      a.data.forEach((value, at) => (sum += Math.abs(value - b.data[at]!)));
      return sum / (a.width * a.height * 3);
    };
    const [at, aside] = [0, 0.1].map((degrees) => orbitThrough(rig, rig.cameras[1]!.azimuth + degrees));
    await opened.synthesizer.render(at!);
    const first = await opened.synthesizer.readPixels();
    await opened.synthesizer.render(aside!);
    const second = await opened.synthesizer.readPixels();
    const change = mean(first, second);
    expect(change).to.be.at.most(mean(venue.truth(at!), venue.truth(aside!)) + 1);
  });

  it('draws to a canvas of another size, and after a resize', async () => {
    const { synthesizer, canvas } = opened;
    synthesizer.resize(200, 150);
    expect([canvas.width, canvas.height]).to.deep.equal([200, 150]);
    // Before anything is drawn at the new size, the last view is read at it.
    expect((await synthesizer.readPixels()).width).to.equal(200);
    await synthesizer.render(cameras[1]!);
    const read = await synthesizer.readPixels();
    expect(psnr(read, onCanvas(canvas))).to.equal(Infinity);
    const scaled = new OffscreenCanvas(200, 150).getContext('2d', { willReadFrequently: true })!;
    scaled.imageSmoothingQuality = 'high';
    scaled.drawImage(await createImageBitmap(frames[1]!), 0, 0, 200, 150);
    expect(psnr(read, scaled.getImageData(0, 0, 200, 150))).to.be.above(26);
    synthesizer.resize(venueSize.width, venueSize.height);
    await synthesizer.render(cameras[1]!);
    expect(psnr(await synthesizer.readPixels(), frames[1]!)).to.be.at.least(45);
  });

  it('takes a view of any size: it is the canvas that counts', async () => {
    await opened.synthesizer.render(middle);
    const one = await opened.synthesizer.readPixels();
    await opened.synthesizer.render(resized(middle, 1920, 1080));
    expect(psnr(await opened.synthesizer.readPixels(), one)).to.be.above(50);
  });

  it('keeps a small account of what lies on the GPU', () => {
    const { memory } = opened.synthesizer;
    const targets = memory.targets ?? 0;
    const total = Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
    const pixels = venueSize.width * venueSize.height * cameras.length;
    // What the budget counts a pixel that is kept at the size that is matched.
    expect(total - targets).to.be.within(4 * pixels, 17.6 * pixels);
    expect(memory).to.not.have.property('read back');
    expect(memory).to.not.have.property('copies');
  });
});

describe('a synthesizer', () => {
  const openOne = opener();
  const cameras = onArc([0, 8]);
  const frames = cameras.map((camera) => pictureOf(camera));

  it('works on a canvas in the page too', async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [160, 96];
    const synthesizer = await createSynthesizer({ canvas, cameras, frames });
    await synthesizer.render(cameras[1]!);
    expect(psnr(onCanvas(canvas), frames[1]!)).to.be.above(45);
    synthesizer.close();
  });

  it('reads nothing before anything was rendered', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    expect((await synthesizer.readPixels()).data.every((value) => value === 0)).to.equal(true);
  });

  it('refuses a view that is no camera, and a size that is none', async () => {
    const { synthesizer, canvas } = await openOne({ cameras, frames });
    const [camera] = cameras;
    for (const broken of [
      { ...camera!, fx: NaN },
      { ...camera!, fy: 0 },
      { ...camera!, position: [0, Infinity, 0] as const },
      { ...camera!, distortion: [NaN, 0, 0, 0, 0] as const },
    ])
      expect(await rejection(synthesizer.render(broken))).to.include({ reason: 'viewpoint/invalid-camera' });
    for (const [width, height] of [
      [0, 10],
      [10, -1],
      [NaN, 10],
      [10.5, 10],
    ] as const)
      expect(() => synthesizer.resize(width, height))
        .to.throw()
        .with.property('reason', 'viewpoint/invalid-option');
    canvas.width = 0;
    expect(await rejection(synthesizer.render(camera!))).to.include({ reason: 'viewpoint/invalid-option' });
    expect(await rejection(synthesizer.readPixels())).to.include({ reason: 'viewpoint/invalid-option' });
    canvas.width = 64;
    expect((await synthesizer.render({ ...camera!, id: '' })).synthesis).to.equal('blend');
  });
});
