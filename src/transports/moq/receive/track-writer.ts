import { eventTime } from '../../../base/index.js';
import { deckTime } from '../../../media/index.js';
import type { ConfigId, SampleSink, TrackKind } from '../../../media/index.js';
import type { MoqRendition } from '../catalog/index.js';
import { aacDescription } from '../container/audio.js';
import type { Release } from './group-order.js';
import type { TimedFrame } from './sample-maker.js';
import { trackConfig } from './track-config.js';

/** What stays behind the playhead when the window is full, ms. */
const keepBehindMs = 2000;

/** Writes one track's frames, of whichever rendition, into the deck's window. */
export class TrackWriter {
  readonly #kind: TrackKind;
  readonly #sink: SampleSink;
  readonly #playhead: () => number;
  #rendition: MoqRendition | undefined;
  #config: ConfigId | undefined;
  #lastDecode = -Infinity;
  #end = NaN;
  #refused = 0;
  /** After frames were refused the next that can be decoded is a key frame. */
  #needsKey = false;

  constructor(kind: TrackKind, sink: SampleSink, playhead: () => number) {
    this.#kind = kind;
    this.#sink = sink;
    this.#playhead = playhead;
  }

  /** Where what was written ends, ms; NaN before the first. */
  get end(): number {
    return this.#end;
  }

  /** Frames the window had no room for. */
  get refused(): number {
    return this.#refused;
  }

  write(rendition: MoqRendition, releases: readonly Release<TimedFrame>[]): void {
    if (rendition !== this.#rendition) {
      // What the same rendition left over from before a lost connection is not written twice; another replaces it.
      if (rendition.id !== this.#rendition?.id) this.#lastDecode = -Infinity;
      this.#rendition = rendition;
      this.#config = undefined;
    }
    for (const release of releases)
      if (release.kind === 'gap')
        this.#sink.gap(this.#kind, { from: deckTime(release.from), to: deckTime(release.to) });
      else for (const frame of release.frames) this.#append(rendition, frame);
  }

  #append(rendition: MoqRendition, frame: TimedFrame): void {
    if (frame.decodeTime <= this.#lastDecode) return;
    if (this.#needsKey && !frame.key) {
      this.#refused += 1;
      return;
    }
    const sample = {
      time: deckTime(frame.time),
      decodeTime: deckTime(frame.decodeTime),
      duration: frame.duration,
      eventTime: eventTime(frame.time),
      key: frame.key,
      config: this.#configure(rendition, frame),
      rendition: rendition.id,
      data: frame.data,
    };
    if (this.#sink.append(this.#kind, [sample]) === 'full') {
      this.#sink.remove(this.#kind, {
        from: deckTime(-Infinity),
        to: deckTime(this.#playhead() - keepBehindMs),
      });
      if (this.#sink.append(this.#kind, [sample]) === 'full') {
        this.#refused += 1;
        this.#needsKey = true;
        return;
      }
    }
    this.#needsKey = false;
    this.#lastDecode = frame.decodeTime;
    const end = frame.time + frame.duration;
    this.#end = Number.isNaN(this.#end) ? end : Math.max(this.#end, end);
  }

  #configure(rendition: MoqRendition, frame: TimedFrame): ConfigId {
    if (this.#config !== undefined && frame.description === undefined) return this.#config;
    const description =
      frame.description ??
      rendition.description ??
      (rendition.kind === 'audio' ? aacDescription(rendition, frame.data) : undefined);
    this.#config = this.#sink.configure(this.#kind, trackConfig(rendition, description));
    return this.#config;
  }
}
