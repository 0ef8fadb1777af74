/**
 * H.264 in RTP (RFC 6184): an access unit's NAL units become payloads that fit a packet.
 * Small neighbours share one (STAP-A), big ones are cut (FU-A), as packetization mode 1 allows.
 */
import { nalType } from '../../h264/nal.js';

const stapA = 24;
const fuA = 28;
const referenceBits = 0x60;
const forbiddenBit = 0x80;
const typeBits = 0x1f;
const fuStart = 0x80;
const fuEnd = 0x40;
const fuHeaderSize = 2;

/**
 * @param nals the NAL units of one access unit, in decoding order, without start codes or lengths
 * @param limit most bytes in a payload
 */
export function h264Payloads(nals: readonly Uint8Array[], limit: number): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  let waiting: Uint8Array[] = [];
  const flush = () => {
    const [alone] = waiting;
    if (alone) payloads.push(waiting.length === 1 ? alone : aggregate(waiting));
    waiting = [];
  };
  for (const nal of nals) {
    if (aggregateSize([...waiting, nal]) <= limit) {
      waiting.push(nal);
      continue;
    }
    flush();
    if (nal.byteLength > limit) payloads.push(...fragment(nal, limit));
    else waiting.push(nal);
  }
  flush();
  return payloads;
}

function aggregateSize(nals: readonly Uint8Array[]): number {
  return nals.reduce((size, nal) => size + 2 + nal.byteLength, 1);
}

/** RFC 6184, 5.7.1: the header takes the highest reference level and any forbidden bit of its members. */
function aggregate(nals: readonly Uint8Array[]): Uint8Array {
  const payload = Buffer.allocUnsafe(aggregateSize(nals));
  const headers = nals.map((nal) => nal[0] ?? 0);
  const reference = Math.max(...headers.map((header) => header & referenceBits));
  const forbidden = headers.reduce((bits, header) => bits | (header & forbiddenBit), 0);
  payload[0] = forbidden | reference | stapA;
  let at = 1;
  for (const nal of nals) {
    payload.writeUInt16BE(nal.byteLength, at);
    payload.set(nal, at + 2);
    at += 2 + nal.byteLength;
  }
  return payload;
}

/** RFC 6184, 5.8: pieces of equal size, so that no packet is a tiny remainder. */
function fragment(nal: Uint8Array, limit: number): Uint8Array[] {
  const header = nal[0] ?? 0;
  const body = nal.subarray(1);
  const count = Math.ceil(body.byteLength / (limit - fuHeaderSize));
  const size = Math.ceil(body.byteLength / count);
  return Array.from({ length: count }, (_, index) => {
    const piece = body.subarray(index * size, (index + 1) * size);
    const payload = new Uint8Array(fuHeaderSize + piece.byteLength);
    payload[0] = (header & ~typeBits) | fuA;
    payload[1] = (index === 0 ? fuStart : 0) | (index === count - 1 ? fuEnd : 0) | nalType(nal);
    payload.set(piece, fuHeaderSize);
    return payload;
  });
}
