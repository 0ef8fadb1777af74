import { expect } from '@open-wc/testing';
import { Stage, frequency, largestJump, peak, sampleRate, sine } from './tone.js';

const hertz = 440;
const level = 0.5;
/** The largest step from sample to sample in the tone itself, and a little for the slope of a fade. */
const smooth = ((2 * Math.PI * hertz) / sampleRate) * level * 1.15;

const stage = () => new Stage(sine(hertz, level));

describe('a voice', () => {
  for (const rate of [0.25, 0.5, 0.75, 0.95, 1, 1.05, 1.25, 2, 4])
    it(`plays a tone at rate ${rate} with its pitch and no click`, () => {
      const s = stage();
      s.start(0, rate);
      s.play(2);
      const steady = s.sound.subarray(0.1 * sampleRate);
      expect(frequency(steady)).to.be.closeTo(hertz, hertz * 0.01);
      expect(largestJump(s.sound)).to.be.below(smooth);
      expect(peak(steady)).to.be.within(level * 0.98, level * 1.02);
      expect(s.voice).to.include({ underruns: 0, losses: 0 });
    });

  it('copies at rate 1, bit for bit', () => {
    const wave = sine(hertz, level);
    const s = new Stage(wave);
    s.start(4096, 1);
    s.play(0.5);
    const wrong = s.sound.findIndex((value, n) => n >= 1000 && value !== Math.fround(wave(4096 + n)));
    expect(wrong).to.equal(-1);
  });

  it('begins at the very frame at which its place is due, and says so', () => {
    const s = stage();
    s.start(10_000, 1, 5 * 128);
    s.play(0.1);
    const [first] = s.turns;
    expect(first).to.deep.equal({ frame: 5 * 128, place: 10_000, rate: 1, sounding: true });
    expect(peak(s.sound.subarray(0, 5 * 128))).to.equal(0);
  });

  it('fades when it starts, stops, changes its rate and goes elsewhere', () => {
    const s = stage();
    s.start(0, 1);
    s.play(0.3);
    s.voice.stop(s.frame);
    s.play(0.1);
    s.start(77_777, 1);
    s.play(0.3);
    for (const rate of [2, 0.5, 1, 1.37, 0.8]) {
      s.setRate(rate);
      s.play(0.2);
    }
    s.start(12_345, 1);
    s.play(0.2);
    expect(largestJump(s.sound)).to.be.below(smooth);
    // Stopped, it is silent once the fade is over.
    expect(peak(s.sound.subarray(0.31 * sampleRate, 0.4 * sampleRate))).to.equal(0);
  });

  it('fades around what was lost and is at its place again after it', () => {
    const wave = sine(hertz, level);
    const s = new Stage(wave);
    s.lost = (index) => index === 20 || index === 30 || index === 31;
    s.start(0, 1);
    s.play(1.5);
    expect(largestJump(s.sound)).to.be.below(smooth);
    expect(s.voice).to.include({ underruns: 0, losses: 2 });
    const after = s.sound.findIndex((value, n) => n > 33 * 1024 + 300 && value !== Math.fround(wave(n)));
    expect(after).to.equal(-1);
    expect(s.turns.map(({ sounding }) => sounding)).to.deep.equal([true, false, true, false, true]);
  });

  it('is silent when nothing comes, and joins in at its place when it does', () => {
    const wave = sine(hertz, level);
    const s = new Stage(wave);
    s.lost = () => s.frame > 0.5 * sampleRate && s.frame < 0.9 * sampleRate;
    s.start(0, 1);
    s.play(1.6);
    expect(s.voice).to.include({ underruns: 1, losses: 0 });
    expect(largestJump(s.sound)).to.be.below(smooth);
    const back = s.turns.at(-1)!;
    expect(back.sounding).to.equal(true);
    expect(back.place).to.equal(back.frame);
    const after = s.sound.findIndex((value, n) => n > back.frame + 300 && value !== Math.fround(wave(n)));
    expect(after).to.equal(-1);
  });

  it('takes up what stamps and samples have gone apart by without a click', () => {
    const s = stage();
    s.start(0, 1);
    s.play(0.3);
    for (const by of [200, 300, -450, 512]) {
      s.voice.shift(by);
      s.play(0.3);
    }
    expect(largestJump(s.sound)).to.be.below(smooth);
    expect(s.voice).to.include({ underruns: 0, losses: 0 });
    expect(s.turns.length).to.equal(1);
  });

  it('follows the volume without a step', () => {
    const s = stage();
    s.start(0, 1);
    s.play(0.2);
    s.voice.setVolume(0.1);
    s.play(0.2);
    s.voice.setVolume(1);
    s.play(0.2);
    expect(largestJump(s.sound)).to.be.below(smooth);
    expect(peak(s.sound.subarray(0.3 * sampleRate, 0.4 * sampleRate))).to.be.closeTo(0.05, 0.001);
  });

  it('stays as near to its place as splices allow, and within 1 ms at rate 1 after others', () => {
    // A place can be read from a sound that never repeats: noise.
    const s = new Stage((place) => noise(place));
    s.start(0, 1);
    s.play(0.2);
    for (const rate of [0.5, 0.95, 1.05, 1.5, 2]) {
      s.setRate(rate);
      s.play(0.4);
      // 8 ms for finding a likeness, and half of what the clock gains on a hop of 10 ms.
      expect(Math.abs(offBy(s)), `at rate ${rate}`).to.be.at.most(8 + 5 * Math.abs(rate - 1));
    }
    s.setRate(1);
    s.play(0.5);
    expect(Math.abs(offBy(s))).to.be.at.most(1);
  });
});

function noise(place: number): number {
  let mixed = Math.imul(place ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32 - 0.5;
}

/** Milliseconds that the newest sound is off its place: the shift with which it looks the most like what was fed. */
function offBy(s: Stage): number {
  const sound = s.sound;
  let [best, most] = [0, -Infinity];
  // The last 4 ms may lie within a splice: what is looked at is short, and the best of several.
  const length = 192;
  for (const back of [length, 480, 768, 960, 1200, 1440]) {
    const from = s.frame - back;
    const due = Math.round(s.placeAt(from));
    for (let shift = -960; shift <= 960; shift++) {
      let likeness = 0;
      for (let n = 0; n < length; n++) likeness += sound[from + n]! * noise(due + shift + n);
      if (likeness > most) [best, most] = [shift, likeness];
    }
  }
  return (best / sampleRate) * 1000;
}
