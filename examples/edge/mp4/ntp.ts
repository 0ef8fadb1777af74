/** Seconds from 1900, where NTP begins, to 1970, where Unix time does. */
const unixEpochInNtp = 2_208_988_800;

/** Event time (ms since the Unix epoch) as a 64-bit NTP timestamp (RFC 5905, section 6), in its two 32-bit halves. */
export function ntpTime(eventTime: number): { seconds: number; fraction: number } {
  const whole = Math.floor(eventTime / 1000);
  const fraction = Math.round(((eventTime - whole * 1000) / 1000) * 2 ** 32);
  return fraction === 2 ** 32
    ? { seconds: (whole + unixEpochInNtp + 1) % 2 ** 32, fraction: 0 }
    : { seconds: (whole + unixEpochInNtp) % 2 ** 32, fraction };
}
