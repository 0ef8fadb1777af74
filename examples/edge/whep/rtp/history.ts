/** The packets sent last, by sequence number, so that a lost one can be sent again (RFC 4585, generic NACK). */

/** About 12 s of a 500 kbit/s camera; a power of two, so that sequence numbers wrap onto the same slots. */
const slots = 1024;

export class History {
  readonly #packets: (Buffer | undefined)[] = new Array<Buffer | undefined>(slots).fill(undefined);

  /** @param packet an RTP packet; kept, not copied */
  add(packet: Buffer): void {
    this.#packets[packet.readUInt16BE(2) % slots] = packet;
  }

  /** The packet with this sequence number, unless a newer one has taken its place. */
  get(sequence: number): Buffer | undefined {
    const packet = this.#packets[sequence % slots];
    return packet?.readUInt16BE(2) === sequence ? packet : undefined;
  }
}
