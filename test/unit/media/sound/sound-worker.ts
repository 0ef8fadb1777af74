/** The sound of a deck in a worker, as it is in the player. */
import { silentLogger } from '../../../../src/base/index.js';
import { browserMediaEnvironment, deckTime } from '../../../../src/media/index.js';
import { createSound } from '../../../../src/media/sound/index.js';
import type { DeckSound, SoundStats } from '../../../../src/media/sound/index.js';
import { PacketWindow } from './packet-window.js';
import type { Recording } from './packet-window.js';

export type ToSoundWorker =
  | {
      readonly type: 'play';
      readonly recording: Recording;
      readonly port: MessagePort;
      readonly sampleRate: number;
      readonly latencyMs: number;
      readonly time: number;
      /** `performance.timeOrigin + performance.now()`. */
      readonly at: number;
    }
  | { readonly type: 'tell' };

export interface Told {
  readonly stats: SoundStats;
  readonly heard: number | undefined;
  readonly at: number;
}

let sound: DeckSound | undefined;

onmessage = ({ data }: MessageEvent<ToSoundWorker>) => {
  if (data.type === 'play') {
    const { recording, port, sampleRate, latencyMs, time, at } = data;
    const reader = new PacketWindow(recording);
    sound = createSound({ reader, environment: browserMediaEnvironment, log: silentLogger });
    sound.attach(port, sampleRate, latencyMs);
    sound.steer({ moving: true, time: deckTime(time), at: at - performance.timeOrigin, rate: 1 });
  } else if (sound !== undefined) {
    const now = performance.now();
    const told: Told = { stats: sound.stats(), heard: sound.heard(now), at: performance.timeOrigin + now };
    postMessage(told);
  }
};
