/** Pictures made in the test, what their colours have to be by the standards' own equations, and what a canvas shows. */
import type { VideoConfig } from '../../../../src/media/index.js';

export type Code = readonly [y: number, cb: number, cr: number];
export type Rgb = readonly [r: number, g: number, b: number];

export const config: VideoConfig = { kind: 'video', codec: 'avc1.42001e' };

export interface FrameWish {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** Code values of a pixel, in the format's own bit depth. */
  readonly at: (x: number, y: number) => Code;
  readonly colorSpace?: Record<string, string | boolean>;
  readonly displayWidth?: number;
  readonly displayHeight?: number;
  readonly rotation?: number;
  readonly flip?: boolean;
}

const bitsOf = (format: string) => Number(/P(10|12)$/.exec(format)?.[1] ?? 8);

/** A frame in main memory, filled pixel by pixel; chroma is taken at the left top pixel of each block. */
export function makeFrame({ format, width, height, at, ...rest }: FrameWish): VideoFrame {
  const bits = bitsOf(format);
  const bytes = bits > 8 ? 2 : 1;
  const halvedX = /420|422|NV12/.test(format) ? 2 : 1;
  const halvedY = /420|NV12/.test(format) ? 2 : 1;
  const [chromaWidth, chromaHeight] = [Math.ceil(width / halvedX), Math.ceil(height / halvedY)];
  const samples: number[] = [];
  const plane = (channel: 0 | 1 | 2) => {
    for (let y = 0; y < chromaHeight; y++)
      for (let x = 0; x < chromaWidth; x++) samples.push(at(x * halvedX, y * halvedY)[channel]);
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) samples.push(at(x, y)[0]);
  if (format === 'NV12') {
    for (let y = 0; y < chromaHeight; y++)
      for (let x = 0; x < chromaWidth; x++) samples.push(at(x * 2, y * 2)[1], at(x * 2, y * 2)[2]);
  } else {
    plane(1);
    plane(2);
  }
  const data = new Uint8Array(samples.length * bytes);
  const view = new DataView(data.buffer);
  samples.forEach((code, index) => {
    if (bytes === 1) data[index] = code;
    else view.setUint16(index * 2, code, true);
  });
  const init = { format, codedWidth: width, codedHeight: height, timestamp: 0, ...rest };
  return new VideoFrame(data, init as unknown as VideoFrameBufferInit);
}

/** R'G'B' in 0 to 1, unclamped, from Kr and Kb: ITU-R BT.601, BT.709, BT.2020. */
export function referenceRgb(
  [y, cb, cr]: Code,
  [kr, kb]: readonly [number, number],
  fullRange: boolean,
  bits = 8,
): Rgb {
  const unit = 2 ** (bits - 8);
  const most = 2 ** bits - 1;
  const luma = fullRange ? y / most : (y / unit - 16) / 219;
  const blueness = fullRange ? (cb - 128 * unit) / most : (cb / unit - 128) / 224;
  const redness = fullRange ? (cr - 128 * unit) / most : (cr / unit - 128) / 224;
  const red = luma + 2 * (1 - kr) * redness;
  const blue = luma + 2 * (1 - kb) * blueness;
  return [red, (luma - kr * red - kb * blue) / (1 - kr - kb), blue];
}

/** The other way, for test pictures of a wanted colour; rounded to codes. */
export function codeFor(
  [r, g, b]: Rgb,
  [kr, kb]: readonly [number, number],
  fullRange: boolean,
  bits = 8,
): Code {
  const unit = 2 ** (bits - 8);
  const most = 2 ** bits - 1;
  const luma = kr * r + (1 - kr - kb) * g + kb * b;
  const blueness = (b - luma) / (2 * (1 - kb));
  const redness = (r - luma) / (2 * (1 - kr));
  return fullRange
    ? [
        Math.round(luma * most),
        Math.round(blueness * most + 128 * unit),
        Math.round(redness * most + 128 * unit),
      ]
    : [
        Math.round((219 * luma + 16) * unit),
        Math.round((224 * blueness + 128) * unit),
        Math.round((224 * redness + 128) * unit),
      ];
}

export const to8Bits = (rgb: Rgb): Rgb => {
  const [r, g, b] = rgb.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
  return [r!, g!, b!];
};

/** What a canvas shows. */
export class Shown {
  readonly width: number;
  readonly height: number;
  readonly #data: Uint8ClampedArray;

  constructor(canvas: OffscreenCanvas | HTMLCanvasElement) {
    this.width = canvas.width;
    this.height = canvas.height;
    const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
      willReadFrequently: true,
    })!;
    context.drawImage(canvas, 0, 0);
    this.#data = context.getImageData(0, 0, canvas.width, canvas.height).data;
  }

  at(x: number, y: number): Rgb {
    const start = (Math.floor(y) * this.width + Math.floor(x)) * 4;
    return [this.#data[start]!, this.#data[start + 1]!, this.#data[start + 2]!];
  }
}

/** The largest difference of a channel. */
export const distance = (a: Rgb, b: Rgb): number =>
  Math.max(...a.map((value, channel) => Math.abs(value - b[channel]!)));

/** 75 % bars, white to black, as in SMPTE EG 1; and the two ends of the scale. */
export const bars: readonly Rgb[] = [
  [1, 1, 1],
  [0.75, 0.75, 0.75],
  [0.75, 0.75, 0],
  [0, 0.75, 0.75],
  [0, 0.75, 0],
  [0.75, 0, 0.75],
  [0.75, 0, 0],
  [0, 0, 0.75],
  [0, 0, 0],
];
