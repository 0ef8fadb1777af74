import { expect } from '@open-wc/testing';
import { processorName } from '../../../../src/media/sound/messages.js';
import type { FromPage, Report, ToWorklet } from '../../../../src/media/sound/messages.js';
import { settle } from '../../../fixtures/fake-environment.js';
import { workletUrl } from './listening.js';
import { frequency, largestJump, peak, sampleRate, sine } from './tone.js';

const tone = sine(440);
const step = ((2 * Math.PI * 440) / sampleRate) * 0.5;

/** Lets the worklet play the tone at a rate without a device, and returns all that came out. */
async function rendered(rate: number): Promise<Float32Array> {
  const context = new OfflineAudioContext(2, 3 * sampleRate, sampleRate);
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, processorName, {
    numberOfInputs: 0,
    outputChannelCount: [2],
  });
  node.connect(context.destination);
  const { port1, port2 } = new MessageChannel();
  node.port.postMessage({ type: 'connect', port: port1 } satisfies FromPage, [port1]);
  const tell = (message: ToWorklet) => port2.postMessage(message);
  const samples = Float32Array.from({ length: 1.6 * sampleRate }, (_, n) => tone(n));
  tell({ type: 'watch', closely: true });
  tell({ type: 'start', run: 1, frame: 0, place: 0, rate });
  tell({ type: 'samples', run: 1, place: 0, left: samples, right: samples, cut: true });
  // Rendering is faster than messages: it halts every 10 ms until the worklet has heard what it has to play.
  let sounding = false;
  port2.onmessage = ({ data }: MessageEvent<Report>) =>
    (sounding ||= data.turns.some((turn) => turn.sounding));
  for (let n = 1; n < 40; n++)
    void context.suspend(n / 100).then(async () => {
      await settle();
      await context.resume();
    });
  const buffer = await context.startRendering();
  expect(sounding).to.equal(true);
  return buffer.getChannelData(0);
}

describe('the worklet', () => {
  for (const rate of [0.5, 0.75, 1, 1.25, 2])
    it(`plays a tone at rate ${rate} with its pitch and no click`, async () => {
      const sound = await rendered(rate);
      expect(largestJump(sound)).to.be.below(step * 1.15);
      const from = sound.findIndex((value) => Math.abs(value) > 0.4);
      expect(from).to.be.above(0);
      const steady = sound.subarray(from, from + 0.4 * sampleRate);
      expect(frequency(steady)).to.be.closeTo(440, 4.4);
      expect(peak(steady)).to.be.closeTo(0.5, 0.01);
    });
});
