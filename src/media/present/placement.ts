import type { Rotation } from '../contract.js';

/** A picture as the decoder gives it, and what has to be done for showing. */
export interface PictureShape {
  /** Visible pixels, before turning. */
  readonly width: number;
  readonly height: number;
  /** Size the browser would show, before turning: it follows the bitstream's pixel aspect where the browser knows it. */
  readonly displayWidth: number;
  readonly displayHeight: number;
  /** The container's word, width over height, which goes before the bitstream's. */
  readonly pixelAspect: number | undefined;
  /** Clockwise, before flipping. */
  readonly rotation: Rotation;
  /** Mirrored left to right, after turning. */
  readonly flip: boolean;
}

export interface Placement {
  /** Pixels of the canvas. */
  readonly width: number;
  readonly height: number;
  /**
   * Where a point of the canvas is in the picture, both in 0 to 1 from the top left: u = a·x + c·y + e, v = b·x + d·y + f, as
   * [a, b, c, d, e, f] (a column-major 3x2 matrix).
   */
  readonly toPicture: Float32Array;
}

/** Pixel aspects beyond this, either way, are a broken or hostile file. The widest in use is 64/33. */
const widestPixelAspect = 8;

const turns: Readonly<Record<Rotation, readonly [number, number, number, number, number, number]>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, -1, 1, 0, 0, 1],
  180: [-1, 0, 0, -1, 1, 1],
  270: [0, 1, -1, 0, 1, 0],
};

/** Where a picture goes on a canvas of its own size, which is at most `limit` pixels wide and high. Loses no pixel to the pixel aspect. */
export function placePicture(shape: PictureShape, limit: number): Placement {
  const { pixelAspect: aspect, rotation, flip } = shape;
  let { displayWidth: width, displayHeight: height } = shape;
  if (aspect !== undefined && aspect >= 1 / widestPixelAspect && aspect <= widestPixelAspect) {
    width = aspect > 1 ? shape.width * aspect : shape.width;
    height = aspect < 1 ? shape.height / aspect : shape.height;
  }
  if (rotation === 90 || rotation === 270) [width, height] = [height, width];
  const scale = Math.min(1, limit / width, limit / height);
  const [a, b, c, d, e, f] = turns[rotation];
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    toPicture: new Float32Array(flip ? [-a, -b, c, d, e + a, f + b] : [a, b, c, d, e, f]),
  };
}
