import type { Gpu, Shader, Texture, Uniforms } from '../gl/index.js';
import type { Patches } from './patches.js';

const bytesPerPatch = 32;

/** Patches on the GPU. */
export interface Mesh {
  readonly vertices: WebGLVertexArrayObject;
  readonly buffer: WebGLBuffer;
  readonly count: number;
}

/** Two triangles a patch, the same for all meshes; grows with the largest. */
export class QuadIndex {
  #buffer: WebGLBuffer | undefined;
  #quads = 0;

  bind(gl: WebGL2RenderingContext, quads: number): void {
    this.#buffer ??= gl.createBuffer();
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#buffer);
    if (quads <= this.#quads) return;
    // With room to spare: every mesh a little larger than the one before would have it made again.
    const many = Math.max(quads, this.#quads * 2);
    const indices = new Uint32Array(many * 6);
    for (let quad = 0; quad < many; quad += 1)
      indices.set(
        [0, 1, 2, 2, 1, 3].map((corner) => quad * 4 + corner),
        quad * 6,
      );
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
    this.#quads = many;
  }

  dispose(gl: WebGL2RenderingContext): void {
    if (this.#buffer !== undefined) gl.deleteBuffer(this.#buffer);
    this.#buffer = undefined;
    this.#quads = 0;
  }
}

export function upload(gpu: Gpu, index: QuadIndex, { corners, count }: Patches): Mesh {
  const { gl } = gpu;
  const vertices = gl.createVertexArray();
  gl.bindVertexArray(vertices);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, corners, gl.STATIC_DRAW);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 4, gl.UNSIGNED_SHORT, false, 8, 0);
  index.bind(gl, count);
  gl.bindVertexArray(null);
  gpu.memory.add('patches', count * bytesPerPatch);
  return { vertices, buffer, count };
}

export function releaseMesh(gpu: Gpu, mesh: Mesh): void {
  gpu.gl.deleteVertexArray(mesh.vertices);
  gpu.gl.deleteBuffer(mesh.buffer);
  gpu.memory.remove('patches', mesh.count * bytesPerPatch);
}

export function drawMesh(gpu: Gpu, target: Texture, mesh: Mesh, shader: Shader, uniforms: Uniforms): void {
  const { gl } = gpu;
  gpu.program(shader).use(uniforms);
  gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
  gl.viewport(0, 0, target.width, target.height);
  gl.clear(gl.DEPTH_BUFFER_BIT);
  gl.enable(gl.DEPTH_TEST);
  gl.bindVertexArray(mesh.vertices);
  gl.drawElements(gl.TRIANGLES, mesh.count * 6, gl.UNSIGNED_INT, 0);
  gl.bindVertexArray(null);
  gl.disable(gl.DEPTH_TEST);
}
