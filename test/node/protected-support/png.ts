/** Pixels of a screenshot, so that no page has to be asked for what it may not see. */
import { inflateSync } from 'node:zlib';
import type { Pixels } from '../../../examples/venue/strip.js';

const signatureSize = 8;
/** Colour types (W3C PNG, 11.2.1) and their bytes a pixel at 8 bits. */
const channelsOf: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** @throws Error for what Chromium does not write: interlaced, palettes, 16 bits */
export function readPng(file: Uint8Array): Pixels {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts: Uint8Array[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = signatureSize; at < file.byteLength;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const from = at + 8;
    if (type === 'IHDR') {
      [width, height] = [view.getUint32(from), view.getUint32(from + 4)];
      channels = channelsOf[view.getUint8(from + 9)] ?? 0;
      if (view.getUint8(from + 8) !== 8 || channels === 0 || view.getUint8(from + 12) !== 0)
        throw new Error('This is not the kind of PNG that screenshots are.');
    }
    if (type === 'IDAT') parts.push(file.subarray(from, from + length));
    at = from + length + 4;
  }
  const rows = unfilter(inflateSync(Buffer.concat(parts)), width * channels, channels);
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    for (let channel = 0; channel < 3; channel += 1)
      data[pixel * 4 + channel] = rows[pixel * channels + channel] ?? 0;
  return { data, width, height };
}

/** Undoes the filters of the rows (W3C PNG, 9.2). */
function unfilter(raw: Uint8Array, stride: number, channels: number): Uint8Array {
  const height = raw.byteLength / (stride + 1);
  const out = new Uint8Array(stride * height);
  const at = (index: number, inside: boolean) => (inside ? (out[index] ?? 0) : 0);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const to = y * stride + x;
      const left = at(to - channels, x >= channels);
      const up = at(to - stride, y > 0);
      const corner = at(to - stride - channels, y > 0 && x >= channels);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      out[to] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
