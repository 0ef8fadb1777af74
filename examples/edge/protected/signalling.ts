/** How playlists, manifests and descriptors say that media is encrypted, and where its licences are. Pure. */
import type { Rendition } from '../media/rendition.js';
import { commonPssh, commonSystemId } from './boxes.js';
import { hex, uuid, type ContentKey } from './keys.js';
import type { Scheme } from './scheme.js';

/** The key system that every browser has, and whose licences are keys in the clear (W3C Encrypted Media Extensions, 9.1). */
export const clearKeySystem = 'org.w3.clearkey';
/** Relative to the edge's root. */
export const licensePath = 'license/clearkey';

/** ClearKey's system id in MPDs (DASH-IF IOP, 7.6.2.4). */
const clearKeySystemId = 'e2719d58-a985-b3c9-781a-b030af78d30e';

const methods: Readonly<Record<Scheme, string>> = { cenc: 'SAMPLE-AES-CTR', cbcs: 'SAMPLE-AES' };

/** EXT-X-KEY, or EXT-X-SESSION-KEY, of a rendition (draft-pantos-hls-rfc8216bis, 4.4.4.4 and 4.4.6.4). */
export function keyTag(tag: 'EXT-X-KEY' | 'EXT-X-SESSION-KEY', { protection }: Rendition): string[] {
  if (!protection) return [];
  const { scheme, kid } = protection.key;
  const attributes = [
    `METHOD=${methods[scheme]}`,
    `URI="/${licensePath}?kid=${hex(kid)}"`,
    `KEYFORMAT="${clearKeySystem}"`,
    'KEYFORMATVERSIONS="1"',
    `KEYID=0x${hex(kid)}`,
  ];
  return [`#${tag}:${attributes.join(',')}`];
}

/** The ContentProtection elements of an adaptation set (ISO/IEC 23009-1, 5.8.4.1; ISO/IEC 23001-7, 11.2). */
export function contentProtection({ protection }: Pick<Rendition, 'protection'>): string[] {
  if (!protection) return [];
  const { key } = protection;
  return [
    `<ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="${key.scheme}" cenc:default_KID="${uuid(key.kid)}"/>`,
    `<ContentProtection schemeIdUri="urn:uuid:${uuid(commonSystemId)}" value="cenc"><cenc:pssh>${pssh(key)}</cenc:pssh></ContentProtection>`,
    `<ContentProtection schemeIdUri="urn:uuid:${clearKeySystemId}" value="ClearKey1.0"><dashif:Laurl>/${licensePath}</dashif:Laurl></ContentProtection>`,
  ];
}

function pssh({ kid }: ContentKey): string {
  return Buffer.from(commonPssh([kid])).toString('base64');
}
