import { closed } from '../errors.js';
import type { MemoryLedger } from './memory.js';

/**
 * The formats used, all renderable in WebGL2 without an extension, so that a phone has them too. `rgba8` is filtered, `data8` holds
 * packed numbers and is not; `depth24` is a depth buffer that can be read.
 */
export type TextureFormat = 'rgba8' | 'data8' | 'depth24';

/** Of every format. */
const bytesPerTexel = 4;

export interface TextureOptions {
  readonly width: number;
  readonly height: number;
  readonly format: TextureFormat;
  /** What it is for, in the memory ledger. */
  readonly purpose: string;
}

function storage(gl: WebGL2RenderingContext, format: TextureFormat): GLenum {
  return format === 'depth24' ? gl.DEPTH_COMPONENT24 : gl.RGBA8;
}

/** A texture and, once it is drawn to, its framebuffer. Row 0 is the picture's first row. */
export class Texture {
  readonly width: number;
  readonly height: number;
  readonly handle: WebGLTexture;
  readonly bytes: number;
  readonly #gl: WebGL2RenderingContext;
  readonly #ledger: MemoryLedger;
  readonly #purpose: string;
  readonly #format: TextureFormat;
  #framebuffer: WebGLFramebuffer | undefined;
  #disposed = false;

  constructor(gl: WebGL2RenderingContext, ledger: MemoryLedger, options: TextureOptions) {
    const { width, height, format } = options;
    this.#gl = gl;
    this.#ledger = ledger;
    this.#purpose = options.purpose;
    this.#format = format;
    this.width = width;
    this.height = height;
    this.handle = gl.createTexture();
    this.bytes = width * height * bytesPerTexel;
    ledger.add(this.#purpose, this.bytes);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.handle);
    gl.texStorage2D(gl.TEXTURE_2D, 1, storage(gl, format), width, height);
    const filter = format === 'rgba8' ? gl.LINEAR : gl.NEAREST;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  /**
   * Made when first drawn to: most textures are only read.
   * @throws OlympicPlayerError `viewpoint/closed` where what still runs asks for it after `dispose`
   */
  get framebuffer(): WebGLFramebuffer {
    if (this.#disposed) throw closed();
    if (this.#framebuffer === undefined) {
      const gl = this.#gl;
      this.#framebuffer = gl.createFramebuffer();
      const attachment = this.#format === 'depth24' ? gl.DEPTH_ATTACHMENT : gl.COLOR_ATTACHMENT0;
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, attachment, gl.TEXTURE_2D, this.handle, 0);
    }
    return this.#framebuffer;
  }

  /** Pixels of the texture's own size, the first row first; not for depth. */
  write(pixels: TexImageSource | Uint8Array): void {
    const [gl, { width, height }] = [this.#gl, this];
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.handle);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    if (pixels instanceof Uint8Array)
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    else gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#ledger.remove(this.#purpose, this.bytes);
    if (this.#framebuffer !== undefined) this.#gl.deleteFramebuffer(this.#framebuffer);
    this.#gl.deleteTexture(this.handle);
  }
}
