import { signal } from '../../base/index.js';
import type { ReadonlySignal, Signal } from '../../base/index.js';
import { CueList } from '../../media/index.js';
import type { Cue } from '../../media/index.js';
import type { CaptionTrack } from '../contract.js';

/** A caption track without its cues: what crosses from the worker. */
export type CaptionInfo = Pick<CaptionTrack, 'id' | 'kind' | 'label' | 'language'>;

interface Entry {
  readonly track: CaptionTrack;
  readonly cues: CueList;
  readonly version: Signal<number>;
}

/** A picture's time and a cue's come by different roundings of one clock, milliseconds: 90 kHz is 0.01. */
const toleranceMs = 1;

/** The caption tracks of one feed on the page, and what has come of their cues. */
export class CaptionBoard {
  readonly #entries = new Map<string, Entry>();
  readonly #tracks = signal<readonly CaptionTrack[]>([]);

  get tracks(): ReadonlySignal<readonly CaptionTrack[]> {
    return this.#tracks;
  }

  /** What there is now; a track that stays keeps its cues. */
  list(infos: readonly CaptionInfo[]): void {
    const known = new Set(infos.map(({ id }) => id));
    for (const id of this.#entries.keys()) if (!known.has(id)) this.#entries.delete(id);
    const tracks = infos.map((info) => {
      const entry = this.#entries.get(info.id);
      const { kind, label, language } = entry?.track ?? {};
      const same = kind === info.kind && label === info.label && language === info.language;
      return (entry !== undefined && same ? entry : this.#open(info)).track;
    });
    const before = this.#tracks.peek();
    if (tracks.length !== before.length || tracks.some((track, index) => track !== before[index]))
      this.#tracks.value = tracks;
  }

  /** Cues of a track that is listed, milliseconds of media time. */
  add(id: string, cues: readonly Cue[]): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || cues.length === 0) return;
    entry.cues.add(cues);
    entry.version.value += 1;
  }

  #open(info: CaptionInfo): Entry {
    const cues = this.#entries.get(info.id)?.cues ?? new CueList();
    const version = signal(0);
    const track: CaptionTrack = {
      ...info,
      cuesAt: (mediaTime) => {
        void version.value;
        return cues.at(mediaTime * 1000 + toleranceMs);
      },
    };
    const entry = { track, cues, version };
    this.#entries.set(info.id, entry);
    return entry;
  }
}
