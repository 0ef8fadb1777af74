/** What every test of sound in real time needs: an ear, a window, a sound, and clocks to steer it by. */
import { expect } from '@open-wc/testing';
import { silentLogger } from '../../../../src/base/index.js';
import { browserMediaEnvironment, deckTime } from '../../../../src/media/index.js';
import type { ClockPlan, MediaEnvironment } from '../../../../src/media/index.js';
import { createSound } from '../../../../src/media/sound/index.js';
import type { DeckSound } from '../../../../src/media/sound/index.js';
import { listen } from './listening.js';
import type { Ear } from './listening.js';
import { PacketWindow } from './packet-window.js';
import { recording } from './venue-audio.js';
import type { Codec } from './venue-audio.js';

export interface Bench {
  readonly ear: Ear;
  readonly window: PacketWindow;
  readonly sound: DeckSound;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly codec?: Codec;
  readonly sampleRate?: number;
  readonly environment?: MediaEnvironment;
  /** By what the source's stamps go faster than its samples. */
  readonly drift?: number;
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const { codec = 'aac', sampleRate = 48_000, environment = browserMediaEnvironment } = options;
  const recorded = await recording(codec);
  const source = { ...recorded, packetMs: recorded.packetMs * (options.drift ?? 1) };
  const window = new PacketWindow(source, [source.config, source.config]);
  const ear = await listen(sampleRate);
  const sound = createSound({ reader: window, environment, log: silentLogger });
  sound.attach(ear.speaker.port, ear.speaker.sampleRate, ear.speaker.latencyMs);
  return {
    ear,
    window,
    sound,
    async close() {
      sound.close();
      await ear.close();
    },
  };
}

/** A clock that is at a time now. */
export const going = (time: number, rate = 1): ClockPlan => ({
  moving: true,
  time: deckTime(time),
  at: performance.now(),
  rate,
});

export const standing = (time: number): ClockPlan => ({ ...going(time), moving: false });

/** Deck time of a plan's clock when a frame is heard. */
export const clockWhenHeard = (ear: Ear, plan: ClockPlan, frame: number): number =>
  plan.time + (ear.heardAt(frame) - plan.at) * plan.rate;

/** Milliseconds that sound may be off a plan's clock: 5, and what a busy machine's device has stumbled by since. */
export const within = (ear: Ear, plan: ClockPlan): number => 5 + ear.slipMs(plan.at);

/** The clicks captured since a frame were heard when the plan's clock was at these times, and there were no others. */
export function expectClicks(ear: Ear, plan: ClockPlan, times: readonly number[], from?: number): void {
  const heard = ear.clicks(from).map((frame) => clockWhenHeard(ear, plan, frame));
  const said = `clicks at ${heard.map((time) => time.toFixed(1)).join(', ')}, slip ${ear.slipMs(plan.at).toFixed(1)} ms`;
  expect(heard.length, said).to.equal(times.length);
  times.forEach((time, n) => expect(heard[n], said).to.be.closeTo(time, within(ear, plan)));
}

/** Resolves once a plan's clock has come to a time. */
export async function reached(ear: Ear, plan: ClockPlan, time: number): Promise<void> {
  while (plan.time + (performance.now() - plan.at) * plan.rate < time) await ear.captured(0.02);
}
