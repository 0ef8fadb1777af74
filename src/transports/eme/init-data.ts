import { base64url, hexOf } from './bytes.js';
import type { KeySystem } from './key-systems.js';
import type { ManifestProtection } from './manifest-protection.js';
import { commonSystemId, readPssh } from './pssh.js';

/** What a licence request is made of (EME, 7). */
export interface InitData {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names what it asks for: the same data, or other data for the same keys, need no second licence. */
  readonly wants: readonly string[];
}

/** EME initialization data format "keyids": JSON, for ClearKey. */
export function keyIdsData(kids: readonly Uint8Array<ArrayBuffer>[]): InitData {
  const text = JSON.stringify({ kids: kids.map(base64url) });
  return { type: 'keyids', bytes: new TextEncoder().encode(text), wants: kids.map(hexOf) };
}

/** What an `encrypted` event brings. */
export function eventData(type: string, bytes: Uint8Array<ArrayBuffer>, { systemIds }: KeySystem): InitData {
  if (type !== 'cenc') return { type, bytes, wants: [hexOf(bytes)] };
  const boxes = readPssh(bytes);
  const own = boxes.filter(({ systemId }) => systemIds.includes(systemId));
  const common = boxes.filter(({ systemId }) => systemId === commonSystemId);
  const used = own.length > 0 ? own : common;
  return { type, bytes, wants: used.length > 0 ? used.flatMap(wantsOf) : [hexOf(bytes)] };
}

/** What can be asked for ahead of the media; nothing where the manifest has nothing for this system. */
export function manifestData(manifest: ManifestProtection, system: KeySystem): InitData[] {
  const own = manifest.pssh.filter(({ systemId }) => system.systemIds.includes(systemId));
  if (system.family === 'org.w3.clearkey')
    return manifest.defaultKids.length === 0 ? [] : [keyIdsData(manifest.defaultKids)];
  return own.map(({ box }) => ({ type: 'cenc', bytes: box, wants: readPssh(box).flatMap(wantsOf) }));
}

function wantsOf({ kids, box }: ReturnType<typeof readPssh>[number]): string[] {
  return kids.length > 0 ? kids.map(hexOf) : [hexOf(box)];
}
