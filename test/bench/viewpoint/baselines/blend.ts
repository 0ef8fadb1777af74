/** Two pictures mixed. */
import { blankPicture, byte } from '../picture.js';
import type { Picture } from '../picture.js';

/** @param share of the right one, 0 to 1; both are RGB of that size */
export function dissolved(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  share: number,
  width: number,
  height: number,
): Picture {
  const picture = blankPicture(width, height);
  for (let at = 0; at < picture.data.length; at += 1)
    picture.data[at] = byte(left[at]! * (1 - share) + right[at]! * share);
  return picture;
}
