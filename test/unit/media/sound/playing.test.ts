import { expect } from '@open-wc/testing';
import { clockWhenHeard, expectClicks, going, openBench, reached, standing, within } from './sound-bench.js';
import type { Bench, BenchOptions } from './sound-bench.js';
import { needs } from '../../../fixtures/needs.js';
import { peak } from './tone.js';

/**
 * A machine that lets this thread wait for 100 ms lets the decoder's and the device's wait too, which cannot be measured: sound may
 * then break off for want of what is being decoded, and only then.
 */
function expectSpotless({ sound, ear }: Bench): void {
  expect(sound.stats()).to.include({ packetsLost: 0, decoderRebuilds: 0 });
  if (ear.gapMs < 100) expect(sound.stats()).to.include({ underruns: 0, losses: 0 });
}

function expectSecond(time: number, tolerance: number): void {
  expect(time).to.be.closeTo(Math.round(time / 1000) * 1000, tolerance);
}

describe('sound, played and heard', () => {
  let bench: Bench;
  const open = async (options?: BenchOptions) => (bench = await openBench(options));

  before(async function () {
    await needs(this, 'a device that plays sound');
  });
  afterEach(() => bench?.close());

  for (const [codec, sampleRate] of [
    ['aac', 48_000],
    ['aac', 44_100],
    ['opus', 48_000],
    ['opus', 44_100],
  ] as const)
    it(`plays ${codec} at ${sampleRate} Hz: each click when the clock is at its second`, async () => {
      const { sound, ear } = await open({ codec, sampleRate });
      const plan = going(5500);
      sound.steer(plan);
      await ear.captured(3.2);
      expectClicks(ear, plan, [6000, 7000, 8000]);
      expectSpotless(bench);
    });

  it("is on the clock though the browser's first account of what is heard is of the context before", async () => {
    const { getOutputTimestamp } = AudioContext.prototype;
    const ready = new Set<AudioContext>();
    AudioContext.prototype.getOutputTimestamp = function () {
      if (ready.has(this)) return getOutputTimestamp.call(this);
      return { contextTime: this.currentTime + 3, performanceTime: performance.now() };
    };
    try {
      const { sound, ear } = await open();
      const plan = going(5500);
      sound.steer(plan);
      await ear.captured(0.15);
      ready.add(ear.context);
      ear.forget();
      await ear.captured(1);
      expectClicks(ear, plan, [6000]);
    } finally {
      AudioContext.prototype.getOutputTimestamp = getOutputTimestamp;
    }
  });

  it('tells what is heard: never backwards, and right within 3 ms', async () => {
    const { sound, ear } = await open();
    const plan = going(600);
    sound.steer(plan);
    const told: { now: number; time: number }[] = [];
    for (let n = 0; n < 40; n++) {
      await ear.captured(0.04);
      const now = performance.now();
      const time = sound.heard(now);
      if (time !== undefined) told.push({ now, time });
    }
    // The click at 1000 ms says what was in each frame: sound goes evenly at rate 1.
    const click = ear.clicks()[0]!;
    const errors = told.map(({ now, time }) => time - (1000 + (now - ear.heardAt(click))));
    expect(told[0]!.now - plan.at, 'ms until sound is heard').to.be.below(400);
    expect(errors.length).to.be.above(25);
    errors.forEach((error) => expect(error).to.be.within(-3, 3));
    told.reduce((last, { time }) => {
      expect(time).to.be.at.least(last);
      return time;
    }, -Infinity);
  });

  it('stops with the clock, and is where the clock is when it goes on elsewhere', async () => {
    const { sound, ear } = await open();
    sound.steer(going(5500));
    await ear.captured(1);
    sound.steer(standing(6000));
    expect(sound.heard(performance.now())).to.equal(undefined);
    await ear.captured(0.1);
    const quietFrom = ear.to;
    await ear.captured(0.3);
    expect(peak(ear.samples(quietFrom))).to.equal(0);
    const plan = going(3800);
    sound.steer(plan);
    const from = ear.to;
    await ear.captured(0.8);
    expectClicks(ear, plan, [4000], from);
  });

  it('decodes nothing while nobody hears it, and joins the running clock when somebody does', async () => {
    const { sound, ear } = await open();
    sound.set({ muted: true, volume: 1 });
    const plan = going(2000);
    sound.steer(plan);
    await ear.captured(0.5);
    expect(peak(ear.samples())).to.equal(0);
    expect(sound.stats().work).to.equal(0);
    expect(sound.heard(performance.now())).to.equal(undefined);
    sound.set({ muted: false, volume: 0.25 });
    await ear.captured(1);
    expectClicks(ear, plan, [3000]);
    expect(peak(ear.samples())).to.be.below(0.26);
  });

  it('has no sound in reverse, frozen, and beyond four times the rate', async () => {
    const { sound, ear } = await open();
    for (const rate of [-1, 0, 0.2, 4.5]) {
      sound.steer(going(2000, rate));
      await ear.captured(0.3);
      expect(sound.heard(performance.now())).to.equal(undefined);
    }
    expect(peak(ear.samples())).to.equal(0);
    expect(sound.stats().work).to.equal(0);
  });

  for (const rate of [0.5, 0.95, 1.05, 2])
    it(`keeps to the clock at rate ${rate}, and tells so`, async () => {
      const { sound, ear } = await open();
      const plan = going(5600, rate);
      sound.steer(plan);
      await ear.captured(1.5);
      const now = performance.now();
      expect(sound.heard(now)! - (plan.time + (now - plan.at) * rate)).to.be.within(
        -within(ear, plan),
        within(ear, plan),
      );
      // Far from rate 1, clicks are cut up: what is heard of a tone is in the tests of the voice.
      if (Math.abs(rate - 1) < 0.1) {
        const clicks = ear.clicks();
        expect(clicks.length).to.be.at.least(1);
        // One may be in a splice: played a little early or late, as much as likeness needs.
        for (const frame of clicks) expectSecond(clockWhenHeard(ear, plan, frame), 10 + within(ear, plan));
      }
      expectSpotless(bench);
    });

  it('changes its rate without a break, and tells the truth meanwhile', async () => {
    const { sound, ear } = await open();
    sound.steer(going(5100));
    await ear.captured(0.5);
    let last = -Infinity;
    for (const rate of [1.05, 0.95, 1, 2, 1]) {
      const now = performance.now();
      const time = sound.heard(now)!;
      sound.steer({ ...going(time, rate), at: now });
      for (let n = 0; n < 10; n++) {
        await ear.captured(0.03);
        const heard = sound.heard(performance.now());
        // News of a change may come late on a busy machine: then what is told waits for the truth.
        expect(heard, `at rate ${rate}`).to.be.at.least(last);
        last = heard!;
      }
    }
    expectSpotless(bench);
    const now = performance.now();
    const told = sound.heard(now)!;
    const frame = ear.frameNow();
    // One that the capture broke off in is not counted: then it is the one after.
    let click: number | undefined;
    for (let seconds = 0; click === undefined && seconds < 4; seconds += 1) {
      await ear.captured(1.1);
      click = ear.clicks(frame).find((at) => at > frame);
    }
    if (click === undefined) throw new Error(`no click was heard since ${told} ms was told`);
    // At rate 1 again, it is where was told.
    const time = told + ((click - frame) / ear.context.sampleRate) * 1000;
    expectSecond(time, 10);
  });

  it('starts when late sound is there, and waits for more at the live edge', async () => {
    const { sound, ear, window } = await open();
    const packets = (ms: number) => Math.ceil(ms / (8000 / 375));
    window.grow(packets(1000));
    const plan = going(1500);
    sound.steer(plan);
    await ear.captured(0.3);
    expect(sound.heard(performance.now())).to.equal(undefined);
    window.grow(packets(2300));
    // What there is ends at 2300 ms.
    await reached(ear, plan, 2450);
    expect(sound.heard(performance.now())).to.equal(undefined);
    window.grow(packets(4000));
    await reached(ear, plan, 3300);
    expectClicks(ear, plan, [2000, 3000]);
    expect(sound.stats().underruns).to.be.at.least(1);
  });

  it('is silent while the context is suspended, and at the clock when it is back', async () => {
    const { sound, ear } = await open();
    const plan = going(2000);
    sound.steer(plan);
    await ear.captured(0.5);
    await ear.context.suspend();
    const until = performance.now() + 600;
    await new Promise<void>((resolve) => {
      const look = () => (performance.now() > until ? resolve() : requestAnimationFrame(look));
      look();
    });
    expect(sound.heard(performance.now())).to.equal(undefined);
    await ear.context.resume();
    const from = ear.to;
    await ear.captured(1.6);
    const heard = ear.clicks(from).map((frame) => clockWhenHeard(ear, plan, frame));
    expect(heard.length).to.be.at.least(1);
    for (const time of heard) expectSecond(time, within(ear, plan));
  });
});
