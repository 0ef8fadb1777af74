import { each } from '../gl/index.js';
import type { Shader } from '../gl/index.js';
import { planeState } from './plane-state.glsl.js';

/**
 * Whether the neighbours saw what this camera believes (Merrell et al., ICCV 2007): a neighbour agrees whose own depth there is the
 * same, speaks against it when it looks through the point, and says nothing when something stands in its way.
 */
export function consistency(neighbours: number): Shader {
  return {
    name: `consistency ${neighbours}`,
    fragment: `#version 300 es
precision highp float;
precision highp int;
uniform sampler2D state;
${each(neighbours, (i) => `uniform sampler2D there${i}; uniform mat3 A${i}; uniform vec3 b${i}; uniform float theirPixel${i}, theirMost${i};`)}
uniform float qMax;
out vec4 result;
${planeState}
void main() {
  vec4 own = texelFetch(state, ivec2(gl_FragCoord.xy), 0);
  float q = nearness(own) * qMax;
  vec3 x = vec3(gl_FragCoord.xy - 0.5, 1.0);
  float pro = 0.0, contra = 0.0;
${each(
  neighbours,
  (i) => `  {
    vec3 h = A${i} * x + q * b${i};
    vec2 uv = h.xy / h.z + 0.5;
    vec2 size = vec2(textureSize(there${i}, 0));
    if (h.z > 0.0 && uv.x >= 0.0 && uv.y >= 0.0 && uv.x < size.x && uv.y < size.y) {
      float theirs = nearness(texelFetch(there${i}, ivec2(uv), 0)) * theirMost${i};
      float apart = (theirs - q / h.z) / theirPixel${i};
      if (abs(apart) < 1.0) pro += 1.0;
      else if (apart < 0.0) contra += 1.0;
    }
  }`,
)}
  float confidence = (pro + 0.15) / (pro + contra + 0.5);
  result = vec4(own.rg, clamp(confidence, 0.0, 1.0), 1.0);
}`,
  };
}
