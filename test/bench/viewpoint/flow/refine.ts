/**
 * Variational refinement of a flow: T. Brox, A. Bruhn, N. Papenberg, J. Weickert, "High Accuracy Optical Flow Estimation Based on a
 * Theory for Warping", ECCV 2004, with the normalized data terms of H. Zimmer, A. Bruhn, J. Weickert, "Optic Flow in Harmony", IJCV
 * 2011. It minimizes
 *   delta psi(brightness constancy) + gamma psi(gradient constancy) + alpha psi(smoothness), psi(s^2) = sqrt(s^2 + epsilon^2),
 * over an increment (du, dv) of the flow, by fixed-point steps around red-black successive over-relaxation. The weights and counts
 * are those of OpenCV's VariationalRefinement in its DIS flow.
 */
import { blankPlane } from '../plane.js';
import type { Plane } from '../plane.js';
import { warpPlane } from './field.js';
import type { Flow } from './field.js';

const alpha = 20;
const delta = 5;
const gamma = 10;
const zeta2 = 0.1 ** 2;
const epsilon2 = 0.001 ** 2;
const fixedPoints = 5;
const relaxations = 5;
const overRelaxation = 1.6;

/** Derivatives of the mean of both pictures and of their difference, at the flow to be refined. */
interface Derivatives {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly xx: Float32Array;
  readonly xy: Float32Array;
  readonly yy: Float32Array;
  readonly xz: Float32Array;
  readonly yz: Float32Array;
}

/** The linear system of one fixed point: [a11 a12; a12 a22] (du, dv) = (b1, b2) + neighbours, by `smooth`. */
interface System {
  readonly a11: Float32Array;
  readonly a12: Float32Array;
  readonly a22: Float32Array;
  readonly b1: Float32Array;
  readonly b2: Float32Array;
  /** Of the edges to the pixel on the right and to the one below. */
  readonly smooth: Float32Array;
}

/** Changes the flow in place. */
export function refine(first: Plane, second: Plane, flow: Flow): void {
  const size = flow.u.length;
  const d = derivatives(first, second, flow);
  const rest = { ...flow, u: new Float32Array(size), v: new Float32Array(size) };
  const zeros = () => new Float32Array(size);
  const system: System = {
    a11: zeros(),
    a12: zeros(),
    a22: zeros(),
    b1: zeros(),
    b2: zeros(),
    smooth: zeros(),
  };
  for (let round = 0; round < fixedPoints; round += 1) {
    dataTerm(d, rest, system);
    smoothnessTerm(flow, rest, system);
    for (let sweep = 0; sweep < relaxations; sweep += 1) {
      relax(system, rest, 0);
      relax(system, rest, 1);
    }
  }
  for (let pixel = 0; pixel < size; pixel += 1) {
    flow.u[pixel] = flow.u[pixel]! + rest.u[pixel]!;
    flow.v[pixel] = flow.v[pixel]! + rest.v[pixel]!;
  }
}

function derivatives(first: Plane, second: Plane, flow: Flow): Derivatives {
  const warped = warpPlane(second, flow);
  const [mean, difference] = [blankPlane(first.width, first.height), blankPlane(first.width, first.height)];
  for (let pixel = 0; pixel < mean.data.length; pixel += 1) {
    mean.data[pixel] = (first.data[pixel]! + warped.data[pixel]!) / 2;
    difference.data[pixel] = warped.data[pixel]! - first.data[pixel]!;
  }
  const [x, y] = [across(mean), down(mean)];
  return {
    x: x.data,
    y: y.data,
    z: difference.data,
    xx: across(x).data,
    xy: down(x).data,
    yy: down(y).data,
    xz: across(difference).data,
    yz: down(difference).data,
  };
}

/** Central differences, not halved (OpenCV's kernel -1 0 1); the edge is repeated. */
function across({ width, height, data }: Plane): Plane {
  const out = blankPlane(width, height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1)
      out.data[at] = data[x < width - 1 ? at + 1 : at]! - data[x > 0 ? at - 1 : at]!;
  return out;
}

function down({ width, height, data }: Plane): Plane {
  const out = blankPlane(width, height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1)
      out.data[at] = data[y < height - 1 ? at + width : at]! - data[y > 0 ? at - width : at]!;
  return out;
}

