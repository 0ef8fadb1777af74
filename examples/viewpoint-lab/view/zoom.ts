import type { OrbitLimits, Viewpoint } from '../../../src/viewpoint/index.js';

type Zoom = Pick<Viewpoint, 'distance' | 'fieldOfView'>;

/**
 * Nearer by walking as far as the rig allows, then by the lens; back the same way.
 * @param amount natural logarithm of the enlargement
 * @param usual field of view of the cameras there, degrees
 */
export function zoomed(
  { distance, fieldOfView }: Zoom,
  amount: number,
  { distance: [nearest, farthest], fieldOfView: [narrowest, widest] }: OrbitLimits,
  usual: number,
): Zoom {
  if (amount >= 0) {
    const opened = share(amount, fieldOfView, usual);
    const walked = share(amount - opened, distance, nearest);
    const narrowed = share(amount - opened - walked, fieldOfView * Math.exp(-opened), narrowest);
    return {
      distance: distance * Math.exp(-walked),
      fieldOfView: fieldOfView * Math.exp(-opened - narrowed),
    };
  }
  const opened = share(-amount, usual, fieldOfView);
  const walked = share(-amount - opened, farthest, distance);
  const widened = share(-amount - opened - walked, widest, fieldOfView * Math.exp(opened));
  return { distance: distance * Math.exp(walked), fieldOfView: fieldOfView * Math.exp(opened + widened) };
}

/** As much of an amount as there is room for between two lengths. */
const share = (amount: number, large: number, small: number): number =>
  Math.max(0, Math.min(amount, Math.log(large / small)));
