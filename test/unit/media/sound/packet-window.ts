/** Packets of sound as a window that decks read, endless: they come again and again. */
import { deckTime } from '../../../../src/media/index.js';
import type {
  AudioConfig,
  DeckTime,
  Sample,
  SampleReader,
  TrackConfig,
} from '../../../../src/media/index.js';

export interface Recording {
  readonly config: AudioConfig;
  /** Milliseconds. */
  readonly packetMs: number;
  readonly packets: readonly Uint8Array[];
}

/** A window made of packets by their number; packet n is heard from n packets' lengths on. */
export class PacketWindow implements SampleReader {
  version = 0;
  /** Packets from here on have not come yet. */
  end = Infinity;
  /** What becomes of packet n: lost, or with other bytes. */
  damage: (index: number, data: Uint8Array) => Uint8Array | undefined = (_, data) => data;
  /** Which configuration packet n has. */
  configOf: (index: number) => number = () => 0;
  readonly #recording: Recording;
  readonly #configs: TrackConfig[];
  readonly #samples = new Map<number, Sample>();

  constructor(recording: Recording, configs: TrackConfig[] = [recording.config]) {
    this.#recording = recording;
    this.#configs = configs;
  }

  grow(end: number): void {
    this.end = end;
    this.version += 1;
  }

  at(time: DeckTime): Sample | undefined {
    let index = Math.max(0, Math.floor(time / this.#recording.packetMs + 1e-6));
    while (index < this.end) {
      const sample = this.#sample(index);
      if (sample !== undefined) return sample;
      index += 1;
    }
    return undefined;
  }

  after(sample: Sample): Sample | undefined {
    return this.#sample(Math.round(sample.time / this.#recording.packetMs) + 1);
  }

  config(id: number): TrackConfig {
    return this.#configs[id]!;
  }

  #sample(index: number): Sample | undefined {
    if (index >= this.end) return undefined;
    const { packets, packetMs } = this.#recording;
    const data = this.damage(index, packets[index % packets.length]!);
    if (data === undefined) return undefined;
    const known = this.#samples.get(index);
    if (known !== undefined) return known;
    const time = deckTime(index * packetMs);
    const sample: Sample = {
      time,
      decodeTime: time,
      duration: packetMs,
      eventTime: undefined,
      key: true,
      config: this.configOf(index),
      rendition: 'main',
      data,
    };
    this.#samples.set(index, sample);
    return sample;
  }
}
