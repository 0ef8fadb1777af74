/** NAL units of an AVCC access unit: 4-byte lengths (ISO/IEC 14496-15), types of ITU-T H.264 table 7-1. */

const lengthSize = 4;
const nalTypes = { sps: 7, pps: 8, delimiter: 9 } as const;

/**
 * The NAL units, in order, without their lengths.
 * @throws RangeError when a length points outside the access unit
 */
export function* nalUnits(accessUnit: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(accessUnit.buffer, accessUnit.byteOffset, accessUnit.byteLength);
  for (let at = 0; at < accessUnit.byteLength;) {
    const end = at + lengthSize + view.getUint32(at);
    if (end > accessUnit.byteLength) throw new RangeError('A NAL unit ends outside its access unit.');
    yield accessUnit.subarray(at + lengthSize, end);
    at = end;
  }
}

export function nalType(nal: Uint8Array): number {
  return (nal[0] ?? 0) & 0x1f;
}

/** The access unit without delimiters and parameter sets: those live in the avcC. */
export function picturesOnly(accessUnit: Uint8Array): Uint8Array {
  const units = [...nalUnits(accessUnit)];
  const kept = units.filter((nal) => !Object.values<number>(nalTypes).includes(nalType(nal)));
  if (kept.length === units.length) return accessUnit;
  return new Uint8Array(Buffer.concat(kept.flatMap((nal) => [lengthOf(nal), nal])));
}

function lengthOf(nal: Uint8Array): Uint8Array {
  const length = new Uint8Array(lengthSize);
  new DataView(length.buffer).setUint32(0, nal.byteLength);
  return length;
}
