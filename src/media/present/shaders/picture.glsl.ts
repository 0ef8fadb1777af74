import type { Light } from '../colour.js';
import { lightSource } from './light.glsl.js';

/** How the fragment shader reads a sample: the arrangement of planes, and whether a sample takes two bytes. */
export type Sampling = 'planar' | 'planar-two-bytes' | 'paired' | 'rgba' | 'bgra';

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
const oneByte = `
float sampled(sampler2D plane, vec2 at) { return texture(plane, at).r; }
`;

const readers: Readonly<Record<Sampling, string>> = {
  planar: `${oneByte}
uniform sampler2D plane0, plane1, plane2;
vec3 picture() { return vec3(sampled(plane0, lumaAt), sampled(plane1, chromaAt), sampled(plane2, chromaAt)); }`,
  'planar-two-bytes': `${twoBytes}
uniform sampler2D plane0, plane1, plane2;
vec3 picture() { return vec3(sampled(plane0, lumaAt), sampled(plane1, chromaAt), sampled(plane2, chromaAt)); }`,
  paired: `
uniform sampler2D plane0, plane1;
vec3 picture() { return vec3(texture(plane0, lumaAt).r, texture(plane1, chromaAt).rg); }`,
  rgba: `
uniform sampler2D plane0;
vec3 picture() { return texture(plane0, lumaAt).rgb; }`,
  bgra: `
uniform sampler2D plane0;
vec3 picture() { return texture(plane0, lumaAt).bgr; }`,
};

const unchanged = (sampling: Sampling) => sampling === 'rgba' || sampling === 'bgra';

/** R'G'B' = M · sample + k (ITU-T H.273, equations 38 to 40), then to the screen's light. */
export function fragmentSource(sampling: Sampling, light: Light): string {
  return `#version 300 es
precision highp float;
precision highp sampler2D;
in vec2 lumaAt;
in vec2 chromaAt;
out vec4 colour;
${readers[sampling]}
${unchanged(sampling) ? '' : 'uniform mat3 toRgb;\nuniform vec3 rgbOffset;'}
${lightSource(light)}
void main() {
  vec3 rgb = ${unchanged(sampling) ? 'picture()' : 'toRgb * picture() + rgbOffset'};
  colour = vec4(${light === 'sdr' ? 'rgb' : 'toScreen(clamp(rgb, 0.0, 1.0))'}, 1.0);
}
`;
}
