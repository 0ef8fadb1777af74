import type { Pace } from '../pace.js';
import type { Texture } from './texture.js';

/** Bytes that the GPU writes when it comes to it; read them when it has. */
interface PendingRead {
  /** Call when the GPU has done what was asked: else this waits, and holds the thread. */
  take(): Uint8Array<ArrayBuffer>;
  /** Instead of `take`, when nobody wants them any more. */
  drop(): void;
}

/** Asks for a four-byte texture without waiting for it. */
function readLater(gl: WebGL2RenderingContext, from: Texture): PendingRead {
  const { framebuffer } = from;
  const length = from.width * from.height * 4;
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.bufferData(gl.PIXEL_PACK_BUFFER, length, gl.STREAM_READ);
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.readPixels(0, 0, from.width, from.height, gl.RGBA, gl.UNSIGNED_BYTE, 0);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  return {
    take() {
      const bytes = new Uint8Array(length);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, bytes);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      gl.deleteBuffer(buffer);
      return bytes;
    },
    drop: () => gl.deleteBuffer(buffer),
  };
}

/** The bytes of a four-byte texture, when the GPU has done all that was asked. The texture may be released meanwhile. */
export async function readSettled(
  gl: WebGL2RenderingContext,
  pace: Pace,
  from: Texture,
): Promise<Uint8Array<ArrayBuffer>> {
  const pending = readLater(gl, from);
  try {
    await pace.settled();
  } catch (error) {
    pending.drop();
    throw error;
  }
  return pending.take();
}
