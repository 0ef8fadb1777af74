/** The numbers of HTTP/3 (RFC 9114) and of WebTransport over it (draft-ietf-webtrans-http3-02, which browsers speak). */

export const frameTypes = { data: 0x00, headers: 0x01, settings: 0x04, webTransportStream: 0x41 } as const;
export const streamTypes = { control: 0x00, webTransport: 0x54 } as const;

export const settings: readonly (readonly [id: number, value: number])[] = [
  [0x08, 1], // SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 9220)
  [0x33, 1], // SETTINGS_H3_DATAGRAM (RFC 9297): WebTransport demands it
  [0x2b60_3742, 1], // SETTINGS_ENABLE_WEBTRANSPORT
];

export const errorCodes = {
  requestRejected: 0x010b,
  requestCancelled: 0x010c,
  internalError: 0x0102,
} as const;

/** CLOSE_WEBTRANSPORT_SESSION. */
export const closeCapsule = 0x2843;

/** Where the codes of applications lie among those of HTTP/3: every 0x1f-th one is left out (draft, 4.3). */
const firstApplicationCode = 0x52e4_a40f_a8db;
const gap = 0x1e;

/** @param code 0 to 2^32 - 1, as the application has it */
export function toHttpCode(code: number): number {
  return firstApplicationCode + code + Math.floor(code / gap);
}

/** Undefined for codes that are not an application's. */
export function toApplicationCode(httpCode: number): number | undefined {
  const shifted = httpCode - firstApplicationCode;
  if (shifted < 0 || (httpCode - 0x21) % 0x1f === 0) return undefined;
  const code = shifted - Math.floor(shifted / (gap + 1));
  return code < 2 ** 32 ? code : undefined;
}
