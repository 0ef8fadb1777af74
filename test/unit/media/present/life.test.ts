import { expect } from '@open-wc/testing';
import { needs } from '../../../fixtures/needs.js';
import { browserEnvironment, silentLogger } from '../../../../src/base/index.js';
import type { Logger, OlympicPlayerError } from '../../../../src/base/index.js';
import { createPresenter } from '../../../../src/media/present/index.js';
import { settle } from '../../../fixtures/fake-environment.js';
import { Shown, config, distance, makeFrame, referenceRgb, to8Bits } from './frames.js';
import type { Rgb } from './frames.js';

const colorSpace = { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', fullRange: false };

const grey = (code: number, width = 32, height = 16) =>
  makeFrame({ format: 'I420', width, height, at: () => [code, 128, 128], colorSpace });

const greyOf = (code: number): number => to8Bits(referenceRgb([code, 128, 128], [0.2126, 0.0722], false))[0];

const presenterOn = (canvas: OffscreenCanvas | HTMLCanvasElement, upload?: 'texture' | 'planes' | '2d') =>
  createPresenter(canvas, browserEnvironment, silentLogger, upload === undefined ? {} : { upload });

const once = (target: EventTarget, type: string) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

/** The browser allows a context to come back only after the event of its loss is over. */
async function lose(canvas: OffscreenCanvas): Promise<() => Promise<void>> {
  const loss = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
  const lost = once(canvas, 'webglcontextlost');
  loss.loseContext();
  await lost;
  await settle();
  return async () => {
    const restored = once(canvas, 'webglcontextrestored');
    loss.restoreContext();
    await restored;
  };
}

const nextPaint = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** A handed-over canvas follows with one of the next paints. */
async function paintedAs(canvas: HTMLCanvasElement, width: number): Promise<void> {
  for (let paints = 0; paints < 60 && canvas.width !== width; paints++) await nextPaint();
}

async function decoded(file: string): Promise<VideoFrame> {
  const response = await fetch(new URL(`./fixtures/${file}`, import.meta.url));
  const data = await response.arrayBuffer();
  const frames: VideoFrame[] = [];
  const decoder = new VideoDecoder({
    output: (frame) => frames.push(frame),
    error: () => {},
  });
  decoder.configure({ codec: 'avc1.64001e' });
  decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, duration: 40_000, data }));
  await decoder.flush();
  decoder.close();
  expect(frames).to.have.length(1);
  return frames[0]!;
}

describe('decoded H.264', () => {
  // The seven 75 % bars of the picture's upper two thirds, as R'G'B' in 8 bits.
  const on = 191;
  const seven: Rgb[] = [
    [on, on, on],
    [on, on, 0],
    [0, on, on],
    [0, on, 0],
    [on, 0, on],
    [on, 0, 0],
    [0, 0, on],
  ];

  for (const { file, size, rows } of [
    { file: 'bars-601.h264', size: [98, 54], rows: 54 },
    { file: 'bars-709-full-4to3.h264', size: [213, 90], rows: 90 },
  ])
    for (const upload of ['texture', 'planes'] as const)
      it(`shows the bars of ${file}, without the coded margin, by ${upload}`, async () => {
        const canvas = new OffscreenCanvas(1, 1);
        const presenter = presenterOn(canvas, upload);
        const frame = await decoded(file);
        try {
          expect(await presenter.draw(frame, config)).to.equal(true);
        } finally {
          frame.close();
        }
        expect(presenter.upload).to.equal(upload);
        const shown = new Shown(canvas);
        expect([shown.width, shown.height]).to.deep.equal(size);
        seven.forEach((wanted, bar) => {
          const rgb = shown.at(((bar + 0.5) * shown.width) / 7, rows / 3);
          expect(distance(rgb, wanted), `bar ${bar}: ${rgb}, not ${wanted}`).to.be.at.most(4);
        });
        presenter.close();
      });
});

