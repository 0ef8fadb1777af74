import { computed, signal, watch } from '../base/index.js';
import type { ReadonlySignal } from '../base/index.js';
import type { Cue } from '../media/index.js';
import type { CaptionTrack } from '../transports/index.js';
import type { Screening } from './screening.js';

export interface CaptionsInputs {
  readonly shown: ReadonlySignal<Screening | undefined>;
  /** Is told early, so that a cut does not begin without captions. */
  readonly incoming: ReadonlySignal<Screening | undefined>;
  /** BCP 47 tags, best first. */
  readonly languages: readonly string[];
}

const none: readonly never[] = [];
const primary = (language: string): string => language.toLowerCase().split('-')[0] ?? '';

/** The track that comes nearest to what the viewer chose elsewhere: another language is nobody's wish. */
function nearest(tracks: readonly CaptionTrack[], wish: CaptionTrack | undefined): CaptionTrack | undefined {
  if (wish === undefined) return undefined;
  const speaking = tracks.filter(({ language }) => primary(language) === primary(wish.language));
  return (
    tracks.find(({ id }) => id === wish.id) ?? speaking.find(({ kind }) => kind === wish.kind) ?? speaking[0]
  );
}

/** The captions of what is on screen. Off until the viewer or the page chooses; then the choice outlives cuts and failovers. */
export class Captions {
  readonly #inputs: CaptionsInputs;
  readonly #wish = signal<CaptionTrack | undefined>(undefined);
  /** What was on before it was turned off. */
  #last: CaptionTrack | undefined;
  readonly tracks: ReadonlySignal<readonly CaptionTrack[]>;
  /** The id of the track that is on. */
  readonly selected: ReadonlySignal<string | undefined>;
  /** What is on with the picture on screen, first started first. */
  readonly cues: ReadonlySignal<readonly Cue[]>;

  constructor(inputs: CaptionsInputs, abort: AbortSignal) {
    this.#inputs = inputs;
    const { shown, incoming } = inputs;
    this.tracks = computed(() => shown.value?.feed.state.captions?.value ?? none);
    const track = computed(() => nearest(this.tracks.value, this.#wish.value));
    this.selected = computed(() => track.value?.id);
    this.cues = computed(() => {
      const frame = shown.value?.frame.value;
      return frame === undefined ? none : (track.value?.cuesAt(frame.mediaTime) ?? none);
    });
    for (const place of [incoming, shown]) this.#tell(place, abort);
  }

  /** Turns a track on, or captions off. An id that nothing on screen has turns them off. */
  select(id: string | undefined): void {
    this.#choose(this.tracks.peek().find((track) => track.id === id));
  }

  /** On again as they were, or for the first time in the viewer's language; or off. @param languages best first */
  toggle(languages: readonly string[] = this.#inputs.languages): void {
    const tracks = this.tracks.peek();
    if (this.selected.peek() !== undefined) return this.#choose(undefined);
    const understood = [...languages, ...this.#inputs.languages].map(primary);
    const inOrder = understood.flatMap((one) => tracks.filter(({ language }) => primary(language) === one));
    this.#choose(nearest(tracks, this.#last) ?? inOrder[0] ?? tracks[0]);
  }

  #choose(track: CaptionTrack | undefined): void {
    this.#last = track ?? this.#wish.peek() ?? this.#last;
    this.#wish.value = track;
  }

  #tell(place: ReadonlySignal<Screening | undefined>, abort: AbortSignal): void {
    const wanted = computed(() => {
      const feed = place.value?.feed;
      return nearest(feed?.state.captions?.value ?? none, this.#wish.value)?.id;
    });
    watch(
      computed(() => [place.value?.feed, wanted.value] as const),
      abort,
      ([feed, id]) => feed?.selectCaptions?.(id),
    );
  }
}
