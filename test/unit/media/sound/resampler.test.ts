import { expect } from '@open-wc/testing';
import { Resampler } from '../../../../src/media/sound/resampler.js';
import { peak } from './tone.js';

const tone = (hertz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, n) =>
    Math.sin((2 * Math.PI * hertz * n) / rate),
  );

/** In blocks, as decoders give them. */
function resampled(samples: Float32Array, from: number, to: number, block = 1024): Float32Array {
  const resampler = new Resampler(from, to);
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += block) {
    const part = samples.slice(at, at + block);
    out.push(...resampler.process({ left: part, right: part }).left);
  }
  return Float32Array.from(out);
}

describe('a resampler', () => {
  for (const [from, to] of [
    [44_100, 48_000],
    [48_000, 44_100],
    [22_050, 48_000],
    [96_000, 48_000],
    [48_000, 11_025],
  ] as const)
    it(`takes ${from} to ${to} Hz: the same tone, at the same place, for any block size`, () => {
      const source = tone(1000, from, 0.5);
      const out = resampled(source, from, to);
      const ideal = tone(1000, to, 0.5);
      // At its start the filter sees the silence before it.
      const error = out.slice(200, -200).map((value, n) => value - ideal[200 + n]!);
      expect(20 * Math.log10(peak(error)), 'dB').to.be.below(-80);
      expect(out.length).to.be.within(ideal.length - 40, ideal.length);
      expect(resampled(source, from, to, 77)).to.deep.equal(out);
    });

  it('lets nothing through that the lower rate cannot carry', () => {
    const out = resampled(tone(20_000, 48_000, 0.5), 48_000, 32_000);
    expect(20 * Math.log10(peak(out.slice(200, -200))), 'dB').to.be.below(-75);
  });

  it('stays in step for minutes', () => {
    const resampler = new Resampler(44_100, 48_000);
    const block = new Float32Array(1024);
    let made = 0;
    const blocks = 20_000;
    for (let n = 0; n < blocks; n++) made += resampler.process({ left: block, right: block }).left.length;
    expect(made).to.be.within((blocks * 1024 * 48) / 44.1 - 40, (blocks * 1024 * 48) / 44.1);
  });
});
