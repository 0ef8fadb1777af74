import { expect } from '@open-wc/testing';
import { needs } from '../../../fixtures/needs.js';
import { fakeDecoding } from './fake-decoder.js';
import { clockWhenHeard, expectClicks, going, openBench, within } from './sound-bench.js';
import type { Bench, BenchOptions } from './sound-bench.js';
import { frequency, largestJump, peak } from './tone.js';

describe('sound in trouble', () => {
  let bench: Bench;
  const open = async (options?: BenchOptions) => (bench = await openBench(options));

  before(async function () {
    await needs(this, 'a device that plays sound');
  });
  afterEach(() => bench?.close());

  it('leaves out what is broken, and only that', async () => {
    const { sound, ear, window } = await open();
    window.damage = (index, data) =>
      index === 120 || (index >= 130 && index < 133) ? data.map((_, n) => (n * 97 + 13) & 255) : data;
    const plan = going(2200);
    sound.steer(plan);
    await ear.captured(2.2);
    const stats = sound.stats();
    expect(stats.packetsLost).to.be.within(4, 6);
    expect(stats.decoderRebuilds).to.be.within(1, 6);
    expect(sound.failure.value).to.equal(undefined);
    expectClicks(ear, plan, [3000, 4000]);
  });

  it('goes over holes in the window', async () => {
    const { sound, ear, window } = await open();
    window.damage = (index, data) => (index >= 120 && index < 135 ? undefined : data);
    const plan = going(2200);
    sound.steer(plan);
    await ear.captured(2.2);
    expectClicks(ear, plan, [3000, 4000]);
    const { losses, underruns } = sound.stats();
    expect(losses + underruns).to.equal(1);
  });

  it('takes another configuration in the middle', async () => {
    const { sound, ear, window } = await open();
    window.configOf = (index) => (index < 130 ? 0 : 1);
    const plan = going(2200);
    sound.steer(plan);
    await ear.captured(2.2);
    expectClicks(ear, plan, [3000, 4000]);
    expect(sound.stats()).to.include({ packetsLost: 0, decoderRebuilds: 0 });
  });

  for (const drift of [0.99, 1.01])
    it(`keeps to stamps that go ${drift} times as fast as the samples, without a break`, async () => {
      const { sound, ear } = await open({ drift });
      const plan = going(5300 * drift);
      sound.steer(plan);
      await ear.captured(2.5);
      const { losses, underruns } = sound.stats();
      if (ear.gapMs < 100) expect(losses + underruns).to.equal(0);
      const clicks = ear.clicks().map((frame) => clockWhenHeard(ear, plan, frame) / drift);
      expect(clicks.length).to.be.at.least(1);
      // Stamps are followed in steps of 4 ms, and a splice may be 8 ms off.
      for (const time of clicks)
        expect(time).to.be.closeTo(Math.round(time / 1000) * 1000, 12 + within(ear, plan));
    });

  for (const [name, sampleRate, channels] of [
    ['mono', 48_000, 1],
    ['5.1', 48_000, 6],
    ['22.05 kHz', 22_050, 2],
    ['96 kHz', 96_000, 2],
  ] as const)
    it(`plays ${name} with its pitch and without a click, started, sought and stopped`, async () => {
      const decoding = fakeDecoding({ sampleRate, channels });
      const { sound, ear } = await open({ environment: decoding.environment });
      sound.steer(going(1000));
      await ear.captured(0.5);
      sound.steer(going(5000));
      await ear.captured(0.5);
      const steady = ear.samples(ear.to - 0.2 * 48_000);
      expect(frequency(steady)).to.be.closeTo(440, 1);
      expect(peak(steady)).to.be.closeTo(0.5, 0.01);
      sound.steer({ ...going(5500), moving: false });
      await ear.captured(0.1);
      const step = ((2 * Math.PI * 440) / 48_000) * 0.5;
      expect(largestJump(ear.samples())).to.be.below(step * 1.25);
      sound.close();
      expect(decoding.open).to.equal(0);
    });

  it('rings out without a click when its speaker is closed in the middle of it, as in a cut', async () => {
    const decoding = fakeDecoding({ sampleRate: 48_000, channels: 2 });
    const { sound, ear } = await open({ environment: decoding.environment });
    sound.steer(going(1000));
    await ear.captured(0.5);
    await ear.speaker.close();
    await ear.captured(0.1);
    const step = ((2 * Math.PI * 440) / 48_000) * 0.5;
    expect(peak(ear.samples())).to.be.closeTo(0.5, 0.01);
    expect(largestJump(ear.samples())).to.be.below(step * 1.25);
    expect(peak(ear.samples(ear.to - 0.05 * 48_000))).to.equal(0);
  });

  it('says that a codec is not supported, and asks no second time', async () => {
    const decoding = fakeDecoding({ answer: () => 'unsupported' });
    const { sound, ear } = await open({ environment: decoding.environment });
    sound.steer(going(1000));
    await ear.captured(0.5);
    expect(sound.failure.value).to.include({ reason: 'media/audio-codec-not-supported' });
    expect(decoding.made).to.equal(1);
    expect(sound.heard(performance.now())).to.equal(undefined);
  });

  it('rests when nothing can be decoded, says so, and comes back', async () => {
    const decoding = fakeDecoding({ answer: (_, decoder) => (decoder < 6 ? 'error' : 'output') });
    const { sound, ear } = await open({ environment: decoding.environment });
    sound.steer(going(1000));
    await ear.captured(0.3);
    expect(sound.failure.value).to.include({ reason: 'media/audio-decoder-failed' });
    expect(decoding.made).to.equal(5);
    await ear.captured(2);
    expect(sound.failure.value).to.equal(undefined);
    expect(sound.heard(performance.now())).to.be.above(2500);
  });

  it('gives up a decoder that says nothing, and one that swallows packets', async () => {
    const decoding = fakeDecoding({
      answer: (packet, decoder) => (decoder === 0 || (decoder === 1 && packet === 40) ? 'nothing' : 'output'),
    });
    const { sound, ear } = await open({ environment: decoding.environment });
    sound.steer(going(1000));
    await ear.captured(5);
    expect(decoding.made).to.equal(3);
    expect(sound.stats().decoderRebuilds).to.equal(2);
    expect(sound.heard(performance.now())).to.be.above(5500);
  });

  it('survives a decoder that throws', async () => {
    const decoding = fakeDecoding({ answer: (packet) => (packet === 30 ? 'throw' : 'output') });
    const { sound, ear } = await open({ environment: decoding.environment });
    sound.steer(going(1000));
    await ear.captured(1.5);
    expect(sound.stats().packetsLost).to.equal(2);
    expect(sound.heard(performance.now())).to.be.above(2000);
  });
});
