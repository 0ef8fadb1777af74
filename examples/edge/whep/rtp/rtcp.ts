/** RTCP: the sender reports we write (RFC 3550, 6.4.1) and the feedback we read (RFC 4585, RFC 5104). */
import { writeNtp } from './ntp.js';

export interface SenderReport {
  readonly ssrc: number;
  /** The instant the report speaks of, in both clocks: event time in ms since the Unix epoch, and RTP units. */
  readonly eventTime: number;
  readonly timestamp: number;
  /** Sent so far; both wrap at 32 bits. */
  readonly packets: number;
  readonly octets: number;
  /** The same for all streams of one session, so that the receiver plays them in step. At most 255 bytes. */
  readonly cname: string;
}

export type Feedback =
  | { readonly kind: 'lost'; readonly ssrc: number; readonly sequences: readonly number[] }
  | { readonly kind: 'key-picture-wanted'; readonly ssrc: number };

const types = { senderReport: 200, description: 202, transportFeedback: 205, payloadFeedback: 206 } as const;
const formats = { nack: 1, pli: 1, fir: 4 } as const;
const version2 = 0x80;
const senderReportSize = 28;
const commonSize = 12;
const cnameItem = 1;

/** A sender report and the canonical name, as one compound packet. */
export function senderReport(report: SenderReport): Buffer {
  const name = Buffer.from(report.cname);
  // One chunk: SSRC, item type, length, text, then zeros to the next 32-bit boundary, at least one (RFC 3550, 6.5).
  const chunkSize = Math.ceil((4 + 2 + name.byteLength + 1) / 4) * 4;
  const packet = Buffer.alloc(senderReportSize + 4 + chunkSize);
  writeHeader(packet, 0, types.senderReport, senderReportSize);
  packet.writeUInt32BE(report.ssrc, 4);
  writeNtp(packet, 8, report.eventTime);
  packet.writeUInt32BE(report.timestamp, 16);
  packet.writeUInt32BE(report.packets >>> 0, 20);
  packet.writeUInt32BE(report.octets >>> 0, 24);
  writeHeader(packet, senderReportSize, types.description, 4 + chunkSize, 1);
  packet.writeUInt32BE(report.ssrc, senderReportSize + 4);
  packet[senderReportSize + 8] = cnameItem;
  packet[senderReportSize + 9] = name.byteLength;
  packet.set(name, senderReportSize + 10);
  return packet;
}

function writeHeader(target: Buffer, offset: number, type: number, size: number, count = 0): void {
  target[offset] = version2 | count;
  target[offset + 1] = type;
  target.writeUInt16BE(size / 4 - 1, offset + 2);
}

/** What a receiver asks for in a compound packet; other reports, and what is not well formed, are passed over. */
export function readFeedback(packet: Buffer): Feedback[] {
  const feedback: Feedback[] = [];
  for (let at = 0; at + 4 <= packet.byteLength;) {
    const end = at + (packet.readUInt16BE(at + 2) + 1) * 4;
    if (end > packet.byteLength) break;
    feedback.push(...readOne(packet.subarray(at, end)));
    at = end;
  }
  return feedback;
}

function readOne(packet: Buffer): Feedback[] {
  if (packet.byteLength < commonSize) return [];
  const format = packet.readUInt8(0) & 0x1f;
  const type = packet.readUInt8(1);
  const ssrc = packet.readUInt32BE(8);
  const items = packet.subarray(commonSize);
  if (type === types.transportFeedback && format === formats.nack)
    return [{ kind: 'lost', ssrc, sequences: readLost(items) }];
  if (type === types.payloadFeedback && format === formats.pli) return [{ kind: 'key-picture-wanted', ssrc }];
  if (type === types.payloadFeedback && format === formats.fir)
    return readWords(items, 8).map((item) => ({ kind: 'key-picture-wanted', ssrc: item.readUInt32BE(0) }));
  return [];
}

/** RFC 4585, 6.2.1: each item names one lost packet, and in a bit mask which of the 16 after it are lost too. */
function readLost(items: Buffer): number[] {
  return readWords(items, 4).flatMap((item) => {
    const first = item.readUInt16BE(0);
    const mask = item.readUInt16BE(2);
    const following = Array.from({ length: 16 }, (_, bit) => bit).filter((bit) => (mask >> bit) & 1);
    return [first, ...following.map((bit) => (first + bit + 1) & 0xffff)];
  });
}

function readWords(items: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.floor(items.byteLength / size) }, (_, index) =>
    items.subarray(index * size, (index + 1) * size),
  );
}
