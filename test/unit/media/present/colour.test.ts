import { expect } from '@open-wc/testing';
import { needs } from '../../../fixtures/needs.js';
import { browserEnvironment, silentLogger } from '../../../../src/base/index.js';
import { createPresenter } from '../../../../src/media/present/index.js';
import type { PresenterOptions } from '../../../../src/media/present/index.js';
import type { VideoConfig } from '../../../../src/media/index.js';
import { Shown, bars, codeFor, config, distance, makeFrame, referenceRgb, to8Bits } from './frames.js';
import type { Code, FrameWish, Rgb } from './frames.js';

const weights = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
} as const;

const spaces = [
  {
    name: 'BT.601',
    weights: weights.bt601,
    matrix: 'smpte170m',
    primaries: 'smpte170m',
    transfer: 'smpte170m',
  },
  {
    name: 'BT.601 (625 lines)',
    weights: weights.bt601,
    matrix: 'bt470bg',
    primaries: 'bt470bg',
    transfer: 'bt709',
  },
  { name: 'BT.709', weights: weights.bt709, matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' },
  {
    name: 'BT.2020 matrix',
    weights: weights.bt2020,
    matrix: 'bt2020-ncl',
    primaries: 'bt709',
    transfer: 'bt709',
  },
] as const;

/** Pixels of a bar: its chroma must not touch the neighbour's where it is read. */
const barWidth = 12;
const height = 16;

async function shownOf(
  wish: FrameWish,
  options: PresenterOptions,
  of: VideoConfig = config,
): Promise<{ shown: Shown; upload: string }> {
  const canvas = new OffscreenCanvas(1, 1);
  const presenter = createPresenter(canvas, browserEnvironment, silentLogger, options);
  const frame = makeFrame(wish);
  try {
    expect(await presenter.draw(frame, of)).to.equal(true);
    return { shown: new Shown(canvas), upload: presenter.upload };
  } finally {
    frame.close();
    presenter.close();
  }
}

const strip = (codes: readonly Code[]) => ({
  width: codes.length * barWidth,
  height,
  at: (x: number) => codes[Math.floor(x / barWidth)]!,
});

const middles = (shown: Shown, count: number): Rgb[] =>
  Array.from({ length: count }, (_, bar) => shown.at(bar * barWidth + barWidth / 2, height / 2));

describe('colours of the presenter', () => {
  for (const { name, weights: kr, ...space } of spaces)
    for (const fullRange of [false, true])
      for (const format of ['I420', 'I422', 'I444', 'NV12', 'I420P10', 'I422P10', 'I444P12'])
        it(`shows ${name} bars in ${fullRange ? 'full' : 'limited'} range, ${format}, by planes`, async function () {
          if (format !== 'I420' && format !== 'NV12')
            await needs(this, 'VideoFrames of 4:2:2, 4:4:4 and more than 8 bits');
          const bits = Number(/P(1\d)/.exec(format)?.[1] ?? 8);
          const codes = bars.map((rgb) => codeFor(rgb, kr, fullRange, bits));
          const wish = { format, ...strip(codes), colorSpace: { ...space, fullRange } };
          const { shown, upload } = await shownOf(wish, { upload: 'planes' });
          expect(upload).to.equal('planes');
          middles(shown, bars.length).forEach((rgb, bar) => {
            const wanted = to8Bits(referenceRgb(codes[bar]!, kr, fullRange, bits));
            expect(distance(rgb, wanted), `bar ${bar}: ${rgb}, not ${wanted}`).to.be.at.most(2);
          });
        });

  for (const upload of ['texture', '2d'] as const)
    for (const { name, weights: kr, ...space } of spaces)
      for (const fullRange of [false, true])
        it(`agrees with planes within 3 on ${name}, ${fullRange ? 'full' : 'limited'} range, by ${upload}`, async function () {
          await needs(this, 'exact colours of VideoFrames');
          const codes = bars.map((rgb) => codeFor(rgb, kr, fullRange));
          // Chromium's 2d drawing also converts 625-line primaries (up to 18 of 255 in saturated yellow); this is about matrix and range.
          const colorSpace = { ...space, primaries: upload === '2d' ? 'bt709' : space.primaries, fullRange };
          const wish = { format: 'I420', ...strip(codes), colorSpace };
          const planes = await shownOf(wish, { upload: 'planes' });
          const other = await shownOf(wish, { upload });
          expect(other.upload).to.equal(upload);
          const found = middles(other.shown, bars.length);
          middles(planes.shown, bars.length).forEach((rgb, bar) =>
            expect(distance(rgb, found[bar]!), `bar ${bar}: ${found[bar]}, not ${rgb}`).to.be.at.most(3),
          );
        });

  it('shows RGB pictures as they are, whatever the order of their bytes', async () => {
    const pixel = [200, 100, 50, 255];
    for (const format of ['RGBA', 'RGBX', 'BGRA', 'BGRX'] as const) {
      const order = format.startsWith('B') ? [2, 1, 0, 3] : [0, 1, 2, 3];
      const data = new Uint8Array(8 * 8 * 4).map((_, index) => pixel[order[index % 4]!]!);
      const frame = new VideoFrame(data, { format, codedWidth: 8, codedHeight: 8, timestamp: 0 });
      for (const upload of ['planes', 'texture'] as const) {
        const canvas = new OffscreenCanvas(1, 1);
        const presenter = createPresenter(canvas, browserEnvironment, silentLogger, { upload });
        await presenter.draw(frame, config);
        expect(new Shown(canvas).at(4, 4), `${format} by ${upload}`).to.deep.equal([200, 100, 50]);
        presenter.close();
      }
      frame.close();
    }
  });

  it('takes the matrix by the number of lines where none is named', async () => {
    const code: Code = [120, 100, 160];
    const colorSpace = { primaries: 'bt709', transfer: 'bt709' };
    for (const [lines, kr] of [
      [718, weights.bt601],
      [720, weights.bt709],
    ] as const) {
      const wish = { format: 'I420', width: 16, height: lines, at: () => code, colorSpace };
      const { shown } = await shownOf(wish, { upload: 'planes' });
      const wanted = to8Bits(referenceRgb(code, kr, false));
      expect(distance(shown.at(8, 300), wanted), `${lines} lines`).to.be.at.most(1);
    }
  });

  it('lets the container correct the colours, also where the browser would draw', async () => {
    const code: Code = [120, 100, 160];
    const colorSpace = { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', fullRange: false };
    const wish = { format: 'I420', width: 16, height: 16, at: () => code, colorSpace };
    const corrected: VideoConfig = { ...config, colorSpace: { matrix: 'smpte170m', fullRange: true } };
    const { shown, upload } = await shownOf(wish, {}, corrected);
    expect(upload).to.equal('planes');
    expect(distance(shown.at(8, 8), to8Bits(referenceRgb(code, weights.bt601, true)))).to.be.at.most(1);
  });
});

describe('wide gamut and high dynamic range', () => {
  const srgbDecode = (e: number) => (e <= 0.04045 ? e / 12.92 : ((e + 0.055) / 1.055) ** 2.4);
  const srgbEncode = (l: number) => {
    const clipped = Math.min(1, Math.max(0, l));
    return clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
  };
  // BT.2020 to BT.709 from the primaries' chromaticities, by way of XYZ: not the table that the shader has.
  const toBt709 = ([r, g, b]: Rgb): Rgb => {
    const X = 0.636958 * r + 0.1446169 * g + 0.168881 * b;
    const Y = 0.2627002 * r + 0.6779981 * g + 0.0593017 * b;
    const Z = 0.0280727 * g + 1.0609851 * b;
    return [
      3.2409699 * X - 1.5373832 * Y - 0.4986108 * Z,
      -0.9692436 * X + 1.8759675 * Y + 0.0415551 * Z,
      0.0556301 * X - 0.203977 * Y + 1.0569715 * Z,
    ];
  };
  const map = ([r, g, b]: Rgb, change: (value: number) => number): Rgb => [change(r), change(g), change(b)];
  const mixed: Rgb[] = [
    [0.5, 0.5, 0.5],
    [0.7, 0.4, 0.3],
    [0.3, 0.6, 0.4],
    [0.35, 0.4, 0.7],
    [0.2, 0.2, 0.2],
  ];

  const pq = (nits: number) => {
    const y = (nits / 10000) ** 0.1593017578125;
    return ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375;
  };
  const nitsOf = (e: number) => {
    const p = e ** (1 / 78.84375);
    return 10000 * (Math.max(p - 0.8359375, 0) / (18.8515625 - 18.6875 * p)) ** (1 / 0.1593017578125);
  };
  /** BT.2390's EETF from 1000 to 203 cd/m², on the largest component; then BT.709 and sRGB. */
  const mapped = (nits: Rgb): Rgb => {
    const largest = Math.max(...nits, 1e-4);
    const most = pq(203) / pq(1000);
    const knee = 1.5 * most - 0.5;
    const e = Math.min(1, pq(largest) / pq(1000));
    const t = (e - knee) / (1 - knee);
    const spline =
      (2 * t ** 3 - 3 * t ** 2 + 1) * knee +
      (t ** 3 - 2 * t ** 2 + t) * (1 - knee) +
      (3 * t ** 2 - 2 * t ** 3) * most;
    const rolled = nitsOf((e < knee ? e : spline) * pq(1000));
    return map(toBt709(map(nits, (value) => (value * rolled) / largest / 203)), srgbEncode);
  };

  async function check(transfer: string, codes: readonly Code[], wanted: readonly Rgb[]): Promise<Shown> {
    const colorSpace = { matrix: 'bt2020-ncl', primaries: 'bt2020', transfer, fullRange: false };
    const { shown, upload } = await shownOf({ format: 'I420P10', ...strip(codes), colorSpace }, {});
    expect(upload).to.equal('planes');
    middles(shown, codes.length).forEach((rgb, bar) =>
      expect(
        distance(rgb, to8Bits(wanted[bar]!)),
        `bar ${bar}: ${rgb}, not ${to8Bits(wanted[bar]!)}`,
      ).to.be.at.most(2),
    );
    return shown;
  }

  it('shows BT.2020 primaries with an SDR transfer as BT.709, and leaves greys alone', async function () {
    await needs(this, 'VideoFrames of 4:2:2, 4:4:4 and more than 8 bits');
    const codes = mixed.map((rgb) => codeFor(rgb, weights.bt2020, false, 10));
    const wanted = codes.map((code) => {
      const rgb = referenceRgb(code, weights.bt2020, false, 10);
      return map(toBt709(map(rgb, srgbDecode)), srgbEncode);
    });
    const shown = await check('bt709', codes, wanted);
    expect(distance(middles(shown, 1)[0]!, [128, 128, 128])).to.be.at.most(1);
  });

  it('maps PQ to the screen by the equation of BT.2390', async function () {
    await needs(this, 'VideoFrames of 4:2:2, 4:4:4 and more than 8 bits');
    const light: Rgb[] = [
      [0, 0, 0],
      [50, 50, 50],
      [203, 203, 203],
      [1000, 1000, 1000],
      [4000, 4000, 4000],
      [150, 90, 60],
      [400, 300, 100],
    ];
    const codes = light.map((nits) => codeFor(map(nits, pq), weights.bt2020, false, 10));
    const wanted = codes.map((code) =>
      mapped(map(referenceRgb(code, weights.bt2020, false, 10), (e) => nitsOf(Math.max(0, Math.min(1, e))))),
    );
    const shown = await check('pq', codes, wanted);
    const [black, dim, , bright, brighter] = middles(shown, 5);
    expect(black).to.deep.equal([0, 0, 0]);
    // 50 cd/m² is below the knee: light as it was, on a screen whose white is 203 cd/m².
    expect(distance(dim!, to8Bits(map([50, 50, 50], (nits) => srgbEncode(nits / 203))))).to.be.at.most(2);
    expect(distance(bright!, [255, 255, 255])).to.be.at.most(1);
    expect(distance(brighter!, [255, 255, 255])).to.be.at.most(1);
  });

  it('maps HLG as a display of 1000 cd/m² would show it', async function () {
    await needs(this, 'VideoFrames of 4:2:2, 4:4:4 and more than 8 bits');
    const signal: Rgb[] = [[0.75, 0.75, 0.75], [1, 1, 1], [0, 0, 0], ...mixed];
    const codes = signal.map((rgb) => codeFor(rgb, weights.bt2020, false, 10));
    const scene = (e: number) =>
      e <= 0.5 ? (e * e) / 3 : (Math.exp((e - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    const wanted = codes.map((code) => {
      const linear = map(referenceRgb(code, weights.bt2020, false, 10), (e) =>
        scene(Math.max(0, Math.min(1, e))),
      );
      const luminance = 0.2627 * linear[0] + 0.678 * linear[1] + 0.0593 * linear[2];
      return mapped(map(linear, (value) => 1000 * Math.max(luminance, 1e-6) ** 0.2 * value));
    });
    // BT.2408: 75 % HLG is 203 cd/m², the same light as 58 % PQ.
    expect(1000 * scene(0.75) ** 1.2).to.be.closeTo(203, 1);
    expect(nitsOf(0.58)).to.be.closeTo(203, 3);
    await check('hlg', codes, wanted);
  });
});
