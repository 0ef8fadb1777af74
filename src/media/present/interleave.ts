/** Two planes of bytes, of equal size, into one of pairs without padding: Cb and Cr into CbCr. */
export function interleave(
  from: Uint8Array,
  first: PlaneLayout,
  second: PlaneLayout,
  width: number,
  height: number,
  to: Uint8Array,
): void {
  let at = 0;
  for (let row = 0; row < height; row++) {
    let one = first.offset + row * first.stride;
    let two = second.offset + row * second.stride;
    for (const end = one + width; one < end; one++, two++) {
      // Within both planes: the caller has checked their layouts.
      to[at] = from[one] ?? 0;
      to[at + 1] = from[two] ?? 0;
      at += 2;
    }
  }
}
