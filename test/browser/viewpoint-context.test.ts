/** The browser takes the WebGL context away, and gives an empty one back. */
import { expect } from '@open-wc/testing';
import { settle } from '../fixtures/fake-environment.js';
import { rejection } from '../fixtures/rejection.js';
import { onArc, onCanvas, opener, pictureOf, psnr } from '../fixtures/viewpoint.js';
import type { Progress } from '../../src/viewpoint/index.js';
import type { Opened } from '../fixtures/viewpoint.js';

const size = { width: 96, height: 64 };
const cameras = onArc([-8, 0, 8], size);
const frames = cameras.map((camera) => pictureOf(camera));
const [view] = onArc([4], size);

const once = (target: EventTarget, type: string): Promise<Event> =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

/** Takes it away; what comes back gives it back. */
async function lose({ gl, canvas }: Opened): Promise<() => Promise<void>> {
  const switches = gl.getExtension('WEBGL_lose_context')!;
  const lost = once(canvas, 'webglcontextlost');
  switches.loseContext();
  await lost;
  // It may be asked back only when all have heard that it is gone.
  await settle();
  return async () => {
    const restored = once(canvas, 'webglcontextrestored');
    switches.restoreContext();
    await restored;
  };
}

describe('a lost WebGL context', function () {
  this.timeout(60_000);
  const openOne = opener();

  it('is said to whoever asks for something meanwhile', async () => {
    const opened = await openOne({ cameras, frames });
    const { synthesizer } = opened;
    await synthesizer.render(view!);
    await lose(opened);
    for (const ask of [
      () => synthesizer.render(view!),
      () => synthesizer.readPixels(),
      () => synthesizer.prepare(),
    ])
      expect(await rejection(ask())).to.include({ reason: 'viewpoint/context-lost' });
    expect(synthesizer.memory).to.deep.equal({});
  });

  it('is said in the same task, before the event', async () => {
    const { synthesizer, gl, canvas } = await openOne({ cameras, frames });
    const lost = once(canvas, 'webglcontextlost');
    gl.getExtension('WEBGL_lose_context')!.loseContext();
    expect(await rejection(synthesizer.render(view!))).to.include({ reason: 'viewpoint/context-lost' });
    await lost;
  });

  it('comes back with the pictures as they were, the frames long closed', async () => {
    const bitmaps = await Promise.all(frames.map((frame) => createImageBitmap(frame)));
    const opened = await openOne({ cameras, frames: bitmaps, synthesis: 'blend' });
    for (const bitmap of bitmaps) bitmap.close();
    const { synthesizer } = opened;
    await synthesizer.prepare();
    await synthesizer.render(cameras[1]!);
    const before = await synthesizer.readPixels();
    const restore = await lose(opened);
    await restore();
    await synthesizer.render(cameras[1]!);
    expect(psnr(await synthesizer.readPixels(), before)).to.equal(Infinity);
  });

  it('comes back with its depth: nothing has to be estimated again', async () => {
    const opened = await openOne({ cameras, frames });
    const { synthesizer } = opened;
    await synthesizer.prepare();
    await synthesizer.render(view!);
    const before = await synthesizer.readPixels();
    const restore = await lose(opened);
    await restore();
    expect((await synthesizer.render(view!)).synthesis).to.equal('depth');
    expect(psnr(await synthesizer.readPixels(), before)).to.equal(Infinity);
    const memory = synthesizer.memory;
    await synthesizer.prepare();
    expect(synthesizer.memory).to.deep.equal(memory);
  });

  it('draws the last view again by itself', async () => {
    const opened = await openOne({ cameras, frames, synthesis: 'blend' });
    const { synthesizer, canvas } = opened;
    await synthesizer.prepare();
    await synthesizer.render(cameras[0]!);
    const before = onCanvas(canvas);
    const restore = await lose(opened);
    let after: ImageData | undefined;
    canvas.addEventListener('webglcontextrestored', () => (after = onCanvas(canvas)), { once: true });
    await restore();
    expect(psnr(after!, before)).to.equal(Infinity);
  });

  it('cannot come back before there were copies, and says so', async () => {
    const opened = await openOne({ cameras, frames });
    const { synthesizer } = opened;
    await synthesizer.render(view!);
    await (
      await lose(opened)
    )();
    for (const ask of [() => synthesizer.render(view!), () => synthesizer.prepare()])
      expect(await rejection(ask())).to.include({ reason: 'viewpoint/context-lost' });
    expect(synthesizer.memory).to.deep.equal({});
  });

  it('ends a preparation, which can be begun again', async () => {
    const opened = await openOne({ cameras, frames });
    const { synthesizer } = opened;
    let tell = (): void => {};
    const under = new Promise<void>((resolve) => (tell = resolve));
    // By then the copies are made.
    const onProgress = ({ done }: Progress): void => {
      if (done > 0.5) tell();
    };
    const prepared = rejection(synthesizer.prepare({ onProgress }));
    await under;
    const restore = await lose(opened);
    expect(await prepared).to.include({ reason: 'viewpoint/context-lost' });
    await restore();
    await synthesizer.prepare();
    expect((await synthesizer.render(view!)).synthesis).to.equal('depth');
  });

  it('may be lost and come back many times', async () => {
    const opened = await openOne({ cameras, frames, synthesis: 'blend' });
    const { synthesizer } = opened;
    await synthesizer.prepare();
    await synthesizer.render(cameras[2]!);
    const before = await synthesizer.readPixels();
    const memory = synthesizer.memory;
    for (let round = 0; round < 4; round += 1) await (await lose(opened))();
    expect(psnr(await synthesizer.readPixels(), before)).to.equal(Infinity);
    expect(synthesizer.memory).to.deep.equal(memory);
  });

  it('may be lost while it is closed, and closed while it is lost', async () => {
    const first = await openOne({ cameras, frames });
    first.synthesizer.close();
    await lose(first);
    const second = await openOne({ cameras, frames });
    await second.synthesizer.render(view!);
    await lose(second);
    second.synthesizer.close();
    expect(await rejection(second.synthesizer.render(view!))).to.include({ reason: 'viewpoint/closed' });
    expect(second.synthesizer.memory).to.deep.equal({});
  });
});
