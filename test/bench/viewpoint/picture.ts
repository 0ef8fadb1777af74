/** Pictures as the measurements see them: 8 bits a channel, as a screen would show them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row from the top. */
  readonly data: Uint8Array;
}

export const blankPicture = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8Array(width * height * 3),
});

/** The nearest whole number that a byte holds. */
export const byte = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0);

/** @throws RangeError where two pictures that are to be compared differ in size */
export function assertSameSize(a: Picture, b: Picture): void {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError(`pictures of ${a.width}x${a.height} and ${b.width}x${b.height} cannot be compared`);
}
