/**
 * Reading ISO base media boxes (ISO/IEC 14496-12, 4.2) out of bytes from the network: every read is bounds-checked, and
 * damaged input ends the walk instead of throwing.
 */

export interface Box {
  /** Four characters. */
  readonly type: string;
  /** What follows the header. */
  readonly payload: DataView;
}

const compactHeader = 8;
const largeHeader = 16;

/** The boxes of a level, in order, up to the first that does not fit its parent. `mdat` is passed over, not read. */
export function* boxesOf(bytes: DataView): Generator<Box> {
  let at = 0;
  while (at + compactHeader <= bytes.byteLength) {
    const compact = bytes.getUint32(at);
    let header = compactHeader;
    let size = compact;
    if (compact === 1) {
      if (at + largeHeader > bytes.byteLength) return;
      header = largeHeader;
      size = Number(bytes.getBigUint64(at + compactHeader));
    } else if (compact === 0) {
      size = bytes.byteLength - at; // to the end of the file
    }
    if (size < header || at + size > bytes.byteLength) return;
    yield {
      type: String.fromCharCode(
        bytes.getUint8(at + 4),
        bytes.getUint8(at + 5),
        bytes.getUint8(at + 6),
        bytes.getUint8(at + 7),
      ),
      payload: new DataView(bytes.buffer, bytes.byteOffset + at + header, size - header),
    };
    at += size;
  }
}

/** The first box at the end of a path, for example `childAt(file, 'moov', 'trak', 'mdia', 'mdhd')`. */
export function childAt(bytes: DataView, ...path: readonly string[]): DataView | undefined {
  let level: DataView | undefined = bytes;
  for (const type of path) {
    if (level === undefined) return undefined;
    level = firstOf(level, type);
  }
  return level;
}

function firstOf(bytes: DataView, type: string): DataView | undefined {
  for (const box of boxesOf(bytes)) if (box.type === type) return box.payload;
  return undefined;
}

/** The version and flags a FullBox begins with (ISO/IEC 14496-12, 4.2.2); undefined when it is shorter than `least` bytes. */
export function fullBox(
  payload: DataView,
  least: { readonly [version: number]: number },
): { version: number; flags: number } | undefined {
  if (payload.byteLength < 4) return undefined;
  const version = payload.getUint8(0);
  const needed = least[version];
  if (needed === undefined || payload.byteLength < needed) return undefined;
  return { version, flags: payload.getUint32(0) & 0xff_ffff };
}

export const viewOf = (bytes: ArrayBuffer | Uint8Array): DataView =>
  bytes instanceof Uint8Array
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new DataView(bytes);
