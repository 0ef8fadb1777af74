import type { Light } from './colour.js';
import { fragmentSource, vertexSource } from './shaders/picture.glsl.js';
import type { Sampling } from './shaders/picture.glsl.js';

export type UniformName =
  'toPicture' | 'toChroma' | 'lumaScale' | 'red' | 'green' | 'blue' | 'twoByteScale' | 'gamut';

export interface Program {
  readonly program: WebGLProgram;
  /** Null where the program does not use it: WebGL ignores what is set there. */
  readonly uniforms: Readonly<Record<UniformName, WebGLUniformLocation | null>>;
}

function compile(gl: WebGL2RenderingContext, type: GLenum, source: string): WebGLShader {
  const shader = gl.createShader(type);
  // Null only while the context is lost.
  if (shader === null) throw new Error('The WebGL context is lost.');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** @throws Error with the driver's words where a shader is refused, or the context is lost */
export function buildProgram(gl: WebGL2RenderingContext, sampling: Sampling, light: Light): Program {
  const program = gl.createProgram();
  const vertex = compile(gl, gl.VERTEX_SHADER, vertexSource);
  const fragment = compile(gl, gl.FRAGMENT_SHADER, fragmentSource(sampling, light));
  gl.attachShader(program, vertex);
  gl.attachShader(program, fragment);
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    const words = [gl.getProgramInfoLog(program), gl.getShaderInfoLog(vertex), gl.getShaderInfoLog(fragment)];
    throw new Error(`The shader for ${sampling} pictures was refused: ${words.filter(Boolean).join('; ')}`);
  }
  gl.deleteShader(vertex);
  gl.deleteShader(fragment);
  gl.useProgram(program);
  // Plane n is on texture unit n, always.
  for (const unit of [0, 1, 2]) gl.uniform1i(gl.getUniformLocation(program, `plane${unit}`), unit);
  const at = (name: UniformName) => gl.getUniformLocation(program, name);
  return {
    program,
    uniforms: {
      toPicture: at('toPicture'),
      toChroma: at('toChroma'),
      lumaScale: at('lumaScale'),
      red: at('red'),
      green: at('green'),
      blue: at('blue'),
      twoByteScale: at('twoByteScale'),
      gamut: at('gamut'),
    },
  };
}