describe('the way to the GPU', () => {
  it('is settled on the first pictures, and found anew for pictures of another size', async () => {
    const said: string[] = [];
    const log: Logger = { debug: (message) => said.push(message), warn: () => {} };
    const canvas = new OffscreenCanvas(1, 1);
    const presenter = createPresenter(canvas, browserEnvironment, log);
    for (const [width, height] of [
      [320, 180],
      [640, 360],
    ] as const) {
      said.length = 0;
      for (let picture = 0; picture < 18; picture++) {
        const frame = grey(100 + picture, width, height);
        expect(await presenter.draw(frame, config)).to.equal(true);
        frame.close();
        expect(new Shown(canvas).at(5, 5)[0], `picture ${picture}`).to.be.closeTo(greyOf(100 + picture), 1);
      }
      expect(said).to.have.length(1);
    }
    expect(presenter.work.upload).to.be.above(0);
    expect(presenter.work.draw).to.be.above(0);
    presenter.close();
  });

  it('follows pictures that change size, format and shape from one to the next', async function () {
    await needs(this, 'VideoFrames of odd sizes', 'VideoFrames of 4:2:2, 4:4:4 and more than 8 bits');
    const canvas = new OffscreenCanvas(1, 1);
    const presenter = presenterOn(canvas);
    let code = 60;
    for (const format of ['I420', 'NV12', 'I444', 'I420P10'])
      for (const [width, height] of [
        [64, 36],
        [33, 17],
      ] as const) {
        code += 10;
        const scale = format.endsWith('P10') ? 4 : 1;
        const at = () => [code * scale, 128 * scale, 128 * scale] as const;
        const frame = makeFrame({ format, width, height, at, colorSpace });
        expect(await presenter.draw(frame, config)).to.equal(true);
        frame.close();
        const shown = new Shown(canvas);
        expect([shown.width, shown.height]).to.deep.equal([width, height]);
        expect(
          distance(shown.at(width / 2, height / 2), [greyOf(code), greyOf(code), greyOf(code)]),
          format,
        ).to.be.at.most(2);
      }
    presenter.close();
  });

  it('keeps the order of pictures, though reading planes takes its time', async () => {
    const canvas = new OffscreenCanvas(1, 1);
    const presenter = presenterOn(canvas, 'planes');
    const large = grey(60, 1280, 720);
    const small = grey(200, 16, 16);
    const order: number[] = [];
    await Promise.all([
      presenter.draw(large, config).then(() => order.push(1)),
      presenter.draw(small, config).then(() => order.push(2)),
    ]);
    expect(order).to.deep.equal([1, 2]);
    const shown = new Shown(canvas);
    expect([shown.width, shown.at(8, 8)[0]]).to.deep.equal([16, greyOf(200)]);
    large.close();
    small.close();
    presenter.close();
  });

  it('says false for a frame that is closed, before or meanwhile, and goes on', async () => {
    for (const upload of ['texture', 'planes', '2d'] as const) {
      const canvas = new OffscreenCanvas(1, 1);
      const presenter = presenterOn(canvas, upload);
      const gone = grey(90);
      gone.close();
      expect(await presenter.draw(gone, config), upload).to.equal(false);
      const first = grey(100);
      const second = grey(110);
      const drawing = [presenter.draw(first, config), presenter.draw(second, config)];
      if (upload !== '2d') second.close();
      expect(await Promise.all(drawing), upload).to.deep.equal([true, upload === '2d']);
      const third = grey(120);
      expect(await presenter.draw(third, config), upload).to.equal(true);
      expect(presenter.upload).to.equal(upload);
      expect(new Shown(canvas).at(3, 3)[0]).to.be.closeTo(greyOf(120), 1);
      for (const frame of [first, second, third]) frame.close();
      presenter.close();
    }
  });

  it('leaves the frames to the caller, open', async () => {
    const presenter = presenterOn(new OffscreenCanvas(1, 1));
    const frame = grey(100);
    for (let picture = 0; picture < 20; picture++) await presenter.draw(frame, config);
    expect(frame.format).to.equal('I420');
    frame.close();
    presenter.close();
  });
});

