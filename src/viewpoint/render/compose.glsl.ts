import { each, lensGlsl } from '../gl/index.js';
import type { Shader } from '../gl/index.js';

const vec = (count: number): string => (count === 1 ? 'float' : `vec${count}`);
const at = (count: number, index: number): string => (count === 1 ? '' : `.${'xyzw'[index] ?? 'x'}`);
const dotted = (count: number, a: string, b: string): string =>
  count === 1 ? `(${a}) * (${b})` : `dot(${a}, ${b})`;

/**
 * The picture of a view from what up to four cameras know of it. Per pixel the depth that most of them agree on is taken; those that
 * agree give their colour, weighted by angle as in unstructured lumigraph rendering (Buehler et al., SIGGRAPH 2001), so that at a real
 * camera its own picture is all there is. Where nobody is sure, each gives the colour of what it believes itself: a soft picture
 * rather than a wrong sharp one. Alpha is 0 where nobody knows anything, else 1.
 */
export interface ComposeOptions {
  /** 1 to 4; those that weigh most come first. */
  readonly sources: number;
  /** Every camera's own depth, or one plane for all: a cross-dissolve that is aligned there. */
  readonly depth: 'layers' | 'plane';
  /** Whether any of the cameras, or the view, has a lens that bends. */
  readonly lenses: boolean;
  readonly show: Aspect;
}

/**
 * The picture, or in grey what it was made from. Depth: 128 is the pivot's, twice as bright half as far away, black unknown.
 * Confidence: how far the cameras agree, and at a real camera all there is; white is certain.
 */
export type Aspect = 'picture' | 'depth' | 'confidence';

export function compose({ sources, depth, lenses, show }: ComposeOptions): Shader {
  const v = vec(sources);
  const layers = depth === 'layers';
  const of = (index: number): string => at(sources, index);
  const list = (write: (index: number) => string): string => `${v}(${each(sources, write, ', ')})`;
  return {
    name: `compose ${sources} ${depth} ${lenses} ${show}`,
    // Where each camera sees a pixel if it is infinitely far is linear in the pixel: it is made once a corner, without lenses.
    vertex: `#version 300 es
precision highp float;
${each(sources, (i) => `uniform mat3 A${i}; out vec3 base${i};`)}
uniform vec2 size;
uniform float turned;
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  vec2 at = (corner * 0.5 + 0.5) * size;
  vec3 x = vec3(at.x - 0.5, (turned > 0.0 ? turned - at.y : at.y) - 0.5, 1.0);
${each(sources, (i) => `  base${i} = A${i} * x;`)}
  gl_Position = vec4(corner, 0.0, 1.0);
}`,
    fragment: `#version 300 es
precision highp float;
${each(sources, (i) => `uniform sampler2D picture${i}; uniform vec3 b${i}, gain${i}; ${lenses ? `uniform mat3 A${i};` : `in vec3 base${i};`}`)}
${layers ? each(sources, (i) => `uniform highp sampler2D layer${i};`) : 'uniform float plane;'}
/** Depth: of the largest inverse depth. Confidence: how far the view is from a camera, 0 to 1. On a plane: what is shown. */
${show === 'picture' ? '' : 'uniform float grey;'}
${lenses ? `${lensGlsl.uniforms('view')}${each(sources, (i) => lensGlsl.uniforms(`own${i}`))}${lensGlsl.functions}` : ''}
${lenses ? 'uniform float turned;' : ''}
uniform float qMax;
/** Of 1: within this two depths are one. */
uniform float tolerance;
/** Of each camera, by its angle to the view. */
uniform ${v} share;
out vec4 result;
${layers ? sharpGlsl : ''}
${lenses ? each(sources, (i) => `vec3 base${i};`) : ''}
${each(
  sources,
  (i) => `vec4 seen${i}(float q) {
  vec3 h = base${i} + q * b${i};
  vec2 size = vec2(textureSize(picture${i}, 0));
  vec2 pixel = h.xy / h.z;
${
  lenses
    ? `  vec2 straight = fromPixels(pixel, own${i}Focal, own${i}Skew);
  if (dot(straight, straight) > own${i}Reach * own${i}Reach) return vec4(0.0);
  pixel = ${lensGlsl.toPixel(`own${i}`, 'straight')};`
    : ''
}
  vec2 uv = (pixel + 0.5) / size;
  vec2 inside = (0.5 - abs(uv - 0.5)) * size;
  float border = min(inside.x, inside.y) / ${feather.toFixed(1)};
  return vec4(${layers && i < sharpest ? `sharp(picture${i}, uv, size)` : `texture(picture${i}, uv).rgb`} * gain${i}, 1.0) * (h.z > 0.0 && ${layers ? 'border > 0.0' : `max(abs(uv.x - 0.5), abs(uv.y - 0.5)) < ${(0.5 + extended).toFixed(3)}`} ? clamp(border, ${layers ? '0.001' : 'border > 0.0 ? 0.001 : 1e-6'}, 1.0) : 0.0);
}`,
)}
void main() {
${
  lenses
    ? `  vec2 place = vec2(gl_FragCoord.x, turned > 0.0 ? turned - gl_FragCoord.y : gl_FragCoord.y);
  vec2 straight = unbend(fromPixels(place - 0.5, viewFocal, viewSkew), viewLens, viewK3);
  vec3 x = vec3(toPixels(straight, viewFocal, viewSkew), 1.0);
${each(sources, (i) => `  base${i} = A${i} * x;`)}`
    : ''
}
${
  layers
    ? `  ivec2 at = ivec2(gl_FragCoord.xy);
  ${v} depth = ${list((i) => `texelFetch(layer${i}, at, 0).r`)} * 4.0;
  ${v} q = 1.0 - fract(depth);
  // The surest tier is 0; a cleared buffer is 4: nobody knows.
  ${v} sure = max(${v}(${surest}) - ${lessByTier} * floor(depth), 0.0);
  float scale = 1.0 / tolerance;
  float most = -1.0, chosen = 0.0, votes;
${each(
  sources,
  (
    i,
  ) => `  votes = ${dotted(sources, 'sure', `clamp(2.0 - abs(q - q${of(i)}) * scale, 0.0, 1.0)`)} + ${nearer} * q${of(i)};
  if (sure${of(i)} > 0.0 && votes > most) { most = votes; chosen = q${of(i)}; }`,
)}
  if (most < 0.0) { result = vec4(0.0${show === 'picture' ? '' : ', 0.0, 0.0, 1.0'}); return; }
${show === 'depth' ? '  result = vec4(vec3(chosen * grey), 1.0); return;' : ''}
${show === 'confidence' ? `  result = vec4(vec3(1.0 - grey * (1.0 - min(most / ${certain}, 1.0))), 1.0); return;` : ''}
  ${v} agree = sure * clamp(2.0 - abs(q - chosen) * scale, 0.0, 1.0);
  ${v} weight = max(agree, sure * max(${atLeast}, 1.0 - most / ${certain})) * share;
  float together = ${dotted(sources, 'agree', 'q')} / ${dotted(sources, 'agree', `${v}(1.0)`)};
  q = mix(q, ${v}(together), ${sources === 1 ? 'float(agree > 0.0)' : `${v}(greaterThan(agree, ${v}(0.0)))`}) * qMax;`
    : `${show === 'picture' ? '' : '  result = vec4(vec3(grey), 1.0); return;'}
  ${v} weight = share;
  ${v} q = ${v}(plane);`
}
  vec4 colour = vec4(0.0);
${each(sources, (i) => `  if (weight${of(i)} > 0.0) colour += weight${of(i)} * seen${i}(q${of(i)});`)}
  result = colour.a > 0.0 ? vec4(colour.rgb / colour.a, 1.0) : vec4(0.0);
}`,
  };
}

