export interface Obu {
  /** AV1 6.2.2: 1 sequence header, 2 temporal delimiter, 3 frame header, 4 tile group, 5 metadata, 6 frame. */
  readonly type: number;
  readonly payload: Uint8Array;
}

/** leb128 has at most eight bytes (AV1 4.10.5). */
const mostSizeBytes = 8;

/** The open bitstream units of a temporal unit in low-overhead format (AV1 5.2). What is cut off is left out. */
export function* obusIn(data: Uint8Array): Generator<Obu, void, undefined> {
  for (let at = 0; at < data.byteLength;) {
    const header = data[at++] ?? 0;
    if ((header & 0x80) !== 0) return;
    if ((header & 0x04) !== 0) at++;
    let length = data.byteLength - at;
    if ((header & 0x02) !== 0) {
      length = 0;
      for (let index = 0; index < mostSizeBytes; index++) {
        const byte = data[at++] ?? 0;
        length += (byte & 0x7f) * 2 ** (7 * index);
        if ((byte & 0x80) === 0) break;
      }
    }
    if (length < 0 || length > data.byteLength - at) return;
    yield { type: (header >> 3) & 0xf, payload: data.subarray(at, at + length) };
    at += length;
  }
}
