import { catalogMalformed, catalogTooLarge } from '../errors.js';
import { maxInflatedBytes } from './limits.js';

/** What a sync flush ends with (RFC 1951); stripped from every frame, as in RFC 7692, 7.2.1. */
const syncFlushTail = new Uint8Array([0x00, 0x00, 0xff, 0xff]);

/**
 * Inflates the frames of one group: raw DEFLATE, one window over the group, flushed at the end of each frame. The browser's
 * stream does not say where one frame's output ends, so the whole group so far is inflated for each frame and what was known is
 * cut off: catalogs are small and groups short.
 */
export class GroupInflater {
  readonly #frames: Uint8Array[] = [];
  #compressed = 0;
  #known = 0;

  async frame(payload: Uint8Array): Promise<Uint8Array> {
    if (payload.byteLength === 0) return payload;
    this.#frames.push(payload, syncFlushTail);
    this.#compressed += payload.byteLength;
    if (this.#compressed > maxInflatedBytes)
      throw catalogTooLarge(`${this.#compressed} compressed bytes in a group`);
    const all = await inflate(this.#frames);
    const fresh = all.subarray(this.#known);
    this.#known = all.byteLength;
    return fresh;
  }
}

/** Raw DEFLATE that ends with a flush, not with a final block: read what comes, and stop when no more does. */
async function inflate(chunks: readonly Uint8Array[]): Promise<Uint8Array> {
  // A final empty stored block makes the stream whole, so that the reader knows where it ends.
  return collect([...chunks, new Uint8Array([0x01, 0x00, 0x00, 0xff, 0xff])], 'deflate-raw');
}

/** Inflates a whole gzip document (RFC 1952). */
export function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  return collect([bytes], 'gzip');
}

async function collect(chunks: readonly Uint8Array[], format: CompressionFormat): Promise<Uint8Array> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const feeding = (async () => {
    for (const chunk of chunks) await writer.write(new Uint8Array(chunk));
    await writer.close();
  })();
  // Reading reports what goes wrong.
  feeding.catch(() => {});
  const parts: Uint8Array[] = [];
  let total = 0;
  const reader = stream.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      total += value.byteLength;
      if (total > maxInflatedBytes) throw catalogTooLarge(`it inflates beyond ${maxInflatedBytes} bytes`);
      parts.push(value);
    }
  } catch (error) {
    if (total > maxInflatedBytes) {
      await reader.cancel().catch(() => {});
      throw error;
    }
    throw catalogMalformed('its compression is broken', { cause: error });
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
