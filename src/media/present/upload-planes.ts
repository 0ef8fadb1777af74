import type { Picture } from './picture.js';
import { bytesOfTexel, planeSize } from './plane-formats.js';
import type { PlaneFormat } from './plane-formats.js';
import type { Sampling } from './shaders/picture.glsl.js';
import { createTexture } from './uploader.js';
import type { Uploader } from './uploader.js';

interface Plane {
  readonly texture: WebGLTexture;
  readonly width: number;
  readonly height: number;
  readonly bytesOfTexel: number;
  /** Of the texture data: RED, RG or RGBA. */
  readonly components: GLenum;
}

const samplingOf = ({ arrangement, bits }: PlaneFormat): Sampling =>
  arrangement === 'planar' && bits > 8 ? 'planar-two-bytes' : arrangement;

/** `copyTo` and one texture for each plane; the shader makes the colours. */
export function uploadPlanes(gl: WebGL2RenderingContext, picture: Picture): Uploader {
  const { planes: format } = picture;
  if (format === undefined) throw new Error(`No planes to read in pictures of format ${picture.format}.`);
  const planes = format.planes.map((shape): Plane => {
    const { width, height } = planeSize(shape, picture.width, picture.height);
    const bytes = bytesOfTexel(shape, format);
    const texture = createTexture(gl);
    // A sample of two bytes is two components: WebGL2 has no filtered 16-bit texture without an extension.
    const [storage, components] =
      bytes === 1 ? [gl.R8, gl.RED] : bytes === 2 ? [gl.RG8, gl.RG] : [gl.RGBA8, gl.RGBA];
    gl.texStorage2D(gl.TEXTURE_2D, 1, storage, width, height);
    return { texture, width, height, bytesOfTexel: bytes, components };
  });

  let bytes = new Uint8Array(0);
  let layouts: readonly PlaneLayout[] = [];
  return {
    sampling: samplingOf(format),
    textures: planes.map(({ texture }) => texture),
    take: async (frame) => {
      const size = frame.allocationSize();
      if (bytes.length < size) bytes = new Uint8Array(size);
      layouts = await frame.copyTo(bytes);
    },
    send: () => {
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      for (const [index, plane] of planes.entries()) {
        const layout = layouts[index];
        const rowBytes = plane.width * plane.bytesOfTexel;
        if (
          layout === undefined ||
          layout.stride % plane.bytesOfTexel !== 0 ||
          layout.offset + layout.stride * (plane.height - 1) + rowBytes > bytes.length
        )
          throw new Error(
            `Plane ${index} of a picture of format ${picture.format} is laid out in an unknown way.`,
          );
        gl.bindTexture(gl.TEXTURE_2D, plane.texture);
        gl.pixelStorei(gl.UNPACK_ROW_LENGTH, layout.stride / plane.bytesOfTexel);
        gl.texSubImage2D(
          gl.TEXTURE_2D,
          0,
          0,
          0,
          plane.width,
          plane.height,
          plane.components,
          gl.UNSIGNED_BYTE,
          bytes,
          layout.offset,
        );
      }
      gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    },
    dispose: () => {
      for (const { texture } of planes) gl.deleteTexture(texture);
    },
  };
}
