import { isType, printableType, readBoxHeader } from './boxes.js';
import { malformed } from './errors.js';
import type { ReaderLimits } from './limits.js';

/** What stands at the front of a byte string. */
export type Cut =
  /** So many bytes are needed in one piece to know more. */
  | { readonly kind: 'more'; readonly length: number }
  /** Of no use: to be passed over, and nothing to be kept of it. */
  | { readonly kind: 'skip'; readonly length: number }
  | Piece;

/** All there, and worth reading. */
export type Piece =
  | {
      readonly kind: 'box';
      readonly type: 'ftyp' | 'moov' | 'emsg' | 'prft';
      readonly from: number;
      readonly length: number;
    }
  | {
      readonly kind: 'fragment';
      readonly length: number;
      readonly moof: { readonly from: number; readonly to: number };
      /** Where mdat's payload begins; `length` where there is none. */
      readonly dataFrom: number;
    };

/** Boxes that cannot stand between a moof and its mdat. */
const beginsAnother = new Set(['moof', 'moov', 'ftyp', 'styp', 'sidx', 'prft', 'emsg', 'mfra']);

/** Says what to do with bytes that begin with a box; looks at headers only. */
export function cut(bytes: Uint8Array, limits: ReaderLimits): Cut {
  const head = headerAt(bytes, 0);
  if (head.kind === 'more') return head;
  const { type, headerSize, size } = head;
  switch (type) {
    case 'ftyp':
    case 'moov':
    case 'emsg':
    case 'prft':
      if (size > limits.headerBytes) throw malformed(`the box ${printableType(type)} is too large`);
      return size > bytes.byteLength
        ? { kind: 'more', length: size }
        : { kind: 'box', type, from: headerSize, length: size };
    case 'moof':
      return cutFragment(bytes, headerSize, size, limits);
    default:
      if (size > limits.fragmentBytes) throw malformed(`the box ${printableType(type)} is too large`);
      return { kind: 'skip', length: size };
  }
}

function cutFragment(bytes: Uint8Array, headerSize: number, moofSize: number, limits: ReaderLimits): Cut {
  if (moofSize > limits.headerBytes) throw malformed("the box 'moof' is too large");
  const moof = { from: headerSize, to: moofSize };
  for (let length = moofSize; ;) {
    const head = headerAt(bytes, length);
    if (head.kind === 'more') return head;
    if (beginsAnother.has(head.type)) return { kind: 'fragment', length, moof, dataFrom: length };
    if (head.size > limits.fragmentBytes - length) throw malformed('a fragment is too large');
    const dataFrom = length + head.headerSize;
    length += head.size;
    if (head.type !== 'mdat') continue;
    if (length > bytes.byteLength) return { kind: 'more', length };
    return { kind: 'fragment', length, moof, dataFrom };
  }
}

interface Head {
  readonly kind: 'head';
  readonly type: string;
  readonly headerSize: number;
  readonly size: number;
}

function headerAt(bytes: Uint8Array, at: number): Head | Extract<Cut, { kind: 'more' }> {
  const header = readBoxHeader(bytes, at);
  if (header === undefined) return { kind: 'more', length: at + (bytes.byteLength - at < 8 ? 8 : 16) };
  const { type, headerSize, size } = header;
  if (!isType(type)) throw malformed('there is no box where one should begin');
  if (size < headerSize) throw malformed(`the box ${printableType(type)} does not say how long it is`);
  return { kind: 'head', type, headerSize, size };
}
