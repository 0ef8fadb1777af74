import { hexOf } from './hex.js';
import { nalUnits, withoutEmulation } from './nal.js';
import type { NalFraming } from './nal.js';

/** One SEI message (H.264 7.3.2.3.1, H.265 7.3.5), without emulation prevention. */
export interface SeiMessage {
  /** 4 user_data_registered_itu_t_t35, 5 user_data_unregistered, 6 recovery_point, 1 pic_timing, 137 mastering display … */
  readonly type: number;
  readonly payload: Uint8Array;
}

const registeredUserData = 4;
const unregisteredUserData = 5;
const uuidBytes = 16;

/** The SEI messages of a sample, those in front of its picture and those behind. */
export function* seiIn(
  data: Uint8Array,
  family: 'h264' | 'hevc',
  framing: NalFraming,
): Generator<SeiMessage, void, undefined> {
  for (const unit of nalUnits(data, framing)) {
    const [header = 0] = unit;
    const headerBytes = family === 'h264' ? 1 : 2;
    const type = family === 'h264' ? header & 0x1f : (header >> 1) & 0x3f;
    const isSei = family === 'h264' ? type === 6 : type === 39 || type === 40;
    if (isSei) yield* messagesIn(withoutEmulation(unit.subarray(headerBytes)));
  }
}

/** What is cut off is left out; a single byte at the end is the stop bit. */
function* messagesIn(bytes: Uint8Array): Generator<SeiMessage, void, undefined> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    while (bytes[at] === 0xff) {
      value += 255;
      at++;
    }
    return value + (bytes[at++] ?? 0);
  };
  while (bytes.byteLength - at > 1) {
    const type = number();
    const size = number();
    if (size > bytes.byteLength - at) return;
    yield { type, payload: bytes.subarray(at, at + size) };
    at += size;
  }
}

/** One pair of caption bytes (cc_data_pkt, ATSC A/53 part 4 6.2.3). */
export interface CaptionPair {
  /** 0 and 1: CEA-608, first and second field; 2 and 3: CEA-708, inside and at the beginning of a packet. */
  readonly kind: 0 | 1 | 2 | 3;
  readonly first: number;
  readonly second: number;
}

const unitedStates = 0xb5;
const atsc = [0x00, 0x31, 0x47, 0x41, 0x39, 0x34, 0x03]; // provider 49, "GA94", cc_data

/** The caption bytes of a message, in order; empty for messages that carry none. */
export function captionsIn({ type, payload }: SeiMessage): CaptionPair[] {
  if (type !== registeredUserData || payload[0] !== unitedStates) return [];
  if (atsc.some((byte, index) => payload[1 + index] !== byte)) return [];
  const at = 1 + atsc.length;
  const flags = payload[at] ?? 0;
  if ((flags & 0x40) === 0) return [];
  const pairs: CaptionPair[] = [];
  const end = Math.min(payload.byteLength, at + 2 + (flags & 0x1f) * 3);
  for (let pair = at + 2; pair + 3 <= end; pair += 3) {
    const header = payload[pair] ?? 0;
    if ((header & 0x04) === 0) continue;
    pairs.push({
      kind: captionKinds[header & 3] ?? 0,
      first: payload[pair + 1] ?? 0,
      second: payload[pair + 2] ?? 0,
    });
  }
  return pairs;
}

const captionKinds = [0, 1, 2, 3] as const;

export interface UserData {
  /** 32 hexadecimal digits. */
  readonly uuid: string;
  readonly data: Uint8Array;
}

/** What a message of unregistered user data carries; undefined for other messages. */
export function userDataIn({ type, payload }: SeiMessage): UserData | undefined {
  if (type !== unregisteredUserData || payload.byteLength < uuidBytes) return undefined;
  return { uuid: hexOf(payload.subarray(0, uuidBytes)), data: payload.subarray(uuidBytes) };
}
