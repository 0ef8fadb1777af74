import { expect } from '@open-wc/testing';
import { needs } from '../../../fixtures/needs.js';
import { listen } from './listening.js';
import { clockWhenHeard, going, within } from './sound-bench.js';
import type { ToSoundWorker, Told } from './sound-worker.js';
import { recording } from './venue-audio.js';

describe('sound from a worker', () => {
  before(async function () {
    await needs(this, 'a device that plays sound');
  });

  it('plays on while the page stalls for 300 ms again and again', async () => {
    const ear = await listen(48_000);
    const worker = new Worker(new URL('/test/unit/media/sound/sound-worker.ts', location.href), {
      type: 'module',
    });
    const tell = (message: ToSoundWorker, transfer: Transferable[] = []) =>
      worker.postMessage(message, transfer);
    const told = () =>
      new Promise<Told>((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<Told>) => resolve(data);
        tell({ type: 'tell' });
      });
    const { port, sampleRate, latencyMs } = ear.speaker;
    const source = await recording('aac');
    const plan = going(0);
    const at = performance.timeOrigin + plan.at;
    tell({ type: 'play', recording: source, port, sampleRate, latencyMs, time: 0, at }, [port]);
    // Sounding: what it takes to start is another test's matter.
    for (let heard = await told(); heard.heard === undefined; heard = await told()) await ear.captured(0.02);
    const before = (await told()).stats;
    for (let n = 0; n < 7; n++) {
      const until = performance.now() + 300;
      while (performance.now() < until);
      await ear.captured(0.05);
    }
    const after = await told();
    expect(after.stats.underruns - before.underruns).to.equal(0);
    expect(after.stats.losses - before.losses).to.equal(0);
    const clock = plan.time + (after.at - at);
    expect(after.heard).to.be.closeTo(clock, within(ear, plan));
    const clicks = ear.clicks().map((frame) => clockWhenHeard(ear, plan, frame));
    expect(clicks.length).to.be.at.least(1);
    for (const time of clicks) expect(time).to.be.closeTo(Math.round(time / 1000) * 1000, within(ear, plan));
    worker.terminate();
    await ear.close();
  });
});
