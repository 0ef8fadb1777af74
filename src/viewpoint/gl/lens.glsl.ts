import { bends, reachOf } from '../camera/index.js';
import type { CameraModel } from '../camera/index.js';
import type { Uniforms } from './program.js';

/**
 * A camera's lens in a shader (Brown-Conrady, as OpenCV has it): from the plane at distance 1 to pixels and back. `name` prefixes the
 * uniforms `lens` (k1, k2, p1, p2), `K3`, `Focal` (fx, fy, cx, cy), `Skew` and `Reach` (the tangent where the polynomial folds back).
 */
export const lensGlsl = {
  uniforms: (name: string): string =>
    `uniform vec4 ${name}Lens, ${name}Focal; uniform float ${name}K3, ${name}Skew, ${name}Reach;`,
  functions: `
vec2 bend(vec2 p, vec4 k, float k3) {
  float r2 = dot(p, p);
  float radial = 1.0 + r2 * (k.x + r2 * (k.y + r2 * k3));
  return p * radial + vec2(2.0 * k.z * p.x * p.y + k.w * (r2 + 2.0 * p.x * p.x), k.z * (r2 + 2.0 * p.y * p.y) + 2.0 * k.w * p.x * p.y);
}
vec2 unbend(vec2 target, vec4 k, float k3) {
  vec2 p = target;
  for (int i = 0; i < 8; i++) {
    float r2 = dot(p, p);
    float radial = 1.0 + r2 * (k.x + r2 * (k.y + r2 * k3));
    p = (target - (bend(p, k, k3) - p * radial)) / radial;
  }
  return p;
}
vec2 toPixels(vec2 p, vec4 focal, float skew) {
  return p * focal.xy + vec2(skew * p.y, 0.0) + focal.zw;
}
vec2 fromPixels(vec2 pixel, vec4 focal, float skew) {
  vec2 p = (pixel - focal.zw) / focal.xy;
  return vec2(p.x - skew * p.y / focal.x, p.y);
}`,
  toPixel: (name: string, straight: string): string =>
    `toPixels(bend(${straight}, ${name}Lens, ${name}K3), ${name}Focal, ${name}Skew)`,
};

export function lensUniforms(name: string, { distortion, fx, fy, cx, cy, skew }: CameraModel): Uniforms {
  const [k1, k2, p1, p2, k3] = distortion;
  const reach = bends(distortion) ? reachOf(distortion) : Infinity;
  return {
    [`${name}Lens`]: [k1, k2, p1, p2],
    [`${name}K3`]: k3,
    [`${name}Focal`]: [fx, fy, cx, cy],
    [`${name}Skew`]: skew,
    [`${name}Reach`]: Math.min(reach, 1e3),
  };
}
