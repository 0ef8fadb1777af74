import { deckTime } from '../contract.js';
import type {
  ConfigId,
  DeckRange,
  DeckTime,
  Sample,
  SampleSink,
  TrackConfig,
  TrackKind,
} from '../contract.js';
import { Configs } from './configs.js';
import { intersection } from './ranges.js';
import { SampleMemory } from './sample-memory.js';
import type { Holder } from './sample-memory.js';
import { TrackWindow } from './track-window.js';

/** What one deck may keep. */
export interface Budget {
  /** Shared with the other decks of the session; the deck's own when not given. */
  readonly memory?: SampleMemory;
  /** Of each track. */
  readonly milliseconds?: number;
}

const defaultMilliseconds = 60_000;

export interface SampleStoreOptions {
  readonly budget?: Budget;
  /** What is shown at or after this stays. */
  readonly playhead: () => DeckTime;
  /** Something was added or removed. */
  readonly changed: () => void;
}

/** The windows of a deck, and the sink that fills them within its budget: oldest groups behind the playhead make room. */
export class SampleStore implements SampleSink, Holder {
  readonly video: TrackWindow;
  readonly audio: TrackWindow;
  readonly #configs = new Configs();
  readonly #options: SampleStoreOptions;
  readonly #memory: SampleMemory;
  readonly #milliseconds: number;
  #ended = false;

  constructor(options: SampleStoreOptions) {
    this.#options = options;
    const config = (id: ConfigId) => this.#configs.get(id);
    this.video = new TrackWindow(config);
    this.audio = new TrackWindow(config);
    this.#memory = options.budget?.memory ?? new SampleMemory();
    this.#milliseconds = options.budget?.milliseconds ?? defaultMilliseconds;
    this.#memory.join(this);
  }

  get ended(): boolean {
    return this.#ended;
  }

  get bytes(): number {
    return this.video.bytes + this.audio.bytes;
  }

  /** Whether a track was announced. */
  configured(kind: TrackKind): boolean {
    return this.#configs.has(kind);
  }

  /** The end of whichever track is longer. */
  get last(): DeckTime {
    const ends = [this.video, this.audio].map(({ buffered }) => buffered.at(-1)?.to ?? -Infinity);
    return deckTime(Math.max(...ends));
  }

  /** Where all announced tracks have samples. */
  get playable(): readonly DeckRange[] {
    if (!this.configured('audio')) return this.video.buffered;
    if (!this.configured('video')) return this.audio.buffered;
    return intersection(this.video.buffered, this.audio.buffered);
  }

  configure(kind: TrackKind, config: TrackConfig): ConfigId {
    return this.#configs.add(kind, config);
  }

  append(kind: TrackKind, samples: readonly Sample[]): 'ok' | 'full' {
    if (samples.length === 0) return 'ok';
    for (const { config } of samples) this.#configs.get(config);
    const track = this[kind];
    const bytes = samples.reduce((sum, { data }) => sum + data.byteLength, 0);
    const milliseconds = samples.reduce((sum, { duration }) => sum + duration, 0);
    if (!this.#memory.makeRoom(this, bytes)) return 'full';
    // What is there is measured group by group: once a round, not once for each of a hundred packets of sound.
    for (let excess; (excess = track.milliseconds + milliseconds - this.#milliseconds) > 0;)
      for (let freed = 0; freed < excess;) {
        const oldest = this.#evictable([track])?.oldest;
        if (oldest === undefined) return 'full';
        freed += oldest.to - oldest.from;
        track.evict();
      }
    for (const sample of samples) track.push(sample);
    this.#ended = false;
    this.#options.changed();
    return 'ok';
  }

  remove(kind: TrackKind, range: DeckRange): void {
    this[kind].remove(range);
    this.#options.changed();
  }

  buffered(kind: TrackKind): readonly DeckRange[] {
    return this[kind].buffered;
  }

  gap(kind: TrackKind, range: DeckRange): void {
    this[kind].gap(range);
    this.#options.changed();
  }

  end(): void {
    this.#ended = true;
    this.#options.changed();
  }

  evict(): boolean {
    const oldest = this.#evictable(
      this.audio.oldest !== undefined &&
        (this.video.oldest === undefined || this.audio.oldest.from < this.video.oldest.from)
        ? [this.audio, this.video]
        : [this.video, this.audio],
    );
    oldest?.evict();
    if (oldest !== undefined) this.#options.changed();
    return oldest !== undefined;
  }

  /** What is kept no longer counts for the session. */
  close(): void {
    this.#memory.leave(this);
  }

  #evictable(tracks: readonly TrackWindow[]): TrackWindow | undefined {
    const playhead = this.#options.playhead();
    return tracks.find(({ oldest }) => oldest !== undefined && oldest.to <= playhead);
  }
}
