import { expect } from '@open-wc/testing';
import { silentLogger } from '../../../../src/base/index.js';
import { browserMediaEnvironment, deckTime } from '../../../../src/media/index.js';
import type { ClockPlan } from '../../../../src/media/index.js';
import { createSound } from '../../../../src/media/sound/index.js';
import type { DeckSound } from '../../../../src/media/sound/index.js';
import { listen } from './listening.js';
import type { Ear } from './listening.js';
import { PacketWindow, recording } from './venue-audio.js';
import type { Codec } from './venue-audio.js';

describe('sound, played and heard', () => {
  let ear: Ear;
  let sound: DeckSound;
  let window: PacketWindow;

  async function open(codec: Codec, sampleRate?: number): Promise<void> {
    ear = await listen(sampleRate);
    window = new PacketWindow(await recording(codec));
    sound = createSound({ reader: window, environment: browserMediaEnvironment, log: silentLogger });
    sound.attach(ear.speaker.port, ear.speaker.sampleRate, ear.speaker.latencyMs);
  }

  afterEach(async () => {
    sound.close();
    await ear.close();
  });

  /** Deck time of the clock of a plan when a frame is heard. */
  const clockAt = (plan: ClockPlan, frame: number) => plan.time + (ear.heardAt(frame) - plan.at) * plan.rate;

  const planAt = (time: number, rate = 1): ClockPlan => ({
    moving: true,
    time: deckTime(time),
    at: performance.now(),
    rate,
  });

  for (const [codec, rate] of [
    ['aac', 48_000],
    ['aac', 44_100],
    ['opus', 48_000],
    ['opus', 44_100],
  ] as const)
    it(`plays ${codec} at ${rate} Hz: each click when the clock is at its second`, async () => {
      await open(codec, rate);
      const plan = planAt(2500);
      sound.steer(plan);
      await ear.captured(3.2);
      const heard = ear.clicks().map((frame) => clockAt(plan, frame));
      expect(heard.length).to.equal(3);
      heard.forEach((time, n) => expect(time).to.be.closeTo(3000 + n * 1000, 5));
      expect(sound.stats()).to.include({ underruns: 0, losses: 0, packetsLost: 0, decoderRebuilds: 0 });
    });

  it('tells what is heard: never backwards, and right within 3 ms from 200 ms on', async () => {
    await open('aac');
    const plan = planAt(600);
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
    const settled = errors.filter((_, n) => told[n]!.now > plan.at + 400);
    expect(told[0]!.now - plan.at, 'until sound is heard').to.be.below(400);
    expect(settled.length).to.be.above(20);
    settled.forEach((error) => expect(error).to.be.within(-3, 3));
    told.reduce((last, { time }) => {
      expect(time).to.be.at.least(last);
      return time;
    }, -Infinity);
    console.log('position errors, ms:', errors.map((e) => e.toFixed(2)).join(' '));
  });
});
