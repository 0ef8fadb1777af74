import { hexOf } from './bytes.js';

/** A `pssh` box: what one key system needs to know of the keys (ISO/IEC 23001-7, 8.1). */
export interface Pssh {
  /** Hexadecimal, without dashes. */
  readonly systemId: string;
  /** Version 1 lists them; empty before. */
  readonly kids: readonly Uint8Array<ArrayBuffer>[];
  /** All of the box. */
  readonly box: Uint8Array<ArrayBuffer>;
}

/** The W3C's system id for boxes that only list key ids (EME initialization data, "cenc"). */
export const commonSystemId = '1077efecc0b24d02ace33c1e52e2fb4b';

const idSize = 16;
const headerSize = 12;

/** The boxes that stand one behind another in init data; what is broken, and all behind it, is left out. */
export function readPssh(initData: Uint8Array): Pssh[] {
  const found: Pssh[] = [];
  for (let at = 0; at + headerSize + idSize + 4 <= initData.byteLength;) {
    const view = new DataView(initData.buffer, initData.byteOffset + at);
    const size = view.getUint32(0);
    const isPssh = view.getUint32(4) === 0x7073_7368;
    if (!isPssh || size < headerSize + idSize + 4 || at + size > initData.byteLength) break;
    const box = initData.slice(at, at + size);
    found.push({ systemId: hexOf(box.subarray(headerSize, headerSize + idSize)), kids: kidsOf(box), box });
    at += size;
  }
  return found;
}

function kidsOf(box: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(box.buffer);
  if (view.getUint8(8) === 0) return [];
  const first = headerSize + idSize + 4;
  const count = Math.min(view.getUint32(first - 4), Math.floor((box.byteLength - first) / idSize));
  return Array.from({ length: count }, (_, i) => box.slice(first + i * idSize, first + (i + 1) * idSize));
}
