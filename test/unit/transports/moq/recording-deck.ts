import { signal } from '../../../../src/base/index.js';
import type {
  ConfigId,
  Deck,
  DeckFrame,
  DeckRange,
  DeckTime,
  Sample,
  SampleSink,
  TrackConfig,
  TrackKind,
} from '../../../../src/media/index.js';
import { deckTime } from '../../../../src/media/index.js';

/** A deck that plays nothing: it writes down what it is given, and goes where it is sent. */
export class RecordingDeck implements Deck {
  readonly samples: Record<TrackKind, Sample[]> = { video: [], audio: [] };
  readonly gaps: { kind: TrackKind; range: DeckRange }[] = [];
  readonly configs: TrackConfig[] = [];
  readonly seeks: number[] = [];
  readonly removed: { kind: TrackKind; range: DeckRange }[] = [];
  ended$ = false;
  /** Answers of `append`, for windows that are full. */
  full = false;
  readonly paused = signal(true);
  readonly seeking = signal(false);
  readonly starving = signal(false);
  readonly ended = signal(false);
  readonly audible = signal(true);
  readonly rate = signal(1);
  readonly readyState = signal<0 | 1 | 2 | 3 | 4>(0);
  readonly buffered = signal<readonly DeckRange[]>([]);
  readonly frame = signal<DeckFrame | undefined>(undefined);
  readonly failure = signal(undefined);
  duration = NaN;
  time: DeckTime = deckTime(0);
  /** Told after every sample. */
  onSample: (kind: TrackKind, sample: Sample) => void = () => {};
  onChange: () => void = () => {};

  readonly sink: SampleSink = {
    configure: (_kind, config): ConfigId => {
      const known = this.configs.findIndex((each) => JSON.stringify(each) === JSON.stringify(config));
      return known >= 0 ? known : this.configs.push(config) - 1;
    },
    append: (kind, samples) => {
      if (this.full) return 'full';
      for (const sample of samples) {
        this.samples[kind].push(sample);
        this.onSample(kind, sample);
      }
      this.onChange();
      return 'ok';
    },
    remove: (kind, range) => {
      this.removed.push({ kind, range });
    },
    buffered: (kind) => {
      const times = this.samples[kind].map(({ time }) => time);
      const last = this.samples[kind].at(-1);
      if (times.length === 0 || last === undefined) return [];
      return [{ from: deckTime(Math.min(...times)), to: deckTime(last.time + last.duration) }];
    },
    gap: (kind, range) => {
      this.gaps.push({ kind, range });
      this.onChange();
    },
    end: () => {
      this.ended$ = true;
      this.onChange();
    },
  };

  play(): void {
    this.paused.value = false;
  }
  pause(): void {
    this.paused.value = true;
  }
  setRate(): void {}
  seek(time: DeckTime): Promise<DeckFrame> {
    this.seeks.push(time);
    this.time = time;
    this.onChange();
    return Promise.resolve({
      time,
      eventTime: undefined,
      duration: 40,
      rendition: '',
      generation: 0,
      presented: 1,
      displayedAt: 0,
      width: 0,
      height: 0,
    });
  }
  step(): Promise<DeckFrame> {
    return this.seek(this.time);
  }
  setSound(): void {}
  setVisible(): void {}
  attachScreen(): void {}
  attachSpeaker(): void {}
  stats() {
    return {
      framesDecoded: 0,
      framesPresented: 0,
      framesDropped: 0,
      samplesLost: 0,
      decoderRebuilds: 0,
      bufferedBytes: 0,
      framesHeld: 0,
      decoder: undefined,
      upload: undefined,
      work: { read: 0, decode: 0, upload: 0, draw: 0 },
    };
  }
  close(): void {}

  /** Resolves when the deck has come to be as wanted. */
  until(wanted: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!wanted()) return;
        this.onChange = () => {};
        resolve();
      };
      this.onChange = look;
      look();
    });
  }
}
