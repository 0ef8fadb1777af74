import { bytesOfBase64, bytesOfHex } from './bytes.js';
import { keySystems } from './key-systems.js';
import type { SourceProtection } from '../contract.js';
import type { KeySystem } from './key-systems.js';

/** What an MPD says of its protection (ISO/IEC 23009-1, 5.8.4.1): each thing once, in the order of the document. */
export interface ManifestProtection {
  readonly encrypted: boolean;
  readonly defaultKids: readonly Uint8Array<ArrayBuffer>[];
  /** Init data of one key system, by its hexadecimal system id. */
  readonly pssh: readonly { readonly systemId: string; readonly box: Uint8Array<ArrayBuffer> }[];
  /** Licence servers by system id, absolute. */
  readonly licenseUrls: ReadonlyMap<string, string>;
}

const start = /<ContentProtection\b/;
const end = '</ContentProtection>';
/** The rest of a start tag, from the name of its element. */
const restOfTag = /^((?:[^>"']|"[^"]*"|'[^']*')*)>/;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const systemUri = /^urn:uuid:([\da-f-]{36})$/i;
const commonUri = /^urn:mpeg:dash:mp4protection:2011$/i;
const psshChild = /<(?:[\w.-]+:)?pssh\b[^>]*>([^<]*)</;
/** DASH-IF's (IOP Part 6), and the forms ClearKey and Microsoft had before it. */
const laurlChild = /<(?:[\w.-]+:)?laurl\b([^>]*)>([^<]*)/i;
/** Sessions are asked for ahead for at most this many: more are renditions nobody may ever watch. */
const most = 16;

export function readManifestProtection(mpd: string, baseUrl: string): ManifestProtection {
  const kids = new Map<string, Uint8Array<ArrayBuffer>>();
  const boxes = new Map<string, { systemId: string; box: Uint8Array<ArrayBuffer> }>();
  const licenseUrls = new Map<string, string>();
  let encrypted = false;
  // Piece by piece: a manifest that is no XML costs no more than one that is.
  for (const piece of withoutComments(mpd).split(start).slice(1)) {
    const [tag, head = ''] = restOfTag.exec(piece) ?? [];
    if (tag === undefined) continue;
    const closedAt = head.endsWith('/') ? -1 : piece.indexOf(end);
    const content = closedAt < 0 ? '' : piece.slice(tag.length, closedAt);
    encrypted = true;
    const attributes = new Map<string, string>();
    for (const [, name = '', double, single] of head.matchAll(attribute))
      attributes.set(name.replace(/^.*:/, ''), double ?? single ?? '');
    const scheme = attributes.get('schemeIdUri') ?? '';
    const kid = bytesOfHex(attributes.get('default_KID') ?? '');
    if (commonUri.test(scheme) && kid?.byteLength === 16) kids.set(String(kid), kid);
    const systemId = systemUri.exec(scheme)?.[1]?.replaceAll('-', '').toLowerCase();
    if (systemId === undefined) continue;
    const box = bytesOfBase64(psshChild.exec(content)?.[1] ?? '');
    if (box !== undefined) boxes.set(String(box), { systemId, box });
    const url = licenseUrl(content, baseUrl);
    if (url !== undefined && !licenseUrls.has(systemId)) licenseUrls.set(systemId, url);
  }
  return {
    encrypted,
    defaultKids: [...kids.values()].slice(0, most),
    pssh: [...boxes.values()].slice(0, most),
    licenseUrls,
  };
}

function withoutComments(xml: string): string {
  const [first = '', ...rest] = xml.split('<!--');
  const kept = rest.map((piece) => {
    const closed = piece.indexOf('-->');
    return closed < 0 ? '' : piece.slice(closed + '-->'.length);
  });
  return [first, ...kept].join('');
}

function licenseUrl(content: string, baseUrl: string): string | undefined {
  const [, head = '', text = ''] = laurlChild.exec(content) ?? [];
  const named = /\blicenseUrl\s*=\s*["']([^"']+)["']/i.exec(head)?.[1] ?? text.trim();
  const plain = named.replaceAll('&amp;', '&');
  if (plain === '' || !URL.canParse(plain, baseUrl)) return undefined;
  const url = new URL(plain, baseUrl);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

/** The licence server that a manifest names for a key system. */
export function licenseUrlFor(
  { systemIds }: KeySystem,
  { licenseUrls }: ManifestProtection,
): string | undefined {
  return systemIds.map((id) => licenseUrls.get(id)).find((url) => url !== undefined);
}

/** What opens a source whose descriptor says nothing: the systems that the manifest names a licence server for. */
export function protectionOf(manifest: ManifestProtection): SourceProtection[] {
  return keySystems
    .filter((system) => licenseUrlFor(system, manifest) !== undefined)
    .map(({ family }) => ({ keySystem: family }));
}
