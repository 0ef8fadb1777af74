/** hang's `.z` tracks: every frame is one piece of a raw DEFLATE stream, cut off after a sync flush (RFC 7692, 7.2.1). */
import { constants, deflateRawSync } from 'node:zlib';

/** What a sync flush ends with; whoever reads puts it back. */
const tailBytes = 4;

/** A piece that refers to no other, so that it fits wherever the reader's window stands. */
export function deflated(text: string): Uint8Array {
  const piece = deflateRawSync(Buffer.from(text, 'utf8'), { finishFlush: constants.Z_SYNC_FLUSH });
  return piece.subarray(0, piece.byteLength - tailBytes);
}
