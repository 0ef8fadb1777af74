/** What one reader takes at most. Beyond is refused as malformed, so that hostile sizes cost nothing. */
export interface ReaderLimits {
  /** Bytes of one fragment, moof and mdat together: as many as a whole session may keep. */
  readonly fragmentBytes: number;
  /** Bytes of one moov, moof or emsg: long recordings' headers have some hundred KB. */
  readonly headerBytes: number;
  /** Samples of one fragment: 20 minutes of AAC in one piece. */
  readonly samples: number;
  /** Tracks of an init segment, and sample entries of a track. */
  readonly tracks: number;
  /** Version 0 event messages that wait for the fragment which tells their time. */
  readonly waitingEvents: number;
}

export const defaultLimits: ReaderLimits = {
  fragmentBytes: 64 * 2 ** 20,
  headerBytes: 8 * 2 ** 20,
  samples: 65_536,
  tracks: 32,
  waitingEvents: 256,
};

/** Bytes of a fragment that allow one sample more: a sample costs the reader some 80 bytes, and no real one comes with less. */
const leastBytesPerSample = 4;
/** Samples that any fragment may have, however small. */
const samplesForFree = 64;

/** How many samples a fragment of so many bytes may claim. */
export function samplesAllowed(fragmentBytes: number, limits: ReaderLimits): number {
  return Math.min(limits.samples, samplesForFree + Math.floor(fragmentBytes / leastBytesPerSample));
}
