import { withoutOrientation } from './orientation.js';
import { createTexture } from './uploader.js';
import type { MakeUploader } from './uploader.js';

/** `texImage2D(frame)`: the browser converts the colours. The short way for pictures that are on the GPU already. */
export const uploadImage: MakeUploader = (gl, { turnedByBrowser }) => {
  const texture = createTexture(gl);
  const fill = (frame: VideoFrame) => {
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, frame);
  };
  return {
    sampling: 'rgba',
    textures: [texture],
    take: () => undefined,
    send: (frame) => {
      if (!turnedByBrowser) {
        fill(frame);
        return;
      }
      const upright = withoutOrientation(frame);
      try {
        fill(upright);
      } finally {
        upright.close();
      }
    },
    dispose: () => gl.deleteTexture(texture),
  };
};

/**
 * `texSubImage2D(frame)` into storage that stays: three times as fast where pictures are in main memory (Chromium makes new
 * storage for every texImage2D), slower where only texImage2D copies within the GPU. For pictures that the browser neither
 * turns nor scales, so that the storage fits.
 */
export const uploadSubimage: MakeUploader = (gl, { width, height }) => {
  const texture = createTexture(gl);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  return {
    sampling: 'rgba',
    textures: [texture],
    take: () => undefined,
    send: (frame) => {
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, gl.RGBA, gl.UNSIGNED_BYTE, frame);
    },
    dispose: () => gl.deleteTexture(texture),
  };
};
