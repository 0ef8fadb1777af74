import type { Light } from '../colour.js';
import { lightSource } from './light.glsl.js';

/**
 * How the fragment shader reads a picture: Y and CbCr; Y, Cb and Cr with samples of two bytes; or one texture of RGBA or BGRA.
 */
export type Sampling = 'paired' | 'planar-two-bytes' | 'rgba' | 'bgra';

/**
 * One strip of two triangles over the whole canvas, without buffers:
 *   (x, y) = (id mod 2, id div 2), from the top left;  uv = toPicture · (x, y, 1)
 */
export const vertexSource = `#version 300 es
uniform mat3x2 toPicture;
uniform vec4 toChroma;
out vec2 lumaAt;
out vec2 chromaAt;
void main() {
  vec2 place = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  lumaAt = toPicture * vec3(place, 1.0);
  chromaAt = lumaAt * toChroma.xy + toChroma.zw;
  gl_Position = vec4(place.x * 2.0 - 1.0, 1.0 - place.y * 2.0, 0.0, 1.0);
}
`;

/**
 * A sample of two bytes, little-endian, as code / (2^bits − 1); the bytes arrive as byte / 255. Filtering is linear, so
 * filtering the bytes apart filters the sample.
 */
const twoBytes = `
uniform float twoByteScale;
float sampled(sampler2D plane, vec2 at) { return dot(texture(plane, at).rg, vec2(1.0, 256.0)) * twoByteScale; }
`;
const readers: Readonly<Record<Sampling, string>> = {
  paired: `
uniform sampler2D plane0, plane1;
vec3 picture() { return vec3(texture(plane0, lumaAt).r, texture(plane1, chromaAt).rg); }`,
  'planar-two-bytes': `${twoBytes}
uniform sampler2D plane0, plane1, plane2;
vec3 picture() { return vec3(sampled(plane0, lumaAt), sampled(plane1, chromaAt), sampled(plane2, chromaAt)); }`,
  rgba: `
uniform sampler2D plane0;
vec3 picture() { return texture(plane0, lumaAt).rgb; }`,
  bgra: `
uniform sampler2D plane0;
vec3 picture() { return texture(plane0, lumaAt).bgr; }`,
};

/**
 * R'G'B' of Y'CbCr (ITU-R H.273, equations 38 to 40) with all scales and offsets worked into the coefficients:
 *   R' = luma·Y + red·(Cr, 1),  G' = luma·Y + green·(Cb, Cr, 1),  B' = luma·Y + blue·(Cb, 1)
 * Written out without the zeros of the matrix, which a GPU in software would multiply: a fifth of the whole there.
 */
const toRgb = `
uniform float lumaScale;
uniform vec2 red, blue;
uniform vec3 green;
vec3 shade() {
  vec3 s = picture();
  float y = s.x * lumaScale;
  return vec3(y + s.z * red.x + red.y, y + s.y * green.x + s.z * green.y + green.z, y + s.y * blue.x + blue.y);
}
`;
const asIs = `
vec3 shade() { return picture(); }
`;

/** From the samples to R'G'B', then to the screen's light. */
export function fragmentSource(sampling: Sampling, light: Light): string {
  return `#version 300 es
precision highp float;
precision highp sampler2D;
in vec2 lumaAt;
in vec2 chromaAt;
out vec4 colour;
${readers[sampling]}
${sampling === 'rgba' || sampling === 'bgra' ? asIs : toRgb}
${lightSource(light)}
void main() { colour = vec4(${light === 'sdr' ? 'shade()' : 'toScreen(clamp(shade(), 0.0, 1.0))'}, 1.0); }
`;
}
