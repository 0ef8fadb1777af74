import { samplesToRgb } from './colour.js';
import type { Light } from './colour.js';
import type { Picture } from './picture.js';
import { planeSize } from './plane-formats.js';
import { buildProgram } from './program.js';
import type { Program } from './program.js';
import { bt2020ToBt709 } from './shaders/light.glsl.js';
import type { Sampling } from './shaders/picture.glsl.js';
import { createTexture } from './uploader.js';
import type { Uploader } from './uploader.js';

const identity = new Float32Array([1, 0, 0, 0, 1, 0, 0, 0, 1]);

/** Draws textures on a canvas, with a program for each kind of picture. Throws only where WebGL itself refuses. */
export class GlScreen {
  readonly #gl: WebGL2RenderingContext;
  readonly #programs = new Map<string, Program>();
  readonly #pixel = new Uint8Array(4);
  #ready: { program: Program; picture: Picture; uploader: Uploader } | undefined;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  /** Builds and runs the program most pictures need before the first of them is there: drivers compile as late as they can. */
  warm(): void {
    const gl = this.#gl;
    const program = this.#programFor('paired', 'sdr');
    gl.useProgram(program.program);
    const target = gl.createRenderbuffer();
    const buffer = gl.createFramebuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, target);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, 1, 1);
    // Not on the canvas: what it shows stays.
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, target);
    const textures = [gl.R8, gl.RG8].map((storage, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      const texture = createTexture(gl);
      gl.texStorage2D(gl.TEXTURE_2D, 1, storage, 1, 1);
      return texture;
    });
    gl.viewport(0, 0, 1, 1);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.activeTexture(gl.TEXTURE0);
    for (const texture of textures) gl.deleteTexture(texture);
    gl.deleteFramebuffer(buffer);
    gl.deleteRenderbuffer(target);
    gl.flush();
  }

  draw(picture: Picture, uploader: Uploader, light: Light): void {
    const gl = this.#gl;
    const { width, height } = picture.placement;
    if (gl.canvas.width !== width || gl.canvas.height !== height) {
      gl.canvas.width = width;
      gl.canvas.height = height;
    }
    if (this.#ready?.picture !== picture || this.#ready.uploader !== uploader)
      this.#prepare(picture, uploader, light);
    for (const [unit, texture] of uploader.textures.entries()) {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
    }
    gl.viewport(0, 0, width, height);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    // Uploads bind to unit 0.
    gl.activeTexture(gl.TEXTURE0);
  }

  /** Whether WebGL has taken all that was asked of it so far. Does not wait until that is drawn. */
  get sound(): boolean {
    return this.#gl.getError() === this.#gl.NO_ERROR;
  }

  /** Waits until all is really drawn. `finish` would not: browsers only flush there. False where WebGL reports an error. */
  settle(): boolean {
    const gl = this.#gl;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, this.#pixel);
    return this.sound;
  }

  /** After a loss: nothing that was made exists any more. */
  forget(): void {
    this.#programs.clear();
    this.#ready = undefined;
  }

  dispose(): void {
    for (const { program } of this.#programs.values()) this.#gl.deleteProgram(program);
    this.forget();
  }

  #programFor(sampling: Sampling, light: Light): Program {
    const key = `${sampling} ${light}`;
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const program = buildProgram(this.#gl, sampling, light);
    this.#programs.set(key, program);
    return program;
  }

  #prepare(picture: Picture, uploader: Uploader, light: Light): void {
    const gl = this.#gl;
    const program = this.#programFor(uploader.sampling, light);
    const { uniforms } = program;
    const { colour, planes, placement } = picture;
    const bits = planes?.bits ?? 8;
    const toRgb = samplesToRgb(colour, bits);
    gl.useProgram(program.program);
    gl.uniformMatrix3x2fv(uniforms.toPicture, false, placement.toPicture);
    gl.uniform4fv(uniforms.toChroma, chromaPlacement(picture));
    if (toRgb !== undefined) {
      gl.uniform1f(uniforms.lumaScale, toRgb.luma);
      gl.uniform2fv(uniforms.red, toRgb.red);
      gl.uniform3fv(uniforms.green, toRgb.green);
      gl.uniform2fv(uniforms.blue, toRgb.blue);
    }
    gl.uniform1f(uniforms.twoByteScale, 255 / (2 ** bits - 1));
    gl.uniformMatrix3fv(uniforms.gamut, false, colour.wideGamut ? bt2020ToBt709 : identity);
    this.#ready = { program, picture, uploader };
  }
}

/**
 * From a place in the picture to the place in the chroma plane: scale x, y, offset x, y. Chroma that is halved sideways lies on
 * the even columns (H.264's default, chroma_sample_loc_type 0), a quarter of a chroma sample left of the middle; and
 * odd sizes are rounded up, so that the plane is a little larger than the picture.
 */
function chromaPlacement({ planes, width, height }: Picture): readonly [number, number, number, number] {
  const shape = planes?.planes[1];
  if (shape === undefined) return [1, 1, 0, 0];
  const plane = planeSize(shape, width, height);
  const scaleX = width / (plane.width << shape.halvedX);
  const scaleY = height / (plane.height << shape.halvedY);
  return [scaleX, scaleY, shape.halvedX === 1 ? 0.25 / plane.width : 0, 0];
}
