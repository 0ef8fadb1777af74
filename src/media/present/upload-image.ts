import { withoutOrientation } from './orientation.js';
import { createTexture } from './uploader.js';
import type { MakeUploader } from './uploader.js';

/**
 * `texImage2D(frame)`: the browser converts the colours. The short way for pictures that are on the GPU already. Not
 * `texSubImage2D`, nor `copyTo` as RGBA, though both are quicker where pictures are in main memory: Chromium converts those on
 * the processor, up to 12 of 255 off in saturated BT.709 and BT.2020 blues.
 */
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
