import { planeState } from './plane-state.glsl.js';

/** Planes of a level for the next finer one: of the four around, the one whose pixel's colour is nearest (joint bilateral, hardened). */
export const upsample = {
  name: 'upsample',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D state;
uniform sampler2D coarse;
uniform sampler2D fine;
/** Change of q that moves a neighbour's picture by a pixel of the coarse level, of qMax. */
uniform float pixel;
out vec4 result;
${planeState}
void main() {
  vec2 ratio = vec2(textureSize(coarse, 0)) / vec2(textureSize(fine, 0));
  vec2 at = gl_FragCoord.xy * ratio - 0.5;
  ivec2 corner = ivec2(floor(at));
  ivec2 last = textureSize(coarse, 0) - 1;
  vec4 own = texelFetch(fine, ivec2(gl_FragCoord.xy), 0);
  float least = 9.0;
  Plane kept;
  for (int k = 0; k < 4; k++) {
    ivec2 from = clamp(corner + ivec2(k & 1, k >> 1), ivec2(0), last);
    float difference = dot(abs(texelFetch(coarse, from, 0) - own), vec4(1.0));
    if (difference < least) {
      least = difference;
      kept = unpack(texelFetch(state, from, 0));
      kept.q += dot(kept.slope, at - vec2(from)) * pixel;
    }
  }
  result = pack(kept);
}`,
};
