import { interleave } from './interleave.js';
import type { Picture } from './picture.js';
import { bytesOfTexel, planeSize } from './plane-formats.js';
import type { PlaneFormat, PlaneShape } from './plane-formats.js';
import type { Sampling } from './shaders/picture.glsl.js';
import { createTexture } from './uploader.js';
import type { Uploader } from './uploader.js';

/** One plane as it comes from the frame. */
interface Source {
  readonly width: number;
  readonly height: number;
  readonly bytesOfTexel: number;
}

const samplingOf = ({ arrangement, bits }: PlaneFormat): Sampling =>
  arrangement !== 'planar' ? arrangement : bits > 8 ? 'planar-two-bytes' : 'paired';

/** `copyTo` and a texture for Y and one for both chroma planes (three for samples of two bytes); the shader makes the colours. */
export function uploadPlanes(gl: WebGL2RenderingContext, picture: Picture): Uploader {
  const { planes: format } = picture;
  if (format === undefined) throw new Error(`No planes to read in pictures of format ${picture.format}.`);
  const sources = format.planes.map((shape: PlaneShape): Source => ({
    ...planeSize(shape, picture.width, picture.height),
    bytesOfTexel: bytesOfTexel(shape, format),
  }));
  const sampling = samplingOf(format);
  // Fetching Cb and Cr together saves a GPU in software more than pairing them costs.
  const pairing = format.arrangement === 'planar' && sampling === 'paired';
  const kept = pairing ? sources.slice(0, 2) : sources;
  const [, chroma] = sources;
  const pairs = new Uint8Array(pairing && chroma !== undefined ? chroma.width * chroma.height * 2 : 0);
  const textures = kept.map(({ width, height, bytesOfTexel: bytes }, index) => {
    const texture = createTexture(gl);
    // A sample of two bytes is two components: WebGL2 has no filtered 16-bit texture without an extension.
    const storage = bytes === 4 ? gl.RGBA8 : bytes === 2 || (pairing && index === 1) ? gl.RG8 : gl.R8;
    gl.texStorage2D(gl.TEXTURE_2D, 1, storage, width, height);
    return texture;
  });

  let bytes = new Uint8Array(0);
  let layouts: readonly PlaneLayout[] = [];

  const layoutOf = (index: number, { width, height, bytesOfTexel: texel }: Source): PlaneLayout => {
    const layout = layouts[index];
    if (
      layout === undefined ||
      layout.stride % texel !== 0 ||
      layout.offset + layout.stride * (height - 1) + width * texel > bytes.length
    )
      throw new Error(
        `Plane ${index} of a picture of format ${picture.format} is laid out in an unknown way.`,
      );
    return layout;
  };

  const fill = (
    index: number,
    source: Source,
    data: Uint8Array,
    { offset, stride }: PlaneLayout,
    texel: number,
  ) => {
    const components = texel === 4 ? gl.RGBA : texel === 2 ? gl.RG : gl.RED;
    const { width, height } = source;
    gl.bindTexture(gl.TEXTURE_2D, textures[index] ?? null);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, stride / texel);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, components, gl.UNSIGNED_BYTE, data, offset);
  };

  return {
    sampling,
    textures,
    take: async (frame) => {
      const size = frame.allocationSize();
      if (bytes.length < size) bytes = new Uint8Array(size);
      layouts = await frame.copyTo(bytes);
    },
    send: () => {
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      for (const [index, source] of kept.entries()) {
        const layout = layoutOf(index, source);
        if (pairing && index === 1) {
          const { width, height } = source;
          interleave(bytes, layout, layoutOf(2, source), width, height, pairs);
          fill(index, source, pairs, { offset: 0, stride: width * 2 }, 2);
        } else fill(index, source, bytes, layout, source.bytesOfTexel);
      }
      gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    },
    dispose: () => {
      for (const texture of textures) gl.deleteTexture(texture);
    },
  };
}
