import type { Sample, TrackKind } from '../contract.js';
import { deckTime } from '../contract.js';

/** One coded frame as the container has it, milliseconds on the container's own timeline. */
export interface CodedFrame {
  readonly time: number;
  readonly decodeTime: number;
  readonly duration: number;
  readonly key: boolean;
  readonly data: Uint8Array;
}

/** A frame in its place on the media timeline, not yet stamped. */
export type PlacedFrame = Pick<Sample, 'time' | 'decodeTime' | 'duration' | 'key' | 'data'>;

/** What SourceBuffer's attributes say at the moment of appending; milliseconds. */
export interface Placement {
  readonly offset: number;
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** Everything coded frame processing remembers of one track. */
interface TrackState {
  readonly lastDecode: number | undefined;
  readonly lastDuration: number | undefined;
  readonly needsKey: boolean;
}

const fresh: TrackState = { lastDecode: undefined, lastDuration: undefined, needsKey: true };

/**
 * Container times are multiples of a timescale and playlists round to milliseconds: a frame this little outside the append
 * window is inside. Milliseconds.
 */
const windowTolerance = 0.001;

/**
 * W3C Media Source Extensions, 3.5.8 Coded Frame Processing, of one track: places frames by the timestamp offset, cuts them
 * by the append window, and begins with a key frame after whatever breaks the chain of decoding.
 */
export class FrameProcessor {
  readonly #kind: TrackKind;
  #state = fresh;

  constructor(kind: TrackKind) {
    this.#kind = kind;
  }

  /** What to give to `restore` when an append has to be taken back. */
  get state(): TrackState {
    return this.#state;
  }

  restore(state: TrackState): void {
    this.#state = state;
  }

  /** A new initialisation segment, an abort, or a new group of coded frames: decoding starts afresh. */
  restart(): void {
    this.#state = fresh;
  }

  /** Frames in decoding order. */
  place(frames: readonly CodedFrame[], { offset, windowStart, windowEnd }: Placement): PlacedFrame[] {
    const placed: PlacedFrame[] = [];
    let { lastDecode, lastDuration, needsKey } = this.#state;
    for (const frame of frames) {
      const time = frame.time + offset;
      const decodeTime = frame.decodeTime + offset;
      // Decode times that go back, or jump by more than two frames, begin a new chain (step 6).
      if (
        lastDecode !== undefined &&
        lastDuration !== undefined &&
        (decodeTime < lastDecode || decodeTime - lastDecode > 2 * lastDuration + windowTolerance)
      ) {
        lastDuration = undefined;
        needsKey = true;
      }
      if (
        time < windowStart - windowTolerance ||
        time + frame.duration > windowEnd + windowTolerance ||
        (needsKey && this.#kind === 'video' && !frame.key)
      ) {
        // What depends on a frame that is left out cannot be decoded either (steps 8, 9 and 10).
        needsKey = true;
        lastDecode = undefined;
        continue;
      }
      needsKey = false;
      lastDuration = Math.max(frame.duration, lastDecode === undefined ? 0 : decodeTime - lastDecode);
      lastDecode = decodeTime;
      placed.push({
        time: deckTime(time),
        decodeTime: deckTime(decodeTime),
        duration: frame.duration,
        key: frame.key,
        data: frame.data,
      });
    }
    this.#state = { lastDecode, lastDuration, needsKey };
    return placed;
  }
}
