/**
 * The census transform (Zabih and Woodfill, ECCV 1994) of 5x5 pixels: a bit for each neighbour that is darker than the middle. 24 bits
 * in rgb, the middle's own luma in 7 bits of a, above them whether it belongs to the athlete, so that one fetch says everything that
 * the coarse sweep compares.
 */
export const census = {
  name: 'census',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D picture;
out vec4 code;
const vec3 weights = vec3(0.299, 0.587, 0.114);
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  ivec2 last = textureSize(picture, 0) - 1;
  vec4 own = texelFetch(picture, at, 0);
  float middle = dot(own.rgb, weights);
  uint bits = 0u;
  for (int y = -2; y <= 2; y++)
    for (int x = -2; x <= 2; x++) {
      if (x == 0 && y == 0) continue;
      float other = dot(texelFetch(picture, clamp(at + ivec2(x, y), ivec2(0), last), 0).rgb, weights);
      bits = (bits << 1) | (other < middle - 0.004 ? 1u : 0u);
    }
  float tone = floor(middle * 127.0 + 0.5) + (own.a > 0.5 ? 128.0 : 0.0);
  code = vec4(float(bits >> 16), float((bits >> 8) & 255u), float(bits & 255u), tone) / 255.0;
}`,
};
