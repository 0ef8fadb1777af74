import { CueList } from '../../media/index.js';
import type { Cea608Channel, Cue, GridCue } from '../../media/index.js';
import type { CaptionInfo } from './caption-board.js';

export interface CaptionOutlet {
  list(infos: readonly CaptionInfo[]): void;
  /** Cues of the track that is wanted: those there are when it is chosen, then what comes. */
  cues(id: string, cues: readonly Cue[]): void;
}

/** Declared captions of a channel: what the viewer reads in a menu. */
export interface DeclaredChannel {
  readonly label: string;
  readonly language: string;
}

/**
 * Where a feed's captions come together before the page gets them: subtitles as listed, CEA-608 channels as declared or as they
 * turn up. Only the cues of the chosen track go on.
 */
export class CaptionDesk {
  readonly #outlet: CaptionOutlet;
  readonly #declared = new Map<string, DeclaredChannel>();
  readonly #found = new Set<string>();
  readonly #cues = new Map<string, CueList>();
  #subtitles: readonly CaptionInfo[] = [];
  #wanted: string | undefined;
  #told = '[]';

  constructor(outlet: CaptionOutlet) {
    this.#outlet = outlet;
  }

  /** The subtitle tracks there are now. */
  listSubtitles(infos: readonly CaptionInfo[]): void {
    this.#subtitles = infos;
    this.#tell();
  }

  /** Channels that are said to be in the pictures, before anything of them has come. */
  declare(channels: ReadonlyMap<string, DeclaredChannel>): void {
    for (const [channel, declared] of channels) this.#declared.set(channel, declared);
    this.#tell();
  }

  /** Subtitles of the chosen track: nothing else is loaded. */
  addSubtitles(id: string, cues: readonly Cue[]): void {
    if (id === this.#wanted) this.#outlet.cues(id, cues);
  }

  /** Every channel is read, so that one that is chosen is there at once. */
  readonly addChannel = (channel: Cea608Channel, cues: readonly GridCue[]): void => {
    this.#found.add(channel);
    const list = this.#cues.get(channel) ?? new CueList();
    this.#cues.set(channel, list);
    list.add(cues);
    this.#tell();
    if (channel === this.#wanted) this.#outlet.cues(channel, cues);
  };

  want(id: string | undefined): void {
    this.#wanted = id;
    const list = id === undefined ? undefined : this.#cues.get(id);
    if (id !== undefined && list !== undefined) this.#outlet.cues(id, list.all);
  }

  #tell(): void {
    const channels = [...new Set([...this.#declared.keys(), ...this.#found])].sort();
    const infos: readonly CaptionInfo[] = [
      ...this.#subtitles,
      ...channels.map((id) => ({
        id,
        kind: 'captions' as const,
        label: this.#declared.get(id)?.label ?? id,
        language: this.#declared.get(id)?.language ?? '',
      })),
    ];
    const told = JSON.stringify(infos);
    if (told === this.#told) return;
    this.#told = told;
    this.#outlet.list(infos);
  }
}
