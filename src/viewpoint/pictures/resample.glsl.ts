import type { Shader } from '../gl/index.js';
import { lensGlsl } from '../gl/index.js';

/** A picture at another size, each pixel the mean of what it covers. */
export const resample: Shader = {
  name: 'resample',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D picture;
uniform vec2 size;
uniform int taps;
out vec4 result;
void main() {
  vec4 sum = vec4(0.0);
  for (int y = 0; y < taps; y++)
    for (int x = 0; x < taps; x++) {
      vec2 within_ = (vec2(x, y) + 0.5) / float(taps) - 0.5;
      sum += texture(picture, (gl_FragCoord.xy + within_) / size);
    }
  result = sum / float(taps * taps);
}`,
};

/** A picture as a pinhole at the same place would have seen it; black where the camera did not look. */
export const straighten: Shader = {
  name: 'straighten',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D picture;
/** Of the result: fx, fy, cx, cy; skew. */
uniform vec4 pinhole;
uniform float pinholeSkew;
/** Of the picture. */
${lensGlsl.uniforms('own')}
uniform int taps;
out vec4 result;
${lensGlsl.functions}
void main() {
  vec2 size = vec2(textureSize(picture, 0));
  vec4 sum = vec4(0.0);
  float count = 0.0;
  for (int y = 0; y < taps; y++)
    for (int x = 0; x < taps; x++) {
      vec2 at = gl_FragCoord.xy - 0.5 + (vec2(x, y) + 0.5) / float(taps) - 0.5;
      vec2 straight = fromPixels(at, pinhole, pinholeSkew);
      vec2 uv = (${lensGlsl.toPixel('own', 'straight')} + 0.5) / size;
      float seen = float(uv.x >= 0.0 && uv.y >= 0.0 && uv.x <= 1.0 && uv.y <= 1.0 && dot(straight, straight) < ownReach * ownReach);
      sum += texture(picture, uv) * seen;
      count += seen;
    }
  result = count > 0.0 ? sum / count : vec4(0.0);
}`,
};

/** Half the size. */
export const halve: Shader = {
  name: 'halve',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D picture;
out vec4 result;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy) * 2;
  ivec2 last = textureSize(picture, 0) - 1;
  vec4 sum = vec4(0.0);
  for (int k = 0; k < 4; k++) sum += texelFetch(picture, min(at + ivec2(k & 1, k >> 1), last), 0);
  result = sum * 0.25;
}`,
};
