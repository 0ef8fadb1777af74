import type { FrameReader, MediaFrame, MoqObject } from './frame.js';
import { readVarint } from './varint.js';

/** hang's own container: presentation time in microseconds as a varint, then the codec's payload. */
export const legacyReader: FrameReader = {
  read({ payload }: MoqObject): readonly MediaFrame[] {
    const { value, next } = readVarint(payload, 0);
    // Nothing behind the time: a marker that content stops there.
    if (next === payload.byteLength) return [];
    return [
      {
        timeUs: value,
        decodeTimeUs: undefined,
        durationUs: undefined,
        key: undefined,
        description: undefined,
        data: payload.subarray(next),
      },
    ];
  },
};
