/** The two shapes of structured fields (RFC 9651) that WebTransport's subprotocols come in: strings, and lists of them. */

/** The strings of a list; whatever else is in it is passed over. */
export function readStrings(field: string): readonly string[] {
  return [...field.matchAll(/"((?:[^"\\]|\\["\\])*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
