/** Which way is up, where cameras were not held level and their calibration's axes are anybody's. */
import type { Vector3 } from '../../../src/viewpoint/index.js';

/** As the cameras are held, which is right where somebody held them level. */
export const asHeld = 'cameras';

export const upAxes: readonly (readonly [axis: string, label: string, direction: Vector3 | undefined])[] = [
  [asHeld, 'as the cameras', undefined],
  ['+x', 'X', [1, 0, 0]],
  ['-x', '−X', [-1, 0, 0]],
  ['+y', 'Y', [0, 1, 0]],
  ['-y', '−Y', [0, -1, 0]],
  ['+z', 'Z', [0, 0, 1]],
  ['-z', '−Z', [0, 0, -1]],
];

export const upOf = (chosen: string): Vector3 | undefined => upAxes.find(([axis]) => axis === chosen)?.[2];
