/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3): the parameter sets inside it, and how to put others in. */

export interface ParameterSets {
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
}

const headerLength = 5;

/** @throws RangeError when the record ends before a parameter set does */
export function readAvcC(avcC: Uint8Array): ParameterSets {
  const sps = readSets(avcC, headerLength, 0x1f);
  const pps = readSets(avcC, sps.end, 0xff);
  return { sps: sps.sets, pps: pps.sets };
}

/** The same record with other parameter sets; profile and level bytes follow the first SPS. */
export function withParameterSets(avcC: Uint8Array, { sps, pps }: ParameterSets): Uint8Array {
  const tail = avcC.subarray(readSets(avcC, readSets(avcC, headerLength, 0x1f).end, 0xff).end);
  const [first] = sps;
  if (!first) throw new RangeError('An avcC needs at least one SPS.');
  const record = [
    avcC.subarray(0, 1),
    first.subarray(1, 4),
    avcC.subarray(4, headerLength),
    Uint8Array.of(0xe0 | sps.length),
    ...sps.flatMap(withLength),
    Uint8Array.of(pps.length),
    ...pps.flatMap(withLength),
    tail,
  ];
  return new Uint8Array(Buffer.concat(record));
}

function readSets(avcC: Uint8Array, start: number, countMask: number) {
  const view = new DataView(avcC.buffer, avcC.byteOffset, avcC.byteLength);
  const sets: Uint8Array[] = [];
  let at = start + 1;
  for (let left = view.getUint8(start) & countMask; left > 0; left -= 1) {
    const length = view.getUint16(at);
    if (at + 2 + length > avcC.byteLength) throw new RangeError('The avcC ends inside a parameter set.');
    sets.push(avcC.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { sets, end: at };
}

function withLength(set: Uint8Array): Uint8Array[] {
  return [Uint8Array.of(set.byteLength >> 8, set.byteLength & 0xff), set];
}
