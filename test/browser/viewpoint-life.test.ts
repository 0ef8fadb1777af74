/** The life of a synthesizer: prepared, aborted, prepared again, closed; and nothing of it left behind. */
import { expect } from '@open-wc/testing';
import { createSynthesizer } from '../../src/viewpoint/index.js';
import type { Progress } from '../../src/viewpoint/index.js';
import { rejection } from '../fixtures/rejection.js';
import { census, onArc, opener, pictureOf, psnr } from '../fixtures/viewpoint.js';

const cameras = onArc([-8, 0, 8], { width: 96, height: 64 });
const frames = cameras.map((camera) => pictureOf(camera));
const [view] = onArc([4], { width: 96, height: 64 });

/** Resolves at the first news of a preparation, with what stops it. */
function started(prepare: (onProgress: (progress: Progress) => void) => Promise<void>): {
  first: Promise<Progress>;
  whole: Promise<void>;
} {
  let tell: (progress: Progress) => void;
  const first = new Promise<Progress>((resolve) => (tell = resolve));
  return { first, whole: prepare((progress) => tell(progress)) };
}

const sum = (memory: Readonly<Record<string, number>>): number =>
  Object.values(memory).reduce((all, bytes) => all + bytes, 0);

describe('the life of a synthesizer', function () {
  this.timeout(60_000);
  const openOne = opener();
  const thrown: unknown[] = [];
  const listen = (event: PromiseRejectionEvent): void => void thrown.push(event.reason);
  before(() => window.addEventListener('unhandledrejection', listen));
  after(() => window.removeEventListener('unhandledrejection', listen));
  afterEach(() => expect(thrown.splice(0)).to.deep.equal([]));

  it('aborts with AbortError, at once where it was aborted before', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    const before = sum(synthesizer.memory);
    const error = await rejection<DOMException>(synthesizer.prepare({ signal: AbortSignal.abort() }));
    expect(error.name).to.equal('AbortError');
    expect(sum(synthesizer.memory)).to.equal(before);
  });

  it('aborts in the middle, keeps what it has, and goes on later', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    const stop = new AbortController();
    let steps = 0;
    const aborted = synthesizer.prepare({
      signal: stop.signal,
      onProgress: ({ ready }) => {
        steps += 1;
        if (ready.length === 2) stop.abort();
      },
    });
    expect((await rejection<DOMException>(aborted)).name).to.equal('AbortError');
    const heard = steps;
    // Two cameras can be drawn: what was done is there.
    const between = { ...view!, position: onArc([-4])[0]!.position };
    expect(['blend', 'depth']).to.include((await synthesizer.render(between)).synthesis);
    const seen: Progress[] = [];
    await synthesizer.prepare({ onProgress: (progress) => seen.push(progress) });
    expect(steps, 'no news after it was aborted').to.equal(heard);
    expect(seen[0]?.ready.length).to.be.at.least(2);
    expect((await synthesizer.render(view!)).synthesis).to.equal('depth');
  });

  it('comes to the same picture, aborted or not', async () => {
    const [whole, broken] = [await openOne({ cameras, frames }), await openOne({ cameras, frames })];
    await whole.synthesizer.prepare();
    for (let at = 1; at <= 3; at += 1) {
      const stop = new AbortController();
      let steps = 0;
      await broken.synthesizer
        .prepare({ signal: stop.signal, onProgress: () => (steps += 1) === at && stop.abort() })
        .catch(() => {});
    }
    await broken.synthesizer.prepare();
    for (const { synthesizer } of [whole, broken]) await synthesizer.render(view!);
    const [a, b] = [await whole.synthesizer.readPixels(), await broken.synthesizer.readPixels()];
    expect(psnr(a, b)).to.be.above(35);
  });

  it('has nothing to do a second time, and takes no more memory', async () => {
    const { synthesizer, alive } = await openOne({ cameras, frames });
    await synthesizer.prepare();
    await synthesizer.render(view!);
    const [memory, objects] = [synthesizer.memory, alive()];
    const picture = await synthesizer.readPixels();
    await synthesizer.prepare();
    expect(synthesizer.memory).to.deep.equal(memory);
    await synthesizer.render(view!);
    expect(psnr(await synthesizer.readPixels(), picture)).to.equal(Infinity);
    expect(alive()).to.deep.equal(objects);
  });

  it('is prepared by two at once: both are told, and one aborted leaves the other alone', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    const stop = new AbortController();
    const first = synthesizer.prepare({ signal: stop.signal });
    const second = synthesizer.prepare();
    stop.abort();
    expect((await rejection<DOMException>(first)).name).to.equal('AbortError');
    await second;
    expect((await synthesizer.render(view!)).synthesis).to.equal('depth');
    await Promise.all([synthesizer.prepare(), synthesizer.prepare()]);
  });

  it('draws while it is being prepared', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    const seen = new Set<string>();
    let drawing = Promise.resolve();
    await synthesizer.prepare({
      onProgress: () => {
        drawing = drawing.then(async () => {
          seen.add((await synthesizer.render(view!)).synthesis);
          await synthesizer.readPixels();
        });
      },
    });
    await drawing;
    expect([...seen]).to.deep.equal(['blend', 'depth']);
  });

  it('gives memory back after an abort, but for what was done', async () => {
    const { synthesizer, alive } = await openOne({ cameras, frames });
    await synthesizer.prepare();
    const [memory, objects] = [sum(synthesizer.memory), alive()];
    const other = await openOne({ cameras, frames });
    for (let round = 0; round < 4; round += 1) {
      const stop = new AbortController();
      queueMicrotask(() => stop.abort());
      await rejection(other.synthesizer.prepare({ signal: stop.signal }));
    }
    await other.synthesizer.prepare();
    expect(sum(other.synthesizer.memory)).to.equal(memory);
    expect(other.alive()).to.deep.equal(objects);
  });

  it('gives memory back wherever it is aborted: at any wait for the GPU', async () => {
    const whole = await openOne({ cameras, frames });
    await whole.synthesizer.prepare();
    const broken = await openOne({ cameras, frames });
    const { gl } = broken;
    for (let wait = 1; wait <= 8; wait += 1) {
      const stop = new AbortController();
      let fences = 0;
      gl.fenceSync = (...words) => {
        fences += 1;
        if (fences === wait) stop.abort();
        return WebGL2RenderingContext.prototype.fenceSync.apply(gl, words);
      };
      await broken.synthesizer.prepare({ signal: stop.signal }).catch(() => {});
    }
    await broken.synthesizer.prepare();
    expect(broken.synthesizer.memory).to.include.keys('pictures', 'planes');
    const { patches: some, ...rest } = broken.synthesizer.memory;
    const { patches: others, ...expected } = whole.synthesizer.memory;
    expect(rest).to.deep.equal(expected);
    expect(Math.abs(some! / others! - 1)).to.be.below(0.2);
    expect(broken.alive()).to.deep.equal(whole.alive());
  });

  it('is closed in the middle of a preparation: it says so, and leaves nothing', async () => {
    const { synthesizer, alive, gl } = await openOne({ cameras, frames });
    const { first, whole } = started((onProgress) => synthesizer.prepare({ onProgress }));
    const waiting = synthesizer.prepare();
    await first;
    synthesizer.close();
    expect(synthesizer.memory).to.deep.equal({});
    for (const promise of [whole, waiting])
      expect(await rejection(promise)).to.include({ reason: 'viewpoint/closed' });
    // Its last slice still ends: it may not make anything new.
    const next = await createSynthesizer({ canvas: new OffscreenCanvas(96, 64), cameras, frames });
    await next.prepare();
    next.close();
    expect(synthesizer.memory).to.deep.equal({});
    expect(alive()).to.deep.equal({
      Texture: 0,
      Framebuffer: 0,
      Buffer: 0,
      VertexArray: 0,
      Program: 0,
      Shader: 0,
    });
    expect(gl.getError()).to.equal(gl.NO_ERROR);
  });

  it('is closed while pixels are read', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    await synthesizer.render(view!);
    const pixels = synthesizer.readPixels();
    synthesizer.close();
    expect(await rejection(pixels)).to.include({ reason: 'viewpoint/closed' });
  });

  it('leaves nothing behind when it is closed, and may be closed again', async () => {
    const { synthesizer, alive } = await openOne({ cameras, frames });
    await synthesizer.prepare();
    await synthesizer.render(view!);
    await synthesizer.readPixels();
    expect(alive().Texture).to.be.above(10);
    synthesizer.close();
    synthesizer.close();
    expect(synthesizer.memory).to.deep.equal({});
    for (const [kind, count] of Object.entries(alive())) expect(count, kind).to.equal(0);
  });

  it('does nothing more once it is closed', async () => {
    const { synthesizer } = await openOne({ cameras, frames });
    synthesizer.close();
    for (const ask of [
      () => synthesizer.render(view!),
      () => synthesizer.readPixels(),
      () => synthesizer.prepare(),
      () => synthesizer.prepare({ signal: AbortSignal.abort() }),
    ])
      expect(await rejection(ask())).to.include({ reason: 'viewpoint/closed' });
  });

  it('does not need the frames once it is there', async () => {
    const bitmaps = await Promise.all(frames.map((frame) => createImageBitmap(frame)));
    const { synthesizer } = await openOne({ cameras, frames: bitmaps });
    for (const bitmap of bitmaps) bitmap.close();
    await synthesizer.prepare();
    await synthesizer.render(cameras[1]!);
    expect(psnr(await synthesizer.readPixels(), frames[1]!)).to.be.above(45);
  });

  it('leaves nothing of one that could not be made', async () => {
    const canvas = new OffscreenCanvas(96, 64);
    const alive = census(canvas.getContext('webgl2')!);
    await rejection(
      createSynthesizer({ canvas, cameras, frames, depths: [new Float32Array(3), undefined, undefined] }),
    );
    for (const [kind, count] of Object.entries(alive())) expect(count, kind).to.equal(0);
  });
});
