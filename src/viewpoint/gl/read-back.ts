import type { Texture } from './texture.js';

/** Bytes that the GPU writes when it comes to it; read them when it has. */
export interface PendingRead {
  /** Call when the GPU has done what was asked: else this waits, and holds the thread. */
  take(): Uint8Array<ArrayBuffer>;
}

/** Asks for a four-byte texture without waiting for it. */
export function readLater(gl: WebGL2RenderingContext, from: Texture): PendingRead {
  const length = from.width * from.height * 4;
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.bufferData(gl.PIXEL_PACK_BUFFER, length, gl.STREAM_READ);
  gl.bindFramebuffer(gl.FRAMEBUFFER, from.framebuffer);
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
  };
}
