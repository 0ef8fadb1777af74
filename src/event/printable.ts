const longest = 80;

/** C0 and C1 controls, bidirectional overrides and lone surrogates: what could spoof a terminal or a log line. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text in double quotes on one line, cut to about 80 characters, safe to print in a terminal or a log. */
export function quoted(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return `"${cut.replace(/["\\]/g, '\\$&').replace(unsafe, escape)}"`;
}

/** A value of a descriptor in words: texts quoted, numbers as they are, the rest by kind. */
export function printable(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

/** A JSON path (RFC 9535, normalised to dots where the key is a plain word): `$.angles[2].sources[0].url`. */
export function jsonPath(segments: readonly (string | number)[]): string {
  const step = (segment: string | number): string => {
    if (typeof segment === 'number') return `[${segment}]`;
    return /^[A-Za-z_$][\w$]*$/.test(segment) ? `.${segment}` : `[${quoted(segment)}]`;
  };
  return `$${segments.map(step).join('')}`;
}
