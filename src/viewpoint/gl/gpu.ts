import { closed } from '../errors.js';
import type { Pace } from '../pace.js';
import { MemoryLedger } from './memory.js';
import { Program } from './program.js';
import type { Uniforms } from './program.js';
import { Texture } from './texture.js';
import type { TextureOptions } from './texture.js';

/** A triangle that covers everything. */
const coverAll = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

export interface Shader {
  readonly name: string;
  readonly fragment: string;
  /** Covers the whole target unless given. */
  readonly vertex?: string;
}

/** Part of a target, in pixels from its first row. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A WebGL2 context with programs by name, textures that are accounted for, and full-target passes. Knows no thread. */
export class Gpu {
  readonly gl: WebGL2RenderingContext;
  readonly memory = new MemoryLedger();
  readonly #programs = new Map<string, Program>();
  readonly #textures = new Set<Texture>();
  #disposed = false;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** @throws OlympicPlayerError `viewpoint/closed` where what still ran when it was disposed of asks for more */
  texture(options: TextureOptions): Texture {
    if (this.#disposed) throw closed();
    const texture = new Texture(this.gl, this.memory, options);
    this.#textures.add(texture);
    return texture;
  }

  release(texture: Texture): void {
    texture.dispose();
    this.#textures.delete(texture);
  }

  program({ name, vertex = coverAll, fragment }: Shader): Program {
    const known = this.#programs.get(name);
    if (known !== undefined) return known;
    if (this.#disposed) throw closed();
    const program = new Program(this.gl, name, vertex, fragment);
    this.#programs.set(name, program);
    return program;
  }

  /** Runs a fragment shader over a texture, or over a part of it. */
  fill(target: Texture, shader: Shader, uniforms: Uniforms, area?: Area): void {
    const { gl } = this;
    this.program(shader).use(uniforms);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
    gl.viewport(0, 0, target.width, target.height);
    if (area !== undefined) {
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(area.x, area.y, area.width, area.height);
    }
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    if (area !== undefined) gl.disable(gl.SCISSOR_TEST);
  }

  /** Runs a fragment shader over the canvas, whose first row of memory is its last on the screen. */
  fillCanvas(shader: Shader, uniforms: Uniforms): void {
    const { gl } = this;
    this.program(shader).use(uniforms);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** Like `fill`, in bands of rows, so that no slice asks for more than the pace allows. `fetches`: texture reads of a pixel. */
  async fillInBands(
    pace: Pace,
    target: Texture,
    shader: Shader,
    fetches: number,
    uniforms: Uniforms,
  ): Promise<void> {
    const { width, height } = target;
    for (let y = 0; y < height;) {
      const rows = Math.max(1, Math.min(height - y, Math.floor(pace.left / (width * fetches))));
      this.fill(target, shader, uniforms, { x: 0, y, width, height: rows });
      y += rows;
      await pace.spent(width * rows * fetches);
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const texture of this.#textures) texture.dispose();
    this.#textures.clear();
    for (const program of this.#programs.values()) this.gl.deleteProgram(program.handle);
    this.#programs.clear();
  }
}
