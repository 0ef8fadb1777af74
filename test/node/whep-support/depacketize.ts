/** H.264 out of RTP payloads (RFC 6184), written from the RFC apart from the packetiser it checks. */

/** @throws Error when a payload breaks a rule of the RFC */
export function depacketize(payloads: readonly Uint8Array[]): Uint8Array[] {
  const nals: Uint8Array[] = [];
  let fragments: Uint8Array[] | undefined;
  for (const payload of payloads) {
    const type = payload[0]! & 0x1f;
    if (fragments && type !== 28) throw new Error('A fragmented NAL unit is interrupted.');
    if (type >= 1 && type <= 23) nals.push(payload);
    else if (type === 24) nals.push(...splitAggregate(payload));
    else if (type === 28) {
      const start = (payload[1]! & 0x80) !== 0;
      const end = (payload[1]! & 0x40) !== 0;
      if (start && end) throw new Error('One fragment is both first and last.');
      if (start !== (fragments === undefined))
        throw new Error('A fragmented NAL unit does not begin with its start.');
      if (start) fragments = [Uint8Array.of((payload[0]! & 0xe0) | (payload[1]! & 0x1f))];
      fragments!.push(payload.subarray(2));
      if (!end) continue;
      nals.push(new Uint8Array(Buffer.concat(fragments!)));
      fragments = undefined;
    } else throw new Error(`Payload type ${type} is not of packetization mode 1.`);
  }
  if (fragments) throw new Error('The last fragmented NAL unit has no end.');
  return nals;
}

function splitAggregate(payload: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = [];
  for (let at = 1; at < payload.byteLength;) {
    const size = (payload[at]! << 8) | payload[at + 1]!;
    if (size === 0 || at + 2 + size > payload.byteLength)
      throw new Error('An aggregated NAL unit does not fit.');
    nals.push(payload.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
  if (nals.length < 2) throw new Error('A STAP-A holds fewer than two NAL units.');
  return nals;
}
