import { contextLost, refusedByGpu } from '../errors.js';
import { Texture } from './texture.js';

/** Numbers become floats, `int` whole numbers, `pairs` an array of ivec2; arrays of 2, 3, 4 are vectors, of 9 row-major 3x3 matrices. */
export type UniformValue =
  | number
  | readonly number[]
  | Texture
  | { readonly int: number }
  | { readonly pairs: readonly (readonly [number, number])[] };
export type Uniforms = Readonly<Record<string, UniformValue>>;

function compile(gl: WebGL2RenderingContext, type: GLenum, source: string): WebGLShader {
  const shader = gl.createShader(type);
  // Null only while the context is lost.
  if (shader === null) throw contextLost();
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** A linked pair of shaders whose uniforms are set by name. */
export class Program {
  readonly handle: WebGLProgram;
  readonly #gl: WebGL2RenderingContext;
  readonly #locations = new Map<string, WebGLUniformLocation | null>();

  /** @throws OlympicPlayerError `viewpoint/gpu-refused` with the driver's words, `viewpoint/context-lost` */
  constructor(gl: WebGL2RenderingContext, name: string, vertexSource: string, fragmentSource: string) {
    this.#gl = gl;
    this.handle = gl.createProgram();
    const vertex = compile(gl, gl.VERTEX_SHADER, vertexSource);
    const fragment = compile(gl, gl.FRAGMENT_SHADER, fragmentSource);
    gl.attachShader(this.handle, vertex);
    gl.attachShader(this.handle, fragment);
    gl.linkProgram(this.handle);
    if (gl.getProgramParameter(this.handle, gl.LINK_STATUS) !== true) {
      if (gl.isContextLost()) throw contextLost();
      const words = [
        gl.getProgramInfoLog(this.handle),
        gl.getShaderInfoLog(vertex),
        gl.getShaderInfoLog(fragment),
      ];
      throw refusedByGpu(`the shader "${name}" cannot be built: ${words.filter(Boolean).join('; ')}`);
    }
    gl.deleteShader(vertex);
    gl.deleteShader(fragment);
  }

  /** Makes it the current program, with these uniforms; textures take the units in the order of their names. */
  use(uniforms: Uniforms): void {
    const gl = this.#gl;
    gl.useProgram(this.handle);
    let unit = 0;
    for (const [name, value] of Object.entries(uniforms)) {
      const location = this.#at(name);
      if (value instanceof Texture) {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, value.handle);
        gl.uniform1i(location, unit);
        unit += 1;
      } else this.#set(location, value);
    }
  }

  #set(location: WebGLUniformLocation | null, value: Exclude<UniformValue, Texture>): void {
    const gl = this.#gl;
    if (typeof value === 'number') gl.uniform1f(location, value);
    else if ('int' in value) gl.uniform1i(location, value.int);
    else if ('pairs' in value) gl.uniform2iv(location, value.pairs.flat());
    else if (value.length === 2) gl.uniform2fv(location, value);
    else if (value.length === 3) gl.uniform3fv(location, value);
    else if (value.length === 4) gl.uniform4fv(location, value);
    else gl.uniformMatrix3fv(location, true, value);
  }

  #at(name: string): WebGLUniformLocation | null {
    const known = this.#locations.get(name);
    if (known !== undefined) return known;
    const location = this.#gl.getUniformLocation(this.handle, name);
    this.#locations.set(name, location);
    return location;
  }
}
