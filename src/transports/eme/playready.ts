import { bytesOfBase64 } from './bytes.js';

export interface Challenge {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const xml = 'text/xml; charset=utf-8';
const challenge = /<Challenge\b[^>]*>([^<]+)<\/Challenge>/;
const header = /<HttpHeader>\s*<name>([^<]+)<\/name>\s*<value>([^<]*)<\/value>\s*<\/HttpHeader>/g;

/**
 * A PlayReady licence request, taken out of its envelope: browsers give a PlayReadyKeyMessage in UTF-16 whose Challenge is the
 * SOAP body in base64 and whose HttpHeaders belong on the request; newer ones give the SOAP body itself.
 * Read by pattern: Trusted Types forbid DOMParser.
 */
export function unwrapPlayReady(message: Uint8Array<ArrayBuffer>): Challenge {
  const utf16 = message.byteLength % 2 === 0 && message[1] === 0;
  const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(message);
  const body = bytesOfBase64(challenge.exec(text)?.[1] ?? '');
  if (!text.includes('<PlayReadyKeyMessage') || body === undefined)
    return { body: message, headers: { 'content-type': xml } };
  const headers: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(header)) headers[name.trim().toLowerCase()] = value;
  return { body, headers: { 'content-type': xml, ...headers } };
}
