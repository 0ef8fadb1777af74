/** Sends the programme sound, each codec frame when the event clock reaches its first sample. */
import type { AudioTrack } from '../contract.js';
import type { RtpStream } from './rtp/stream.js';
import { countAt, loopIndex, type Grid } from './timeline.js';

/** Later than this, sound is not caught up on: a player's buffer would only throw it away. */
const mostBehindMs = 200;

export class AudioSender {
  readonly stream: RtpStream;
  readonly #grid: Grid;
  readonly #track: AudioTrack;
  #next: number | undefined;

  constructor(stream: RtpStream, grid: Grid, track: AudioTrack) {
    this.stream = stream;
    this.#grid = grid;
    this.#track = track;
  }

  /** Sends what has been recorded by `now` (ms) and not been sent. */
  advance(now: number): void {
    const latest = countAt(this.#grid, now);
    const oldest = latest - Math.floor((mostBehindMs / 1000) * this.#grid.framesPerSecond);
    const resumes = this.#next === undefined || this.#next < oldest;
    const from = this.#next === undefined || resumes ? latest : this.#next;
    for (let count = from; count <= latest; count += 1) {
      const frame = this.#track.samples[loopIndex(this.#grid, count)];
      // RFC 7587, 4.1: one codec frame per packet; the marker says that sound begins.
      if (frame) this.stream.send(frame, count, resumes && count === from);
    }
    this.#next = Math.max(from, latest + 1);
  }
}
