import { Cursor, hexOf } from '../codec/index.js';
import { find, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import type { Protection } from './types.js';

/** Reads sinf, the box that a protected sample entry says what it was in. */
export function readProtection(sinf: Uint8Array | undefined): Protection {
  const frma = sinf === undefined ? undefined : find(sinf, 'frma');
  if (sinf === undefined || frma === undefined)
    throw malformed('a protected track does not say what its media is');
  const schm = find(sinf, 'schm');
  const tenc = find(sinf, 'schi', 'tenc');
  return {
    originalFormat: new Cursor(frma).fourcc(),
    scheme: schm === undefined ? undefined : fullBox(schm).cursor.fourcc(),
    defaultKeyId: tenc === undefined ? undefined : keyIdOf(tenc),
  };
}

/** ISO/IEC 23001-7 8.2: reserved, pattern, isProtected, IV size, then the id. */
function keyIdOf(tenc: Uint8Array): string {
  const { cursor } = fullBox(tenc);
  cursor.skip(4);
  return hexOf(cursor.take(16));
}
