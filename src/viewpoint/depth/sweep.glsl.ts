import { each } from '../gl/index.js';
import type { Shader } from '../gl/index.js';
import { betterHalf } from './better-half.glsl.js';

/**
 * A plane sweep (Collins 1996) over census codes: what every plane of inverse depth costs at every pixel, four planes a texel. The
 * texels run pixel by pixel, so that what is read back lies as [y][x][plane]. Of the cameras that see a point the better half is
 * believed: the others may be covered (Kang, Szeliski and Chai, CVPR 2001).
 */
export function sweep(neighbours: number): Shader {
  return {
    name: `sweep ${neighbours}`,
    fragment: `#version 300 es
precision highp float;
precision highp int;
uniform sampler2D here;
${each(neighbours, (i) => `uniform sampler2D there${i}; uniform mat3 A${i}; uniform vec3 b${i};`)}
uniform int width;
uniform int quads;
uniform int texels;
uniform float qFirst;
uniform float qStep;
out vec4 costs;
const float unknown = 0.55;
int ones(uint v) {
  v = v - ((v >> 1) & 0x55555555u);
  v = (v & 0x33333333u) + ((v >> 2) & 0x33333333u);
  return int((((v + (v >> 4)) & 0x0F0F0F0Fu) * 0x01010101u) >> 24);
}
uint bitsOf(vec3 code) {
  uvec3 b = uvec3(code * 255.0 + 0.5);
  return (b.r << 16) | (b.g << 8) | b.b;
}
${betterHalf}
float compare(uint bits, float tone, vec4 other) {
  float structure = float(ones(bits ^ bitsOf(other.rgb))) / 24.0;
  float theirs = floor(other.a * 255.0 + 0.5);
  // Above 7 bits of luma lies whether it is the athlete.
  bool torn = (tone > 127.0) != (theirs > 127.0);
  float apart = abs(mod(tone, 128.0) - mod(theirs, 128.0));
  return 0.65 * structure + 0.35 * min(apart * (8.5 / 127.0), 1.0) + (torn ? 0.15 : 0.0);
}
void main() {
  int index = int(gl_FragCoord.y) * ${sweepWidth} + int(gl_FragCoord.x);
  if (index >= texels) { costs = vec4(0.0); return; }
  int pixel = index / quads;
  ivec2 at = ivec2(pixel % width, pixel / width);
  vec4 own = texelFetch(here, at, 0);
  uint bits = bitsOf(own.rgb);
  float tone = floor(own.a * 255.0 + 0.5);
  vec3 x = vec3(at, 1.0);
${each(neighbours, (i) => `  vec3 base${i} = A${i} * x;`)}
  int first = (index % quads) * 4;
  vec4 found;
  for (int k = 0; k < 4; k++) {
    float q = qFirst + qStep * float(first + k);
    vec4 each_ = vec4(2.0);
${each(
  neighbours,
  (i) => `    {
      vec3 h = base${i} + q * b${i};
      vec2 size = vec2(textureSize(there${i}, 0));
      vec2 uv = h.xy / h.z + 0.5;
      if (h.z > 0.0 && uv.x >= 0.0 && uv.y >= 0.0 && uv.x < size.x && uv.y < size.y)
        each_.${'xyzw'[i] ?? 'x'} = compare(bits, tone, texelFetch(there${i}, ivec2(uv), 0));
    }`,
)}
    found[k] = betterHalf(each_, unknown);
  }
  costs = found;
}`,
  };
}

/** Texels in a row of the cost texture: the narrowest that every WebGL2 device has. */
export const sweepWidth = 2048;
