/** A loudspeaker with an ear: what was played in which frame of the context, and when that was heard. */
import { createSpeaker } from '../../../../src/media/sound/index.js';
import type { Speaker } from '../../../../src/media/sound/index.js';
import { findClicks } from '../../../../examples/venue/sound.js';

const here = '/test/unit/media/sound/';
export const workletUrl = new URL('/src/media/sound/worklet.ts', document.baseURI).href;

export interface Ear {
  readonly context: AudioContext;
  readonly speaker: Speaker;
  /** Frames captured so far: from the first to the last. */
  readonly from: number;
  readonly to: number;
  /** Resolves once so many frames from now have been captured. */
  captured(seconds: number): Promise<void>;
  samples(from?: number): Float32Array;
  /** Frames of the context at which clicks began. */
  clicks(from?: number): number[];
  /** `performance.now()` at which a frame is heard. */
  heardAt(frame: number): number;
  /** The frame that is heard now. */
  frameNow(): number;
  /** Nothing that the browser has said so far of what is heard is true. */
  forget(): void;
  /** Milliseconds by which the device has stumbled since a time: no player could have known. */
  slipMs(since?: number): number;
  /** The longest time that this thread was away for. */
  readonly gapMs: number;
  close(): Promise<void>;
}

export async function listen(sampleRate?: number): Promise<Ear> {
  const context = new AudioContext(sampleRate === undefined ? {} : { sampleRate });
  await context.resume();
  await context.audioWorklet.addModule(`${here}capture-worklet.ts`);
  const capture = new AudioWorkletNode(context, 'capture', { outputChannelCount: [2] });
  capture.connect(context.destination);
  const speaker = await createSpeaker({ context, workletUrl, destination: capture });
  const chunks: { from: number; samples: Float32Array }[] = [];
  /** Frames at which the browser left quanta out. */
  const holes: number[] = [];
  let from = 0;
  let to = 0;
  let arrived: number | undefined;
  let longestGap = 0;
  const waiting = new Set<{ until: number; done: () => void }>();
  capture.port.onmessage = ({ data }: MessageEvent<{ from: number; samples: Float32Array }>) => {
    if (chunks.length === 0) from = data.from;
    else if (data.from !== to) holes.push(to);
    chunks.push(data);
    to = data.from + data.samples.length;
    look();
    const now = performance.now();
    if (arrived !== undefined) longestGap = Math.max(longestGap, now - arrived);
    arrived = now;
    for (const waiter of waiting) {
      if (to < waiter.until) continue;
      waiting.delete(waiter);
      waiter.done();
    }
  };
  // The browser's own account of what is heard, all along: a busy machine's device stumbles.
  const looks: { frame: number; at: number }[] = [];
  const look = () => {
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    looks.push({ frame: contextTime! * context.sampleRate, at: performanceTime! });
  };
  const ear: Ear = {
    context,
    speaker,
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    captured: (seconds) =>
      new Promise((done) => waiting.add({ until: to + seconds * context.sampleRate, done })),
    samples(start = from) {
      const all = new Float32Array(to - from);
      for (const chunk of chunks) all.set(chunk.samples, chunk.from - from);
      return all.subarray(Math.max(0, start - from));
    },
    clicks(start = from) {
      const first = Math.max(start, from);
      // What the capture breaks off looks like anything: its likeness would be that of a few samples.
      const length = 0.02 * context.sampleRate;
      const broken = [...holes, to];
      return findClicks(ear.samples(first), context.sampleRate)
        .map((seconds) => first + seconds * context.sampleRate)
        .filter((frame) => !broken.some((end) => Math.abs(end - frame) < length));
    },
    heardAt(frame) {
      look();
      const near = looks.find((seen) => seen.frame >= frame) ?? looks.at(-1)!;
      return near.at + ((frame - near.frame) / context.sampleRate) * 1000;
    },
    frameNow() {
      look();
      const { frame, at } = looks.at(-1)!;
      return frame + ((performance.now() - at) / 1000) * context.sampleRate;
    },
    forget: () => void looks.splice(0),
    get gapMs() {
      return longestGap;
    },
    slipMs(since = -Infinity) {
      const offsets = looks
        .filter(({ at }) => at >= since)
        .map(({ frame, at }) => at - (frame / context.sampleRate) * 1000);
      return Math.max(...offsets) - Math.min(...offsets);
    },
    async close() {
      await speaker.close();
      await context.close();
    },
  };
  await ear.captured(0.05);
  return ear;
}
