/** One coded frame as its container gives it. */
export interface MediaFrame {
  /** Presentation time, microseconds on the track's timeline. */
  readonly timeUs: number;
  /** Decoding time, where the container has one. */
  readonly decodeTimeUs: number | undefined;
  readonly durationUs: number | undefined;
  /** Undefined: the container does not say, and the first of a group is one. */
  readonly key: boolean | undefined;
  /** A new decoder description that applies from here on. */
  readonly description: Uint8Array | undefined;
  readonly data: Uint8Array;
}

/** What the transport delivers: one MoQ object. */
export interface MoqObject {
  readonly payload: Uint8Array;
  /** The timestamp the transport itself carries, microseconds; a moment of arrival where the track has none. */
  readonly transportTimeUs: number;
}

/** Reads the objects of one track. Throws `moq/media-malformed`. */
export interface FrameReader {
  read(object: MoqObject): readonly MediaFrame[];
}
