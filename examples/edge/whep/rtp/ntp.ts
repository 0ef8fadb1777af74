/** NTP timestamps (RFC 5905): seconds since 1900 as UQ32.32, which is how RTP says when a picture was taken. */

/** Seconds from the NTP epoch (1900) to the Unix epoch. */
const unixEpochInNtp = 2_208_988_800;
const twoTo32 = 2 ** 32;

/** Writes the 8 bytes of `eventTime` (ms since the Unix epoch), network order; wraps in 2036 as NTP does. */
export function writeNtp(target: Buffer, offset: number, eventTime: number): void {
  let seconds = Math.floor(eventTime / 1000);
  let fraction = Math.round(((eventTime - seconds * 1000) / 1000) * twoTo32);
  if (fraction === twoTo32) {
    fraction = 0;
    seconds += 1;
  }
  target.writeUInt32BE((seconds + unixEpochInNtp) >>> 0, offset);
  target.writeUInt32BE(fraction, offset + 4);
}

/**
 * The event time (ms since the Unix epoch) of 8 bytes of NTP time. The era is the one that holds dates from 1968 to
 * 2104 (RFC 4330, 3).
 */
export function readNtp(source: Buffer, offset: number): number {
  const seconds = source.readUInt32BE(offset);
  const inEra = seconds >= 0x8000_0000 ? seconds : seconds + twoTo32;
  return (inEra - unixEpochInNtp) * 1000 + (source.readUInt32BE(offset + 4) / twoTo32) * 1000;
}