/**
 * A bilinear reading blurs what lies between pixels: this takes the blur off again, by the second differences (of a cubic convolution,
 * Keys, 1981, it is what matters, for 5 readings instead of 9). At a pixel's centre it is the pixel.
 */
const sharpGlsl = `vec3 sharp(sampler2D picture, vec2 uv, vec2 size) {
  vec2 f = fract(uv * size - 0.5);
  vec2 k = 0.5 * f * (1.0 - f);
  vec2 x = vec2(1.0 / size.x, 0.0);
  vec2 y = vec2(0.0, 1.0 / size.y);
  return (1.0 + 2.0 * (k.x + k.y)) * texture(picture, uv).rgb
    - k.x * (texture(picture, uv - x).rgb + texture(picture, uv + x).rgb)
    - k.y * (texture(picture, uv - y).rgb + texture(picture, uv + y).rgb);
}`;
/** So many of the sources are read that way: the others weigh too little to show it. */
const sharpest = 2;

/** Of a picture's width and height: as far as this beyond it, where no camera sees anything, a dissolve has the colour of its border. */
export const extended = 0.05;
/** Pixels over which a camera fades out towards its picture's border. */
const feather = 12;
/** What a camera's word weighs, by the tier of confidence its depth lies in. */
const surest = '0.85';
const lessByTier = '0.35';
/** Where votes are even, what is nearer is taken. */
const nearer = '0.1';
/** Weight of what a camera believes alone against all others: nothing between cameras, and all where a camera stands. */
const atLeast = '0.02';
/** Votes from which on a depth is certain: about two and a half sure cameras. Below, all show what they believe. */
const certain = '2.0';
