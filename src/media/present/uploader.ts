import type { Picture } from './picture.js';
import type { Sampling } from './shaders/picture.glsl.js';

/** Brings pictures of one size and format into textures, always the same ones. */
export interface Uploader {
  readonly sampling: Sampling;
  /** By number of the shader's plane. */
  readonly textures: readonly WebGLTexture[];
  /** First step, where there is one: takes the samples off the frame. */
  take(frame: VideoFrame): Promise<void> | undefined;
  /** Second step: issues the commands that fill the textures. */
  send(frame: VideoFrame): void;
  dispose(): void;
}

export type MakeUploader = (gl: WebGL2RenderingContext, picture: Picture) => Uploader;

/** A texture that is filtered linearly and repeats its edge; it is left bound. */
export function createTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}