function dataTerm({ x, y, z, xx, xy, yy, xz, yz }: Derivatives, { u, v }: Flow, system: System): void {
  const { a11, a12, a22, b1, b2 } = system;
  for (let at = 0; at < u.length; at += 1) {
    const [ix, iy, iz, du, dv] = [x[at]!, y[at]!, z[at]!, u[at]!, v[at]!];
    const slope = ix * ix + iy * iy + zeta2;
    const brightness = iz + ix * du + iy * dv;
    const w = delta / 2 / Math.sqrt((brightness * brightness) / slope + epsilon2) / slope;

    const [ixx, ixy, iyy, ixz, iyz] = [xx[at]!, xy[at]!, yy[at]!, xz[at]!, yz[at]!];
    const slopeX = ixx * ixx + ixy * ixy + zeta2;
    const slopeY = iyy * iyy + ixy * ixy + zeta2;
    const gradientX = ixz + ixx * du + ixy * dv;
    const gradientY = iyz + ixy * du + iyy * dv;
    const g =
      gamma / 2 / Math.sqrt((gradientX * gradientX) / slopeX + (gradientY * gradientY) / slopeY + epsilon2);
    const [gX, gY] = [g / slopeX, g / slopeY];

    a11[at] = w * ix * ix + zeta2 + gX * ixx * ixx + gY * ixy * ixy;
    a12[at] = w * ix * iy + gX * ixx * ixy + gY * ixy * iyy;
    a22[at] = w * iy * iy + zeta2 + gX * ixy * ixy + gY * iyy * iyy;
    b1[at] = -w * iz * ix - gX * ixx * ixz - gY * ixy * iyz;
    b2[at] = -w * iz * iy - gX * ixy * ixz - gY * iyy * iyz;
  }
}

function smoothnessTerm({ width, height, u, v }: Flow, rest: Flow, system: System): void {
  const { a11, a22, b1, b2, smooth } = system;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const right = x < width - 1 ? at + 1 : at;
      const below = y < height - 1 ? at + width : at;
      const [cu, cv] = [u[at]! + rest.u[at]!, v[at]! + rest.v[at]!];
      const ux = u[right]! + rest.u[right]! - cu;
      const vx = v[right]! + rest.v[right]! - cv;
      const uy = u[below]! + rest.u[below]! - cu;
      const vy = v[below]! + rest.v[below]! - cv;
      const weight = alpha / 2 / Math.sqrt(ux * ux + vx * vx + uy * uy + vy * vy + epsilon2);
      smooth[at] = weight;
      for (const next of [right, below]) {
        if (next === at) continue;
        const [bu, bv] = [weight * (u[next]! - u[at]!), weight * (v[next]! - v[at]!)];
        a11[at] = a11[at]! + weight;
        a22[at] = a22[at]! + weight;
        b1[at] = b1[at]! + bu;
        b2[at] = b2[at]! + bv;
        a11[next] = a11[next]! + weight;
        a22[next] = a22[next]! + weight;
        b1[next] = b1[next]! - bu;
        b2[next] = b2[next]! - bv;
      }
    }
}

/** One half of a sweep: the pixels of one colour of the board. */
function relax(
  { a11, a12, a22, b1, b2, smooth }: System,
  { width, height, u, v }: Flow,
  colour: 0 | 1,
): void {
  for (let y = 0; y < height; y += 1)
    for (let x = (y + colour) & 1; x < width; x += 2) {
      const at = y * width + x;
      const weight = smooth[at]!;
      let [su, sv] = [b1[at]!, b2[at]!];
      if (x > 0) {
        su += smooth[at - 1]! * u[at - 1]!;
        sv += smooth[at - 1]! * v[at - 1]!;
      }
      if (x < width - 1) {
        su += weight * u[at + 1]!;
        sv += weight * v[at + 1]!;
      }
      if (y > 0) {
        su += smooth[at - width]! * u[at - width]!;
        sv += smooth[at - width]! * v[at - width]!;
      }
      if (y < height - 1) {
        su += weight * u[at + width]!;
        sv += weight * v[at + width]!;
      }
      const cross = a12[at]!;
      const du = u[at]! + overRelaxation * ((su - v[at]! * cross) / a11[at]! - u[at]!);
      u[at] = du;
      v[at] = v[at]! + overRelaxation * ((sv - du * cross) / a22[at]! - v[at]!);
    }
}
