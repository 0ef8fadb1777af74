/** SDP text (RFC 8866) taken apart: the session's attributes and its media sections, nothing interpreted. */

/** Told to whoever sent the SDP. */
export class SdpError extends Error {
  override readonly name = 'SdpError';
}

/** `a=` lines, in order; an attribute without a value (`a=recvonly`) has an empty one. */
export type Attributes = readonly { readonly name: string; readonly value: string }[];

export interface MediaLines {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  /** Payload types, as written. */
  readonly formats: readonly string[];
  readonly attributes: Attributes;
}

export interface SdpLines {
  readonly attributes: Attributes;
  readonly media: readonly MediaLines[];
}

/** More than any browser sends, little enough to read in no time. */
const maxMedia = 64;
const linePattern = /^([a-z])=(.*)$/;
const mediaPattern = /^(\S+) (\d{1,5})(?:\/\d+)? (\S+) (\S.*)$/;

/**
 * Reads a session description.
 * @throws SdpError naming the line and what is wrong with it
 */
export function readSdp(text: string): SdpLines {
  if (!/^v=0\r?\n/.test(text)) throw new SdpError('The SDP does not begin with the line v=0.');
  return readSdpFragment(text);
}

/**
 * Reads the fragment that carries trickled candidates (RFC 8840, 9), which has no `v=` line.
 * @throws SdpError naming the line and what is wrong with it
 */
export function readSdpFragment(text: string): SdpLines {
  const session: { name: string; value: string }[] = [];
  const media: (MediaLines & { attributes: { name: string; value: string }[] })[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [, type, value] = linePattern.exec(line) ?? [];
    if (type === undefined || value === undefined)
      throw new SdpError(`Line ${index + 1} is not of the form <letter>=<value>.`);
    if (type === 'm') media.push({ ...readMediaLine(value, index + 1), attributes: [] });
    if (type === 'a') (media.at(-1)?.attributes ?? session).push(readAttribute(value));
  }
  if (media.length > maxMedia)
    throw new SdpError(`There are ${media.length} m= lines; ${maxMedia} are read at most.`);
  return { attributes: session, media };
}

function readMediaLine(value: string, lineNumber: number) {
  const [, kind, port, protocol, formats] = mediaPattern.exec(value) ?? [];
  if (kind === undefined || protocol === undefined || formats === undefined)
    throw new SdpError(`Line ${lineNumber} is not of the form m=<media> <port> <protocol> <formats>.`);
  return { kind, port: Number(port), protocol, formats: formats.trim().split(/ +/) };
}

function readAttribute(line: string) {
  const colon = line.indexOf(':');
  return colon < 0
    ? { name: line, value: '' }
    : { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
}

export function hasAttribute(attributes: Attributes, name: string): boolean {
  return attributes.some((attribute) => attribute.name === name);
}

/** Values of every attribute called `name`. */
export function attributeValues(attributes: Attributes, name: string): string[] {
  return attributes.filter((attribute) => attribute.name === name).map((attribute) => attribute.value);
}

/** Value of the first attribute called `name`. */
export function attributeValue(attributes: Attributes, name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name)?.value;
}
