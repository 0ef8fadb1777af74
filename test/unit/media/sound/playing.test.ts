import { expect } from '@open-wc/testing';
import { silentLogger } from '../../../../src/base/index.js';
import { browserMediaEnvironment, deckTime } from '../../../../src/media/index.js';
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

  for (const [codec, rate] of [
    ['aac', 48_000],
    ['aac', 44_100],
    ['opus', 48_000],
    ['opus', 44_100],
  ] as const)
    it(`plays ${codec} at ${rate} Hz: each click when the clock is at its second`, async () => {
      await open(codec, rate);
      const plan = { moving: true, time: deckTime(2500), at: performance.now(), rate: 1 };
      sound.steer(plan);
      await ear.captured(3.2);
      const heard = ear.clicks().map((frame) => plan.time + (ear.heardAt(frame) - plan.at));
      console.log(codec, rate, heard.map((t) => t.toFixed(2)).join(' '), JSON.stringify(sound.stats()));
      expect(heard.length).to.equal(3);
      heard.forEach((time, n) => expect(time).to.be.closeTo(3000 + n * 1000, 5));
      expect(sound.stats()).to.include({ underruns: 0, losses: 0, packetsLost: 0, decoderRebuilds: 0 });
    });
});
