/** Caption bytes in the pictures: user data registered by ITU-T T.35 (ITU-T H.264, D.1.6; ATSC A/53 part 4, 6.2.3). */
import { escape } from '../h264/bits.js';

const seiHeader = 0x06;
const registeredUserData = 4;
/** United States, ATSC's provider code, "GA94", caption data. */
const atscCaptions = [0xb5, 0x00, 0x31, 0x47, 0x41, 0x39, 0x34, 0x03];
const processCaptions = 0xc0;
const emData = 0xff;
/** Marker bits, cc_valid, and the field. */
const firstField = 0xfc;
const secondField = 0xfd;
/** Padding with its parity. */
const nothing = [0x80, 0x80];
const marker = 0xff;
const stopBit = 0x80;

/** A SEI NAL unit with one pair for the first field and padding for the second. */
export function captionSei([first, second]: readonly [number, number]): Uint8Array {
  const triplets = [firstField, first, second, secondField, ...nothing];
  const payload = [...atscCaptions, processCaptions | (triplets.length / 3), emData, ...triplets, marker];
  const raw = Uint8Array.from([registeredUserData, payload.length, ...payload, stopBit]);
  return Uint8Array.from([seiHeader, ...escape(raw)]);
}

/** The access unit (AVCC, four-byte lengths) with a SEI in front of its pictures. */
export function withSei(accessUnit: Uint8Array, sei: Uint8Array): Uint8Array {
  const unit = new Uint8Array(4 + sei.byteLength + accessUnit.byteLength);
  new DataView(unit.buffer).setUint32(0, sei.byteLength);
  unit.set(sei, 4);
  unit.set(accessUnit, 4 + sei.byteLength);
  return unit;
}
