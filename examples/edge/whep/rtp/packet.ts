/** RTP packets (RFC 3550, 5.1) with at most one header extension in the one-byte form (RFC 8285, 4.2). */

export interface RtpExtension {
  /** The id negotiated in SDP, 1 to 14. */
  readonly id: number;
  /** 1 to 16 bytes. */
  readonly data: Uint8Array;
}

export interface RtpHeader {
  readonly payloadType: number;
  /** Last packet of a picture, first packet of a talk spurt. */
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, in the codec's clock. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly extension?: RtpExtension | undefined;
}

export const rtpHeaderSize = 12;
const version2 = 0x80;
const hasExtension = 0x10;
const markerBit = 0x80;
const oneByteProfile = 0xbede;

/** Bytes an extension of `dataSize` bytes adds to a packet: its own header, the element, padding to 32 bits. */
export function extensionSize(dataSize: number): number {
  return 4 + Math.ceil((1 + dataSize) / 4) * 4;
}

/** @throws RangeError when the extension does not fit the one-byte form */
export function rtpPacket(header: RtpHeader, payload: Uint8Array): Buffer {
  const { extension } = header;
  const payloadAt = rtpHeaderSize + (extension ? extensionSize(extension.data.byteLength) : 0);
  const packet = Buffer.allocUnsafe(payloadAt + payload.byteLength);
  packet[0] = version2 | (extension ? hasExtension : 0);
  packet[1] = (header.marker ? markerBit : 0) | header.payloadType;
  packet.writeUInt16BE(header.sequence, 2);
  packet.writeUInt32BE(header.timestamp, 4);
  packet.writeUInt32BE(header.ssrc, 8);
  if (extension) writeExtension(packet.subarray(rtpHeaderSize, payloadAt), extension);
  packet.set(payload, payloadAt);
  return packet;
}

function writeExtension(target: Buffer, { id, data }: RtpExtension): void {
  if (id < 1 || id > 14 || data.byteLength < 1 || data.byteLength > 16)
    throw new RangeError(
      `Extension ${id} of ${data.byteLength} bytes does not fit the one-byte form (ids 1 to 14, 1 to 16 bytes).`,
    );
  target.fill(0);
  target.writeUInt16BE(oneByteProfile, 0);
  target.writeUInt16BE(target.byteLength / 4 - 1, 2);
  target[4] = (id << 4) | (data.byteLength - 1);
  target.set(data, 5);
}

/** Where the payload of a packet made by `rtpPacket` begins. */
export function payloadOffset(packet: Buffer): number {
  const extended = ((packet[0] ?? 0) & hasExtension) !== 0;
  return rtpHeaderSize + (extended ? 4 + packet.readUInt16BE(rtpHeaderSize + 2) * 4 : 0);
}
