/**
 * How badly two pictures match on planes in front of the target (R. Collins, "A Space-Sweep Approach to True Multi-Image Matching",
 * CVPR 1996): both are warped by the plane, and compared by zero-mean normalized cross-correlation in a window, which does not mind
 * exposure, and by the difference of their colours, truncated, which does not mind occlusions.
 */
import { channels } from './layers.js';
import type { SweptSource } from './layers.js';
import type { Bands } from './bands.js';

const reach = 2;
const window = (2 * reach + 1) ** 2;
const correlationShare = 0.6;
const colourShare = 0.4;
/** A difference of colours, mean of the channels in steps of 1/255, that is no worse than any larger one. */
const truncation = 30;
/** A window without texture has no correlation: variance below this, steps squared, is drowned. */
const flat = 10;
/** What cannot be seen from both matches badly, though not as badly as what is seen to differ. */
const unseen = 0.7;
/** Of a tile; it is a compromise between margins and planes that only a few of its pixels ask for. */
const tileSize = 32;

/** Fills the costs of all planes within the bands. */
export function fillCosts(bands: Bands, a: SweptSource, b: SweptSource): void {
  const tile = new Tile();
  for (let top = 0; top < bands.height; top += tileSize)
    for (let left = 0; left < bands.width; left += tileSize) tile.fill(bands, left, top, a, b);
}

const side = tileSize + 2 * reach;

/** Of a tile, in its own pixels; the last ones are within. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The planes that pixels of a tile ask for, and where those pixels are. */
function boxesOf({ width, height, depth, base }: Bands, left: number, top: number): Map<number, Box> {
  const boxes = new Map<number, Box>();
  const [columns, rows] = [Math.min(tileSize, width - left), Math.min(tileSize, height - top)];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const first = base[(top + row) * width + left + column]!;
      for (let plane = first; plane < first + depth; plane += 1) {
        const box = boxes.get(plane);
        if (box === undefined) {
          boxes.set(plane, { left: column, top: row, right: column, bottom: row });
          continue;
        }
        box.bottom = row;
        if (column < box.left) box.left = column;
        if (column > box.right) box.right = column;
      }
    }
  return boxes;
}

class Tile {
  readonly #a = new Float32Array(side ** 2 * channels);
  readonly #b = new Float32Array(side ** 2 * channels);
  readonly #seen = new Uint8Array(side ** 2);
  /** Sums over windows along rows: of both greys, their squares and their product. */
  readonly #sa = new Float32Array(side ** 2);
  readonly #sb = new Float32Array(side ** 2);
  readonly #saa = new Float32Array(side ** 2);
  readonly #sbb = new Float32Array(side ** 2);
  readonly #sab = new Float32Array(side ** 2);

  fill(bands: Bands, left: number, top: number, a: SweptSource, b: SweptSource): void {
    const { width, depth, base, costs } = bands;
    for (const [plane, box] of boxesOf(bands, left, top)) {
      const nearness = bands.nearnessOf(plane);
      this.#seen.fill(1);
      this.#warp(a, nearness, left, top, box, this.#a);
      this.#warp(b, nearness, left, top, box, this.#b);
      this.#sumRows(box);
      for (let row = box.top; row <= box.bottom; row += 1)
        for (let column = box.left; column <= box.right; column += 1) {
          const pixel = (top + row) * width + left + column;
          const place = plane - base[pixel]!;
          if (place < 0 || place >= depth) continue;
          costs[pixel * depth + place] = this.#cost(column + reach, row + reach);
        }
    }
  }

  /** The source on the plane, over the box and a window's reach around it. */
  #warp(
    { layer, warp: { turn, shift } }: SweptSource,
    nearness: number,
    tileLeft: number,
    tileTop: number,
    box: Box,
    into: Float32Array,
  ): void {
    const { width, height, data } = layer;
    const [sx, sy, sz] = [shift[0]! * nearness, shift[1]! * nearness, shift[2]! * nearness];
    for (let row = box.top; row <= box.bottom + 2 * reach; row += 1) {
      const y = tileTop + row - reach;
      for (let column = box.left; column <= box.right + 2 * reach; column += 1) {
        const x = tileLeft + column - reach;
        const cell = row * side + column;
        const w = turn[6]! * x + turn[7]! * y + turn[8]! + sz;
        const px = (turn[0]! * x + turn[1]! * y + turn[2]! + sx) / w;
        const py = (turn[3]! * x + turn[4]! * y + turn[5]! + sy) / w;
        const to = cell * channels;
        if (!(w > 0 && px >= 0 && py >= 0 && px < width - 1 && py < height - 1)) {
          this.#seen[cell] = 0;
          into[to] = into[to + 1] = into[to + 2] = into[to + 3] = 0;
          continue;
        }
        const ix = px | 0;
        const iy = py | 0;
        const tx = px - ix;
        const ty = py - iy;
        const upper = (iy * width + ix) * channels;
        const lower = upper + width * channels;
        for (let channel = 0; channel < channels; channel += 1) {
          const above =
            data[upper + channel]! + tx * (data[upper + channels + channel]! - data[upper + channel]!);
          const below =
            data[lower + channel]! + tx * (data[lower + channels + channel]! - data[lower + channel]!);
          into[to + channel] = above + ty * (below - above);
        }
      }
    }
  }

  #sumRows(box: Box): void {
    const [sa, sb, saa, sbb, sab] = [this.#sa, this.#sb, this.#saa, this.#sbb, this.#sab];
    const [left, right] = [this.#a, this.#b];
    for (let row = box.top; row <= box.bottom + 2 * reach; row += 1)
      for (let column = box.left; column <= box.right; column += 1) {
        let a = 0;
        let b = 0;
        let aa = 0;
        let bb = 0;
        let ab = 0;
        const first = (row * side + column) * channels + 3;
        for (let from = first; from <= first + 2 * reach * channels; from += channels) {
          const ga = left[from]!;
          const gb = right[from]!;
          a += ga;
          b += gb;
          aa += ga * ga;
          bb += gb * gb;
          ab += ga * gb;
        }
        const cell = row * side + column + reach;
        sa[cell] = a;
        sb[cell] = b;
        saa[cell] = aa;
        sbb[cell] = bb;
        sab[cell] = ab;
      }
  }

  #cost(column: number, row: number): number {
    const [sa, sb, saa, sbb, sab] = [this.#sa, this.#sb, this.#saa, this.#sbb, this.#sab];
    const cell = row * side + column;
    if (this.#seen[cell] === 0) return unseen;
    let a = 0;
    let b = 0;
    let aa = 0;
    let bb = 0;
    let ab = 0;
    for (let at = cell - reach * side; at <= cell + reach * side; at += side) {
      a += sa[at]!;
      b += sb[at]!;
      aa += saa[at]!;
      bb += sbb[at]!;
      ab += sab[at]!;
    }
    const varianceA = aa / window - (a / window) ** 2;
    const varianceB = bb / window - (b / window) ** 2;
    const covariance = ab / window - (a / window) * (b / window);
    const correlation =
      covariance / Math.sqrt((Math.max(0, varianceA) + flat) * (Math.max(0, varianceB) + flat));
    const at = cell * channels;
    const colour =
      (Math.abs(this.#a[at]! - this.#b[at]!) +
        Math.abs(this.#a[at + 1]! - this.#b[at + 1]!) +
        Math.abs(this.#a[at + 2]! - this.#b[at + 2]!)) /
      3;
    return (
      correlationShare * Math.min(1, 1 - correlation) +
      (colourShare * Math.min(colour, truncation)) / truncation
    );
  }
}
