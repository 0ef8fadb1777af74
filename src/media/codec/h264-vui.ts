import type { BitReader } from './bits.js';
import type { ColorCodePoints } from './color.js';

/** What a player needs of video usability information, H.264 E.1.1. */
export interface H264Vui {
  /** Width over height of a pixel. */
  readonly pixelAspect: number;
  readonly color: ColorCodePoints | undefined;
  /** Pictures that may have to wait for another before they are shown. */
  readonly maxReorderFrames: number | undefined;
}

/** aspect_ratio_idc 1 to 16, H.264 table E-1. */
const aspectRatios: readonly (readonly [number, number])[] = [
  ...([
    [1, 1],
    [12, 11],
    [10, 11],
    [16, 11],
    [40, 33],
    [24, 11],
    [20, 11],
    [32, 11],
  ] as const),
  ...([
    [80, 33],
    [18, 11],
    [15, 11],
    [64, 33],
    [160, 99],
    [4, 3],
    [3, 2],
    [2, 1],
  ] as const),
];
const extendedSar = 255;
const unspecified = 2;
/** cpb_cnt_minus1 is at most 31. */
const mostBuffers = 32;

export function readVui(bits: BitReader): H264Vui {
  const pixelAspect = bits.flag() ? readAspect(bits) : 1;
  if (bits.flag()) bits.skip(1); // overscan
  const color = bits.flag() ? readColor(bits) : undefined;
  if (bits.flag()) skipNumbers(bits, 2); // chroma location
  if (bits.flag()) bits.skip(65); // timing
  const nal = skipHrd(bits);
  const vcl = skipHrd(bits);
  if (nal || vcl) bits.skip(1);
  bits.skip(1); // pic_struct
  let maxReorderFrames: number | undefined;
  if (bits.flag()) {
    bits.skip(1);
    skipNumbers(bits, 4);
    maxReorderFrames = bits.unsigned();
  }
  return { pixelAspect, color, maxReorderFrames };
}

function skipNumbers(bits: BitReader, count: number): void {
  for (let index = 0; index < count; index++) bits.unsigned();
}

function readAspect(bits: BitReader): number {
  const number = bits.bits(8);
  const [width, height] =
    number === extendedSar ? [bits.bits(16), bits.bits(16)] : (aspectRatios[number - 1] ?? [0, 0]);
  return width === 0 || height === 0 ? 1 : width / height;
}

function readColor(bits: BitReader): ColorCodePoints {
  bits.skip(3); // video_format
  const fullRange = bits.flag();
  const described = bits.flag();
  const point = (): number => (described ? bits.bits(8) : unspecified);
  return { primaries: point(), transfer: point(), matrix: point(), fullRange };
}

function skipHrd(bits: BitReader): boolean {
  if (!bits.flag()) return false;
  const buffers = bits.unsigned() + 1;
  bits.skip(8);
  for (let index = 0; index < Math.min(buffers, mostBuffers); index++) {
    bits.unsigned();
    bits.unsigned();
    bits.skip(1);
  }
  bits.skip(20);
  return true;
}
