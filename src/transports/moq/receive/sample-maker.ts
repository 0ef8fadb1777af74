import type { MoqRendition } from '../catalog/index.js';
import { audioDurationUs } from '../container/audio.js';
import type { MediaFrame } from '../container/frame.js';
import type { Piece } from './group-order.js';

/** A frame on its way to the window: times in ms on the deck's timeline, which is event time. */
export interface TimedFrame extends Piece {
  readonly time: number;
  readonly decodeTime: number;
  readonly duration: number;
  readonly key: boolean;
  readonly description: Uint8Array | undefined;
  readonly data: Uint8Array;
}

/** For a picture whose container and catalog say nothing of its rate, ms: 30 a second. */
const usualPictureMs = 1000 / 30;
const usualSoundMs = 20;
/** Longer steps are holes, not durations. */
const longestMs = 1000;
/** Keeps decoding times apart where pictures are reordered, ms. */
const decodeStepMs = 0.001;

/** Gives the frames of one group what containers leave out: durations and decoding times. One for each group. */
export class SampleMaker {
  readonly #rendition: MoqRendition;
  readonly #usualMs: number;
  #index = 0;
  #newest = NaN;
  #decode = NaN;
  #stepMs: number | undefined;

  constructor(rendition: MoqRendition) {
    this.#rendition = rendition;
    this.#usualMs =
      rendition.kind === 'audio'
        ? usualSoundMs
        : rendition.framerate === undefined
          ? usualPictureMs
          : 1000 / rendition.framerate;
  }

  /** `wallMs` is what takes the track's media time to event time. */
  make(frame: MediaFrame, wallMs: number): TimedFrame {
    const first = this.#index === 0;
    this.#index += 1;
    const time = wallMs + frame.timeUs / 1000;
    const step = time - this.#newest;
    if (step > 0 && step < longestMs) this.#stepMs = Math.min(this.#stepMs ?? step, step);
    const decodeTime = this.#decodeTime(frame, wallMs, time);
    this.#decode = decodeTime;
    this.#newest = Number.isNaN(this.#newest) ? time : Math.max(this.#newest, time);
    return {
      time,
      decodeTime,
      duration: this.#duration(frame),
      key: frame.key ?? (this.#rendition.kind === 'audio' || first),
      description: frame.description,
      data: frame.data,
    };
  }

  #duration(frame: MediaFrame): number {
    if (frame.durationUs !== undefined && frame.durationUs > 0) return frame.durationUs / 1000;
    if (this.#rendition.kind === 'audio') {
      const sounds = audioDurationUs(this.#rendition, frame.data);
      return sounds === undefined ? (this.#stepMs ?? this.#usualMs) : sounds / 1000;
    }
    // The catalog's rate is exact where it is given; steps between pictures are what is left.
    return this.#rendition.framerate === undefined ? (this.#stepMs ?? this.#usualMs) : this.#usualMs;
  }

  /** Frames come in decoding order: it never goes back, and pictures that are shown late do not hold it. */
  #decodeTime(frame: MediaFrame, wallMs: number, time: number): number {
    if (frame.decodeTimeUs !== undefined) return wallMs + frame.decodeTimeUs / 1000;
    if (Number.isNaN(this.#decode)) return time;
    return Math.max(time, this.#decode + decodeStepMs);
  }
}
