import { each } from '../gl/index.js';
import type { Shader } from '../gl/index.js';
import { betterHalf } from './better-half.glsl.js';
import { planeState } from './plane-state.glsl.js';

type Offset = readonly [number, number];

const literal = ([x, y]: Offset): string => `ivec2(${x}, ${y})`;

export interface RefineOptions {
  /** 1 to 4. */
  readonly neighbours: number;
  /** Whether what the neighbours believe counts, too. */
  readonly geometric: boolean;
  /** Whether the pictures' alpha says where the athlete is: outlines must meet. */
  readonly silhouettes: boolean;
}

/** Offsets of a patch's pixels, the middle first. */
const patch: readonly Offset[] = [0, -1, 1].flatMap((y) => [0, -1, 1].map((x): Offset => [x, y]));
/** Most offsets whose planes can be tried. */
const mostProposals = 12;

/**
 * PatchMatch stereo (Bleyer, Rhemann and Rother, BMVC 2011): a pixel tries the planes of others near and farther, and small changes
 * of its own, and keeps the one whose slanted patch looks most alike in the neighbours: zero-mean normalised cross-correlation and
 * truncated difference of colour, weighted by likeness to the middle; the better half of the neighbours is believed. With their
 * own depths, what they contradict costs more (Xu and Tao, ACMM, CVPR 2019).
 */
export function refine({ neighbours, geometric, silhouettes }: RefineOptions): Shader {
  return {
    name: `refine ${neighbours} ${geometric} ${silhouettes}`,
    fragment: `#version 300 es
precision highp float;
precision highp int;
uniform sampler2D state;
uniform sampler2D here;
${each(neighbours, (i) => `uniform sampler2D there${i}; uniform mat3 A${i}; uniform vec3 b${i}, gain${i};`)}
${geometric ? each(neighbours, (i) => `uniform sampler2D belief${i}; uniform float theirMost${i}, theirPixel${i};`) : ''}
uniform float qMax;
/** Change of q that moves a neighbour's picture by a pixel, of qMax. */
uniform float pixel;
uniform float stride;
/** Between the pixels of a patch. */
uniform float pitch;
/** How many of the spread's offsets are tried, and how many attempts there are in all. */
uniform int proposals, attempts;
uniform ivec2 spread[${mostProposals}];
out vec4 result;
${planeState}
${betterHalf}
// Between cameras that are not set alike, what is matt differs by their exposures, what shines need not.
float differ(vec3 theirs, vec3 gain, vec3 own) {
  return min(dot(abs(theirs * gain - own), vec3(1.0 / 3.0)), dot(abs(theirs - own), vec3(1.0 / 3.0)));
}
const vec3 weights = vec3(0.299, 0.587, 0.114);
${each(patch.length, (k) => `vec4 c${k}; float l${k}, w${k};`)}
float mean, variance;
vec3 at;
${each(
  neighbours,
  (i) => `
float compare${i}(float q, vec2 slope) {
  vec3 base = A${i} * at + q * b${i};
  vec2 size = vec2(textureSize(there${i}, 0));
  vec2 middle = base.xy / base.z + 0.5;
  if (base.z <= 0.0 || middle.x < 0.0 || middle.y < 0.0 || middle.x > size.x || middle.y > size.y) return 2.0;
  vec3 x = pitch * (A${i}[0] + slope.x * b${i}), y = pitch * (A${i}[1] + slope.y * b${i});
  float s = 0.0, ss = 0.0, sc = 0.0, d = 0.0, torn = 0.0, l;
  vec3 h;
  vec4 c;
${patch
  .map(
    ([x, y], k) => `  h = base${x === 0 ? '' : ` + ${x}.0 * x`}${y === 0 ? '' : ` + ${y}.0 * y`};
  c = texture(there${i}, (h.xy / h.z + 0.5) / size);
  l = dot(c.rgb, weights);
  s += w${k} * l; ss += w${k} * l * l; sc += w${k} * l * l${k}; d += w${k} * differ(c.rgb, gain${i}, c${k}.rgb);${silhouettes ? ` torn += w${k} * abs(c.a - c${k}.a);` : ''}`,
  )
  .join('\n')}
  float agreement = 0.0;
${
  geometric
    ? `  float theirs = nearness(texelFetch(belief${i}, min(ivec2(middle), textureSize(belief${i}, 0) - 1), 0));
  float apart = (theirs * theirMost${i} - q / base.z) / theirPixel${i};
  agreement = apart > 0.0 ? min(apart * 0.12, 0.18) : min(-apart * 0.12, 0.3);`
    : ''
}
  float correlation = (sc - s * mean) / sqrt((max(ss - s * s, 0.0) + 6e-5) * (variance + 6e-5));
  return 0.48 * (1.0 - correlation) + 0.4 * min(d * 8.5, 1.0) + agreement${silhouettes ? ' + 0.25 * torn' : ''};
}`,
)}
float costOf(Plane p) {
  if (p.q <= 0.0 || p.q > 1.0) return 2.0;
  float q = p.q * qMax;
  vec2 slope = p.slope * pixel * qMax;
  vec4 costs = vec4(2.0);
${each(neighbours, (i) => `  costs.${'xyzw'[i] ?? 'x'} = compare${i}(q, slope);`)}
  return betterHalf(costs, 0.6);
}
void main() {
  ivec2 here_ = ivec2(gl_FragCoord.xy);
  ivec2 last = textureSize(here, 0) - 1;
  at = vec3(here_, 1.0);
  float total = 0.0;
  mean = 0.0;
  variance = 0.0;
${patch
  .map(
    (
      offset,
      k,
    ) => `  c${k} = texelFetch(here, clamp(here_ + int(pitch) * ${literal(offset)}, ivec2(0), last), 0);
  l${k} = dot(c${k}.rgb, weights);
  w${k} = exp(-4.0 * dot(abs(c${k} - c0), vec4(1.0)));
  total += w${k}; mean += w${k} * l${k}; variance += w${k} * l${k} * l${k};`,
  )
  .join('\n')}
${each(patch.length, (k) => `  w${k} /= total;`)}
  mean /= total;
  variance = max(variance / total - mean * mean, 0.0);
  Plane kept = unpack(texelFetch(state, here_, 0));
  float least = 9.0;
  // A loop, not a list: unrolled, drivers take seconds to compile this.
  for (int attempt = 0; attempt < attempts; attempt++) {
    Plane p = kept;
    int change = attempt - proposals - 1;
    if (attempt > 0 && change < 0) {
      ivec2 offset = spread[attempt - 1];
      p = unpack(texelFetch(state, clamp(here_ + offset, ivec2(0), last), 0));
      p.q -= dot(p.slope, vec2(offset)) * pixel;
    }
    if (change == 0 || change == 1) p.q += (change == 0 ? stride : -stride) * pixel;
    if (change == 2 || change == 3) p.slope.x += change == 2 ? 0.25 * stride : -0.25 * stride;
    if (change > 3) p.slope.y += change == 4 ? 0.25 * stride : -0.25 * stride;
    p.slope = clamp(p.slope, -1.0, 1.0);
    float cost = costOf(p);
    if (cost < least) { kept = p; least = cost; }
  }
  result = pack(kept);
}`,
  };
}
