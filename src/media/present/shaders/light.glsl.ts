import type { Light } from '../colour.js';

/** sRGB's transfer (IEC 61966-2-1), both ways, and the gamut matrix on linear light in between. */
const screen = `
uniform mat3 gamut;
vec3 srgbToLinear(vec3 e) {
  return mix(e / 12.92, pow((e + 0.055) / 1.055, vec3(2.4)), step(0.04045, e));
}
vec3 linearToSrgb(vec3 l) {
  l = clamp(l, 0.0, 1.0);
  return mix(l * 12.92, 1.055 * pow(l, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, l));
}
`;

/**
 * SDR with BT.2020 primaries. Code values mean what an sRGB screen makes of them, so greys stay as they are; linear light goes
 * through the gamut matrix, and what BT.709 has no colour for is clipped (ITU-R BT.2407, section 2).
 */
const wide = `
vec3 toScreen(vec3 e) { return linearToSrgb(gamut * srgbToLinear(e)); }
`;

/**
 * High dynamic range, mapped to a screen whose white is 203 cd/m², HDR reference white (ITU-R BT.2408, table 1).
 *
 * PQ (SMPTE ST 2084, BT.2100 table 4), L in cd/m²:
 *   Y = (max(E^(1/m2) − c1, 0) / (c2 − c3·E^(1/m2)))^(1/m1),  L = 10000·Y
 * Roll-off (BT.2390, section 5.4.1, black level 0), on the largest of R, G, B so that hues stay:
 *   E1 = PQ⁻¹(L) / PQ⁻¹(1000),  maxLum = PQ⁻¹(203) / PQ⁻¹(1000),  KS = 1.5·maxLum − 0.5
 *   E2 = E1 below KS, else a Hermite spline from (KS, KS) with slope 1 to (1, maxLum) with slope 0
 * Then gamut on linear light, and sRGB.
 */
const toneMap = `
const float m1 = 0.1593017578125, m2 = 78.84375, c1 = 0.8359375, c2 = 18.8515625, c3 = 18.6875;
const float masterPeak = 1000.0, screenWhite = 203.0;
float pqToNits(float e) {
  float p = pow(max(e, 0.0), 1.0 / m2);
  return 10000.0 * pow(max(p - c1, 0.0) / (c2 - c3 * p), 1.0 / m1);
}
float nitsToPq(float nits) {
  float y = pow(max(nits, 0.0) / 10000.0, m1);
  return pow((c1 + c2 * y) / (1.0 + c3 * y), m2);
}
float rolledOff(float nits) {
  float peak = nitsToPq(masterPeak);
  float most = nitsToPq(screenWhite) / peak;
  float knee = 1.5 * most - 0.5;
  float e = min(nitsToPq(nits) / peak, 1.0);
  float t = (e - knee) / (1.0 - knee);
  float t2 = t * t, t3 = t2 * t;
  float spline = (2.0 * t3 - 3.0 * t2 + 1.0) * knee + (t3 - 2.0 * t2 + t) * (1.0 - knee) + (3.0 * t2 - 2.0 * t3) * most;
  return pqToNits((e < knee ? e : spline) * peak);
}
vec3 shown(vec3 nits) {
  float largest = max(max(nits.r, nits.g), max(nits.b, 0.0001));
  return linearToSrgb(gamut * (nits * (rolledOff(largest) / largest / screenWhite)));
}
`;

const pq = `
vec3 toScreen(vec3 e) { return shown(vec3(pqToNits(e.r), pqToNits(e.g), pqToNits(e.b))); }
`;

/**
 * HLG on a display of 1000 cd/m² (BT.2100, table 5):
 *   inverse OETF  E = E'²/3 up to 1/2, else (exp((E' − c)/a) + b)/12
 *   OOTF          F = 1000·Ys^(1.2 − 1)·E,  Ys = 0.2627 R + 0.6780 G + 0.0593 B
 */
const hlg = `
const float a = 0.17883277, b = 0.28466892, c = 0.55991073;
vec3 toScreen(vec3 e) {
  vec3 scene = mix(e * e / 3.0, (exp((e - c) / a) + b) / 12.0, step(0.5, e));
  float luminance = max(dot(scene, vec3(0.2627, 0.6780, 0.0593)), 0.000001);
  return shown(masterPeak * pow(luminance, 0.2) * scene);
}
`;

/** Linear BT.2020 to linear BT.709 (ITU-R BT.2087, the inverse of its M2), column-major. */
export const bt2020ToBt709 = new Float32Array([
  1.6605, -0.1246, -0.0182, -0.5876, 1.1329, -0.1006, -0.0728, -0.0083, 1.1187,
]);

/** Declares `vec3 toScreen(vec3)` where R'G'B' is not yet what the canvas takes. */
export function lightSource(light: Light): string {
  switch (light) {
    case 'sdr':
      return '';
    case 'wide':
      return screen + wide;
    case 'pq':
      return screen + toneMap + pq;
    case 'hlg':
      return screen + toneMap + hlg;
  }
}
