/** A loudspeaker with an ear: what was played in which frame of the context, and when that was heard. */
import { createSpeaker } from '../../../../src/media/sound/index.js';
import type { Speaker } from '../../../../src/media/sound/index.js';
import { findClicks } from '../../../../examples/venue/sound.js';

const here = '/test/unit/media/sound/';
export const workletUrl = new URL('/src/media/sound/worklet.ts', location.href).href;

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
  close(): Promise<void>;
}

export async function listen(sampleRate?: number): Promise<Ear> {
  const context = new AudioContext(sampleRate === undefined ? {} : { sampleRate });
  await context.resume();
  await context.audioWorklet.addModule(`${here}capture-worklet.ts`);
  const capture = new AudioWorkletNode(context, 'capture', { outputChannelCount: [2] });
  capture.connect(context.destination);
  const speaker = await createSpeaker({ context, workletUrl, destination: capture });
  const chunks: Float32Array[] = [];
  let from = 0;
  let to = 0;
  const waiting = new Set<{ until: number; done: () => void }>();
  capture.port.onmessage = ({ data }: MessageEvent<{ from: number; samples: Float32Array }>) => {
    if (chunks.length === 0) from = data.from;
    else if (data.from > to) chunks.push(new Float32Array(data.from - to));
    chunks.push(data.samples);
    to = data.from + data.samples.length;
    for (const waiter of waiting) {
      if (to < waiter.until) continue;
      waiting.delete(waiter);
      waiter.done();
    }
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
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all.subarray(Math.max(0, start - from));
    },
    clicks(start = from) {
      const first = Math.max(start, from);
      return findClicks(ear.samples(first), context.sampleRate).map((s) => first + s * context.sampleRate);
    },
    heardAt(frame) {
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      return performanceTime! + (frame / context.sampleRate - contextTime!) * 1000;
    },
    frameNow() {
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      return (contextTime! + (performance.now() - performanceTime!) / 1000) * context.sampleRate;
    },
    async close() {
      speaker.close();
      await context.close();
    },
  };
  await ear.captured(0.05);
  return ear;
}