describe('a lost context', () => {
  for (const upload of ['texture', 'planes', undefined] as const)
    it(`is said, and pictures come again once it is back (${upload ?? 'undecided'})`, async () => {
      const canvas = new OffscreenCanvas(1, 1);
      const presenter = presenterOn(canvas, upload);
      const frame = grey(100);
      expect(await presenter.draw(frame, config)).to.equal(true);
      expect(presenter.lost.value).to.equal(false);

      const meanwhile = presenter.draw(frame, config);
      const losing = lose(canvas);
      // At once, before the browser says so.
      expect(await meanwhile).to.equal(false);
      expect(await presenter.draw(frame, config)).to.equal(false);
      const restore = await losing;
      expect(presenter.lost.value).to.equal(true);
      expect(await presenter.draw(frame, config)).to.equal(false);

      await restore();
      expect(presenter.lost.value).to.equal(false);
      const later = grey(180);
      for (let picture = 0; picture < 3; picture++)
        expect(await presenter.draw(later, config)).to.equal(true);
      expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(180), 1);
      frame.close();
      later.close();
      presenter.close();
    });

  it('is noticed by a presenter that comes to a canvas whose context is lost', async () => {
    const canvas = new OffscreenCanvas(8, 8);
    const first = presenterOn(canvas);
    const restore = await lose(canvas);
    first.close();
    const second = presenterOn(canvas);
    expect(second.lost.value).to.equal(true);
    await restore();
    const frame = grey(150);
    expect(await second.draw(frame, config)).to.equal(true);
    expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(150), 1);
    frame.close();
    second.close();
  });
});

describe('the canvas', () => {
  it('keeps the last picture after close, and takes another presenter', async () => {
    for (const upload of ['texture', 'planes', '2d'] as const) {
      const canvas = new OffscreenCanvas(1, 1);
      const first = presenterOn(canvas, upload);
      const one = grey(100);
      await first.draw(one, config);
      first.close();
      first.close();
      expect(await first.draw(one, config)).to.equal(false);
      expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(100), 1);
      const second = presenterOn(canvas, upload);
      const two = grey(200);
      expect(await second.draw(two, config)).to.equal(true);
      expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(200), 1);
      one.close();
      two.close();
      second.close();
    }
  });

  it('is drawn on plainly where there is no WebGL2', async () => {
    const warned: string[] = [];
    const log: Logger = { debug: () => {}, warn: (message) => warned.push(message) };
    const canvas = new OffscreenCanvas(8, 8);
    // A canvas that has a 2d context gives no other.
    expect(canvas.getContext('2d')).not.to.equal(null);
    const presenter = createPresenter(canvas, browserEnvironment, log);
    expect(presenter.upload).to.equal('2d');
    expect(warned).to.have.length(1);
    const frame = grey(150);
    expect(await presenter.draw(frame, config)).to.equal(true);
    expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(150), 1);
    frame.close();
    presenter.close();
  });

  it('is refused in words when it gives no context', () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('bitmaprenderer');
    let refusal: OlympicPlayerError | undefined;
    try {
      presenterOn(canvas);
    } catch (error) {
      refusal = error as OlympicPlayerError;
    }
    expect(refusal?.reason).to.equal('media/no-canvas');
  });

  for (const upload of ['texture', 'planes', '2d'] as const) {
    it(`can be read by the page after it has been painted (the page's own canvas, ${upload})`, async () => {
      const canvas = document.createElement('canvas');
      document.body.append(canvas);
      const presenter = presenterOn(canvas, upload);
      const frame = grey(170);
      await presenter.draw(frame, config);
      frame.close();
      await nextPaint();
      expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(170), 1);
      presenter.close();
      canvas.remove();
    });

    it(`can be read by the page after it has been painted (handed over, ${upload})`, async () => {
      const canvas = document.createElement('canvas');
      document.body.append(canvas);
      const presenter = presenterOn(canvas.transferControlToOffscreen(), upload);
      const frame = grey(170);
      await presenter.draw(frame, config);
      frame.close();
      await paintedAs(canvas, 32);
      expect([canvas.width, canvas.height]).to.deep.equal([32, 16]);
      expect(new Shown(canvas).at(5, 5)[0]).to.be.closeTo(greyOf(170), 1);
      presenter.close();
      canvas.remove();
    });
  }

  it('draws from a worker, and the page reads what it shows', async () => {
    const canvas = document.createElement('canvas');
    document.body.append(canvas);
    const offscreen = canvas.transferControlToOffscreen();
    const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), { type: 'module' });
    const frame = grey(210, 64, 36);
    worker.postMessage({ canvas: offscreen, frame }, [offscreen, frame]);
    const { data } = (await once(worker, 'message')) as MessageEvent<unknown>;
    expect(data).to.deep.equal({ drawn: true, upload: 'planes' });
    await paintedAs(canvas, 64);
    expect([canvas.width, canvas.height]).to.deep.equal([64, 36]);
    expect(new Shown(canvas).at(20, 20)[0]).to.be.closeTo(greyOf(210), 1);
    worker.terminate();
    canvas.remove();
  });
});
