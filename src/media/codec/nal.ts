/** How NAL units are told apart in a sample: a length in front (avcC, hvcC), or start codes (Annex B). */
export type NalFraming = { readonly kind: 'length'; readonly size: number } | { readonly kind: 'annex-b' };

/** Views of a sample's NAL units, in order, without lengths and start codes. A unit that is cut off, and what follows it, is left out. */
export function nalUnits(data: Uint8Array, framing: NalFraming): Generator<Uint8Array, void, undefined> {
  return framing.kind === 'length' ? byLength(data, framing.size) : byStartCode(data);
}

function* byLength(data: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  const end = data.byteLength;
  for (let at = 0; end - at >= size;) {
    let length = 0;
    for (let index = 0; index < size; index++) length = length * 256 + (data[at + index] ?? 0);
    at += size;
    if (length > end - at) return;
    if (length > 0) yield data.subarray(at, at + length);
    at += length;
  }
}

function* byStartCode(data: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let begin = afterStartCode(data, 0); begin >= 0;) {
    const next = afterStartCode(data, begin);
    let end = next < 0 ? data.byteLength : next - 3;
    // Zeros behind a unit belong to the next start code or are padding (H.264 B.1.1).
    while (end > begin && data[end - 1] === 0) end--;
    if (end > begin) yield data.subarray(begin, end);
    begin = next;
  }
}

/** Where the bytes behind the next 00 00 01 begin; -1 where there is none. */
function afterStartCode(data: Uint8Array, from: number): number {
  for (let one = data.indexOf(1, from + 2); one >= 0; one = data.indexOf(1, one + 1))
    if (data[one - 1] === 0 && data[one - 2] === 0) return one + 1;
  return -1;
}

const startCode = [0, 0, 0, 1];

/** A sample with lengths of so many bytes, with start codes instead, `before` (parameter sets) in front. */
export function toAnnexB(
  data: Uint8Array,
  lengthSize: number,
  before: readonly Uint8Array[] = [],
): Uint8Array {
  const units = [...before, ...byLength(data, lengthSize)];
  return joined(units, () => startCode);
}

/** A sample with start codes, with lengths of four bytes instead. */
export function toLengthPrefixed(data: Uint8Array): Uint8Array {
  return joined([...byStartCode(data)], ({ byteLength }) => [
    ...[byteLength >>> 24, byteLength >>> 16, byteLength >>> 8, byteLength].map((byte) => byte & 0xff),
  ]);
}

/** The units one after the other, four bytes in front of each. */
function joined(units: readonly Uint8Array[], prefix: (unit: Uint8Array) => number[]): Uint8Array {
  const out = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.byteLength, 0));
  let at = 0;
  for (const unit of units) {
    out.set(prefix(unit), at);
    out.set(unit, at + 4);
    at += 4 + unit.byteLength;
  }
  return out;
}

/** A unit's payload without emulation prevention: 00 00 03 becomes 00 00 (H.264 7.4.1). The unit itself where there is nothing to remove. */
export function withoutEmulation(unit: Uint8Array): Uint8Array {
  let out: Uint8Array | undefined;
  let to = 0;
  let from = 0;
  for (let three = unit.indexOf(3, 2); three >= 0; three = unit.indexOf(3, three + 1)) {
    if (unit[three - 1] !== 0 || unit[three - 2] !== 0 || three - 2 < from) continue;
    out ??= new Uint8Array(unit.byteLength);
    out.set(unit.subarray(from, three), to);
    to += three - from;
    from = three + 1;
  }
  if (out === undefined) return unit;
  out.set(unit.subarray(from), to);
  return out.subarray(0, to + unit.byteLength - from);
}
