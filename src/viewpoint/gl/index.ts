/** WebGL2 as the synthesis uses it: textures with an account of memory, programs, passes, reading back without stalling. */
export { each } from './each.js';
export { Gpu } from './gpu.js';
export type { Area, Shader } from './gpu.js';
export type { UniformValue, Uniforms } from './program.js';
export { lensGlsl, lensUniforms } from './lens.glsl.js';
export { Texture } from './texture.js';
export type { TextureFormat } from './texture.js';
export { readSettled } from './read-back.js';
