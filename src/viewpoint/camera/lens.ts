/** Brown-Conrady distortion in OpenCV's order: k1, k2, p1, p2, k3. Works on normalized coordinates (x = X/Z, y = Y/Z; y down). */
export type Distortion = readonly [number, number, number, number, number];

export const noDistortion: Distortion = [0, 0, 0, 0, 0];

export const bends = (lens: Distortion): boolean => lens.some((coefficient) => coefficient !== 0);

export interface Point2 {
  readonly x: number;
  readonly y: number;
}

/** Where the lens puts what a pinhole would see at (x, y) (OpenCV, calib3d, "detailed description"). */
export function distort([k1, k2, p1, p2, k3]: Distortion, { x, y }: Point2): Point2 {
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  return {
    x: x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
    y: y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
  };
}

/** Newton's steps; lenses that are calibrated at all need three or four. */
const steps = 20;
const halvings = 8;
const precise = 1e-13;

/**
 * What a pinhole would see where the lens shows (x, y): the inverse of `distort`, by damped Newton steps from (x, y). A lens
 * whose polynomial folds back shows nothing beyond its fold; what is asked for there gets the nearest point found.
 */
export function undistort(lens: Distortion, target: Point2): Point2 {
  const [k1, k2, p1, p2, k3] = lens;
  const miss = (at: Point2): Point2 => {
    const shown = distort(lens, at);
    return { x: shown.x - target.x, y: shown.y - target.y };
  };
  let at = target;
  let error = miss(at);
  for (let step = 0; step < steps && Math.hypot(error.x, error.y) > precise; step += 1) {
    const { x, y } = at;
    const r2 = x * x + y * y;
    const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    const slope = 2 * (k1 + r2 * (2 * k2 + r2 * 3 * k3));
    const xx = radial + slope * x * x + 2 * p1 * y + 6 * p2 * x;
    const xy = slope * x * y + 2 * p1 * x + 2 * p2 * y;
    const yy = radial + slope * y * y + 6 * p1 * y + 2 * p2 * x;
    const d = xx * yy - xy * xy;
    if (!(Math.abs(d) > 1e-9)) break;
    const [dx, dy] = [(yy * error.x - xy * error.y) / d, (xx * error.y - xy * error.x) / d];
    const better = halved((part) => {
      const next = { x: x - dx * part, y: y - dy * part };
      const left = miss(next);
      return Math.hypot(left.x, left.y) < Math.hypot(error.x, error.y) ? { next, left } : undefined;
    });
    if (better === undefined) break;
    at = better.next;
    error = better.left;
  }
  return at;
}

/** The first of 1, 1/2, 1/4 … that helps. */
function halved<Found>(attempt: (part: number) => Found | undefined): Found | undefined {
  for (let half = 0, part = 1; half < halvings; half += 1, part /= 2) {
    const found = attempt(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Half-widths of the search for the fold, as a tangent: the widest is 84 degrees off the axis. */
const widest = 10;
const searches = 1000;

/**
 * How far from the axis (as the tangent of the angle) the lens still shows things in their order. Beyond it the polynomial
 * folds back and would put what is far outside the picture into it. Tangential terms, always small, are left out.
 */
export function reachOf([k1, k2, , , k3]: Distortion): number {
  for (let step = 1; step <= searches; step += 1) {
    const r = (widest * step) / searches;
    const r2 = r * r;
    if (1 + r2 * (3 * k1 + r2 * (5 * k2 + r2 * 7 * k3)) <= 0) return (widest * (step - 1)) / searches;
  }
  return Infinity;
}
