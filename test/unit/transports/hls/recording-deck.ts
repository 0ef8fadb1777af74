/** A deck that keeps every sample and shows none: its clock goes by the wall while the next moment is buffered. */
import { signal } from '../../../../src/base/index.js';
import type { OlympicPlayerError } from '../../../../src/base/index.js';
import { deckTime } from '../../../../src/media/index.js';
import type {
  ConfigId,
  Deck,
  DeckFrame,
  DeckRange,
  ReadyState,
  Sample,
  SampleSink,
  TrackConfig,
  TrackKind,
} from '../../../../src/media/index.js';

/** Ranges this close are one, ms: rounding of timescales. */
const together = 50;

export class RecordingSink implements SampleSink {
  readonly configs: TrackConfig[] = [];
  /** What is there now, in order of presentation. */
  readonly held: Record<TrackKind, Sample[]> = { video: [], audio: [] };
  /** Everything that ever came, in order of arrival. */
  readonly arrived: { kind: TrackKind; sample: Sample }[] = [];
  /** How many samples each append brought. */
  readonly batches: { readonly kind: TrackKind; readonly count: number }[] = [];
  refusals = 0;
  ends = 0;
  onChange = () => {};

  constructor(readonly budget = Infinity) {}

  get bytes(): number {
    return [...this.held.video, ...this.held.audio].reduce((sum, { data }) => sum + data.byteLength, 0);
  }

  configure(_kind: TrackKind, config: TrackConfig): ConfigId {
    const known = this.configs.findIndex((other) => JSON.stringify(other) === JSON.stringify(config));
    return known >= 0 ? known : this.configs.push(config) - 1;
  }

  append(kind: TrackKind, samples: readonly Sample[]): 'ok' | 'full' {
    const size = samples.reduce((sum, { data }) => sum + data.byteLength, 0);
    if (this.bytes + size > this.budget) {
      this.refusals += 1;
      return 'full';
    }
    this.batches.push({ kind, count: samples.length });
    const from = Math.min(...samples.map(({ time }) => time));
    const to = Math.max(...samples.map(({ time, duration }) => time + duration));
    const kept = this.held[kind].filter(({ time }) => time < from - 1e-3 || time >= to - 1e-3);
    this.held[kind] = [...kept, ...samples].sort((a, b) => a.time - b.time);
    for (const sample of samples) this.arrived.push({ kind, sample });
    this.onChange();
    return 'ok';
  }

  remove(kind: TrackKind, { from, to }: DeckRange): void {
    this.held[kind] = this.held[kind].filter(({ time }) => time < from || time >= to);
    this.onChange();
  }

  buffered(kind: TrackKind): readonly DeckRange[] {
    const ranges: { from: number; to: number }[] = [];
    for (const { time, duration } of this.held[kind]) {
      const last = ranges.at(-1);
      if (last !== undefined && time <= last.to + together) last.to = Math.max(last.to, time + duration);
      else ranges.push({ from: time, to: time + duration });
    }
    return ranges.map(({ from, to }) => ({ from: deckTime(from), to: deckTime(to) }));
  }

  gap(): void {}

  end(): void {
    this.ends += 1;
    this.onChange();
  }
}

export class DeckWith<S extends SampleSink> implements Deck {
  readonly sink: S;
  readonly paused = signal(true);
  readonly seeking = signal(false);
  readonly starving = signal(false);
  readonly ended = signal(false);
  readonly audible = signal(false);
  readonly rate = signal(1);
  readonly readyState = signal<ReadyState>(0);
  readonly buffered = signal<readonly DeckRange[]>([]);
  readonly frame = signal<DeckFrame | undefined>(undefined);
  readonly failure = signal<OlympicPlayerError | undefined>(undefined);
  duration = NaN;
  samplesLost = 0;
  #time = 0;
  #since: number | undefined;

  constructor(sink: S) {
    this.sink = sink;
  }

  /** Something was added to the sink or removed. */
  look(): void {
    this.#onChange();
  }

  get time() {
    if (this.#since === undefined) return deckTime(this.#time);
    const time = this.#time + performance.now() - this.#since;
    const within = this.buffered.peek().find(({ from, to }) => this.#time >= from - 1 && this.#time < to);
    return deckTime(Math.min(time, Math.max(this.#time, within?.to ?? this.#time)));
  }

  play(): void {
    this.#since = performance.now();
    this.paused.value = false;
  }

  pause(): void {
    this.#time = this.time;
    this.#since = undefined;
    this.paused.value = true;
  }

  setRate(): void {}

  async seek(time: number): Promise<DeckFrame> {
    this.#time = time;
    if (this.#since !== undefined) this.#since = performance.now();
    this.seeking.value = true;
    this.#onChange();
    return frameAt(time);
  }

  async step(): Promise<DeckFrame> {
    return frameAt(this.time);
  }

  setSound(): void {}
  setVisible(): void {}
  attachScreen(): void {}
  attachSpeaker(): void {}
  close(): void {}

  stats() {
    return {
      framesDecoded: 0,
      framesPresented: 0,
      framesDropped: 0,
      samplesLost: this.samplesLost,
      decoderRebuilds: 0,
      bufferedBytes: 0,
      framesHeld: 0,
      decoder: undefined,
      upload: undefined,
      work: { read: 0, decode: 0, upload: 0, draw: 0 },
    };
  }

  #onChange(): void {
    this.#time = this.time;
    if (this.#since !== undefined) this.#since = performance.now();
    const sets = (['video', 'audio'] as const)
      .map((kind) => this.sink.buffered(kind))
      .filter((set) => set.length > 0);
    this.buffered.value = sets.slice(1).reduce(
      (common, set) =>
        common.flatMap((a) =>
          set.flatMap((b) => {
            const from = deckTime(Math.max(a.from, b.from));
            const to = deckTime(Math.min(a.to, b.to));
            return from < to ? [{ from, to }] : [];
          }),
        ),
      sets[0] ?? [],
    );
    if (this.buffered.value.length > 0) this.readyState.value = 4;
    if (this.buffered.value.some(({ from, to }) => this.#time >= from - 1 && this.#time < to))
      this.seeking.value = false;
  }
}

export class RecordingDeck extends DeckWith<RecordingSink> {
  constructor(budget?: number) {
    super(new RecordingSink(budget));
    this.sink.onChange = () => this.look();
  }
}

function frameAt(time: number): DeckFrame {
  return {
    time: deckTime(time),
    eventTime: undefined,
    duration: 0,
    rendition: '',
    generation: 0,
    presented: 0,
    displayedAt: 0,
    width: 0,
    height: 0,
  };
}
