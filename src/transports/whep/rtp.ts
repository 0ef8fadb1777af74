/** The RTP clock of video (RFC 6184, 8.2.1). */
export const rtpTicksPerMs = 90;

/** Signed difference of two 32-bit RTP timestamps, in ticks. */
export function rtpDifference(later: number, earlier: number): number {
  return (later - earlier) | 0;
}
