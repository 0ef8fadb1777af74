import { planeState } from './plane-state.glsl.js';

const nine = Array.from({ length: 9 }, (_, index) => index);

/** Of 3x3 pixels the one whose inverse depth is the middle one: lone mistakes go, edges stay. */
export const median = {
  name: 'median',
  fragment: `#version 300 es
precision highp float;
uniform sampler2D state;
out vec4 result;
${planeState}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  ivec2 last = textureSize(state, 0) - 1;
${nine.map((i) => `  vec4 t${i} = texelFetch(state, clamp(at + ivec2(${(i % 3) - 1}, ${Math.floor(i / 3) - 1}), ivec2(0), last), 0); float q${i} = nearness(t${i});`).join('\n')}
${nine
  .map(
    (i) =>
      `  if (${nine
        .filter((j) => j !== i)
        .map((j) => `step(q${j}, q${i})${j > i ? ` * float(q${j} != q${i})` : ''}`)
        .join(' + ')} == 4.0) result = t${i};`,
  )
  .join('\n')}
}`,
};
