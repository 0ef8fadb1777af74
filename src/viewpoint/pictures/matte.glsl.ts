import type { Shader } from '../gl/index.js';

/** A matte of any size, given as white on black or as alpha, into the alpha of a picture. */
export const givenMatte: Shader = {
  name: 'given matte',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D matte;
uniform vec2 size;
uniform float fromAlpha;
out vec4 result;
void main() {
  vec4 given = texture(matte, gl_FragCoord.xy / size);
  result = vec4(0.0, 0.0, 0.0, fromAlpha > 0.0 ? given.a : dot(given.rgb, vec3(1.0 / 3.0)));
}`,
};

/** Where a picture is not its plate: a difference matte. Means of 3x3 are compared, which noise does not reach. */
export const difference: Shader = {
  name: 'difference',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D picture;
uniform sampler2D plate;
out vec4 result;
void main() {
  vec2 size = vec2(textureSize(picture, 0));
  vec3 sum = vec3(0.0);
  for (int k = 0; k < 9; k++) {
    vec2 uv = (gl_FragCoord.xy + vec2(k % 3 - 1, k / 3 - 1)) / size;
    sum += texture(picture, uv).rgb - texture(plate, uv).rgb;
  }
  vec3 apart = abs(sum / 9.0);
  result = vec4(smoothstep(0.04, 0.12, max(apart.r, max(apart.g, apart.b))));
}`,
};

/** What most of 3x3 pixels say: lone ones go. */
export const majority: Shader = {
  name: 'majority',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D matte;
out vec4 result;
void main() {
  vec2 size = vec2(textureSize(matte, 0));
  float sum = 0.0;
  for (int k = 0; k < 9; k++) sum += texture(matte, (gl_FragCoord.xy + vec2(k % 3 - 1, k / 3 - 1)) / size).r;
  result = vec4(0.0, 0.0, 0.0, smoothstep(0.35, 0.65, sum / 9.0));
}`,
};
