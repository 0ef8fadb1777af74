import type { Shader } from '../gl/index.js';

/**
 * Push-pull (Gortler et al., SIGGRAPH 1996): what is missing comes from averages of what is around, over as small a neighbourhood as
 * has anything. Down: half the size, weighted by alpha.
 */
export const push: Shader = {
  name: 'push',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D finer;
out vec4 result;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy) * 2;
  ivec2 last = textureSize(finer, 0) - 1;
  vec4 sum = vec4(0.0);
  for (int k = 0; k < 4; k++) {
    vec4 t = texelFetch(finer, min(at + ivec2(k & 1, k >> 1), last), 0);
    sum += vec4(t.rgb * t.a, t.a);
  }
  result = sum.a > 0.0 ? vec4(sum.rgb / sum.a, min(sum.a, 1.0)) : vec4(0.0);
}`,
};

export const pull: Shader = {
  name: 'pull',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D finer;
uniform sampler2D coarser;
/** Height of a target whose first row is the last: a canvas. Else 0. */
uniform float turned;
out vec4 result;
void main() {
  vec2 at = vec2(gl_FragCoord.x, turned > 0.0 ? turned - gl_FragCoord.y : gl_FragCoord.y);
  vec4 own = texelFetch(finer, ivec2(at), 0);
  if (own.a < 1.0) {
    vec4 around = texture(coarser, at / vec2(textureSize(finer, 0)));
    own.rgb = mix(around.rgb, own.rgb, own.a);
  }
  result = vec4(own.rgb, 1.0);
}`,
};
