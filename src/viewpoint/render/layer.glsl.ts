import { lensGlsl } from '../gl/index.js';
import type { Shader } from '../gl/index.js';
import { offset, subpixels } from '../surface/index.js';

/**
 * Confidences below which what a camera believes lies behind everything surer of the same camera. A depth buffer holds all that is
 * known of a layer: which of these tiers, and inverse depth within it. So a layer is drawn without any colour.
 */
export const tiers = [0.2, 0.45] as const;

/** What one camera knows, seen from the view, nearest first within a tier. */
export const layer = (lenses: boolean): Shader => ({
  name: `layer ${lenses}`,
  vertex: `#version 300 es
precision highp float;
layout(location = 0) in vec4 corner;
uniform mat3 A;
uniform vec3 b;
uniform float qMax;
uniform float qMaxView;
uniform vec2 size;
${lenses ? lensGlsl.uniforms('view') + lensGlsl.functions : ''}
void main() {
  vec2 at = corner.xy / ${subpixels}.0 - ${offset}.0;
  float q = corner.z / 65535.0 * qMax;
  vec3 h = A * vec3(at, 1.0) + q * b;
${
  lenses
    ? `  vec2 straight = fromPixels(h.xy / h.z, viewFocal, viewSkew);
  if (dot(straight, straight) < viewReach * viewReach) h.xy = ${lensGlsl.toPixel('view', 'straight')} * h.z;`
    : ''
}
  float tier = corner.w < ${(tiers[0] * 255).toFixed(1)} ? 2.0 : corner.w < ${(tiers[1] * 255).toFixed(1)} ? 1.0 : 0.0;
  // Depth in the buffer is (tier + 1 - q) / 4, with q in the view; linear on the screen, as inverse depth is.
  float depth = (tier + 1.0) * h.z - q / qMaxView;
  gl_Position = vec4((h.xy + 0.5 * h.z) / size * 2.0 - h.z, depth * 0.5 - h.z, h.z);
}`,
  fragment: `#version 300 es
precision mediump float;
void main() {}`,
});
