/**
 * The machine-readable strip: 40 black or white cells along the bottom of a picture that say which camera took it,
 * in which version of the venue, and which frame of the loop it is. Whoever can see pixels (a canvas, a decoded
 * `VideoFrame`, a screenshot) can tell what they show, so every claim about what plays can be checked from outside.
 *
 * Layout: each cell is 1/40 of the picture's width and 1/32 of its height; black is 0, white is 1, most significant bit
 * first. Bits 0-7 the camera's number, 8-15 the venue's version, 16-31 the frame's number in the loop, 32-39 the
 * exclusive or of the four bytes before.
 */

/** What a strip says. */
export interface StripContent {
  /** The camera's number, 0 to 255; `cameras[number]` of the rig. */
  readonly camera: number;
  /** The venue's version, 0 to 255. */
  readonly version: number;
  /** The frame's number in the loop, 0 to 65535. */
  readonly frame: number;
}

/** RGBA pixels, rows from the top: an `ImageData`, or anything shaped like one. */
export interface Pixels {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One cell in whole pixels, from the picture's top left corner. */
export interface StripCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly white: boolean;
}

export const stripCellCount = 40;
/** The strip's height is the picture's divided by this. */
export const stripHeightDivisor = 32;

/** Least difference between the brightest and the darkest cell, of 255: encoders keep far more, grey scenes have less. */
const leastContrast = 64;

const bitsPerByte = 8;

function requireByte(name: string, value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value > limit) {
    throw new RangeError(`Strip ${name} is ${value}; it must be a whole number from 0 to ${limit}.`);
  }
}

/** The 40 cells, true for white. Throws a `RangeError` for a number that does not fit its field. */
export function encodeStrip({ camera, version, frame }: StripContent): boolean[] {
  requireByte('camera', camera, 0xff);
  requireByte('version', version, 0xff);
  requireByte('frame', frame, 0xffff);
  const bytes = [camera, version, frame >> bitsPerByte, frame & 0xff];
  bytes.push(bytes.reduce((sum, byte) => sum ^ byte, 0));
  return bytes.flatMap((byte) =>
    Array.from({ length: bitsPerByte }, (_, bit) => ((byte >> (bitsPerByte - 1 - bit)) & 1) === 1),
  );
}

/** What 40 cells say, or undefined when their checksum does not hold. The inverse of `encodeStrip`. */
export function decodeStrip(bits: readonly boolean[]): StripContent | undefined {
  if (bits.length !== stripCellCount) return undefined;
  const byte = (index: number): number =>
    bits
      .slice(index * bitsPerByte, (index + 1) * bitsPerByte)
      .reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);
  const [camera, version, high, low, checksum] = [byte(0), byte(1), byte(2), byte(3), byte(4)];
  if ((camera ^ version ^ high ^ low) !== checksum) return undefined;
  return { camera, version, frame: (high << bitsPerByte) | low };
}

/** Where the cells lie in a picture of this size, edges rounded to whole pixels so that they are crisp. */
export function stripCells(bits: readonly boolean[], width: number, height: number): StripCell[] {
  const top = Math.round(height - height / stripHeightDivisor);
  const edge = (index: number): number => Math.round((index * width) / stripCellCount);
  return bits.map((white, index) => ({
    x: edge(index),
    y: top,
    width: edge(index + 1) - edge(index),
    height: height - top,
    white,
  }));
}

/** Paints the strip over the bottom of a 2D canvas picture of this size. */
export function drawStrip(
  context: Pick<CanvasRenderingContext2D, 'fillStyle' | 'fillRect'>,
  bits: readonly boolean[],
  width: number,
  height: number,
): void {
  for (const cell of stripCells(bits, width, height)) {
    context.fillStyle = cell.white ? '#fff' : '#000';
    context.fillRect(cell.x, cell.y, cell.width, cell.height);
  }
}

/** Mean luma (BT.601, 0 to 255) of the middle half of a cell: its edges blur in an encoder and in scaling. */
function cellLuma({ data, width, height }: Pixels, index: number, cellHeight: number): number {
  const span = (from: number, to: number, limit: number): [number, number] => {
    const first = Math.min(limit - 1, Math.max(0, Math.ceil(from - 0.5)));
    return [first, Math.max(first, Math.min(limit - 1, Math.floor(to - 0.5)))];
  };
  const cellWidth = width / stripCellCount;
  const top = height - cellHeight;
  const [left, right] = span((index + 0.25) * cellWidth, (index + 0.75) * cellWidth, width);
  const [high, low] = span(top + 0.25 * cellHeight, top + 0.75 * cellHeight, height);
  let sum = 0;
  for (let y = high; y <= low; y++) {
    for (let x = left; x <= right; x++) {
      const at = (y * width + x) * 4;
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  }
  return sum / ((low - high + 1) * (right - left + 1));
}

/**
 * Reads the strip out of a picture of any size that shows the whole camera picture edge to edge (scaled is fine,
 * letterboxed is not). The threshold is half way between the brightest and the darkest cell, so it holds under lossy
 * coding, limited-range mistakes and fades. Returns undefined when there is no strip: too little contrast (a black or
 * grey picture) or a checksum that does not hold (torn, covered or corrupted).
 *
 * With `area: 'strip'` the pixels are the strip alone, not the whole picture.
 */
export function readStrip(
  pixels: Pixels,
  { area = 'picture' }: { area?: 'picture' | 'strip' } = {},
): StripContent | undefined {
  const { width, height } = pixels;
  if (width < stripCellCount || height < 1 || pixels.data.length < width * height * 4) return undefined;
  const cellHeight = area === 'strip' ? height : height / stripHeightDivisor;
  const lumas = Array.from({ length: stripCellCount }, (_, index) => cellLuma(pixels, index, cellHeight));
  const darkest = Math.min(...lumas);
  const brightest = Math.max(...lumas);
  if (brightest - darkest < leastContrast) return undefined;
  const threshold = (darkest + brightest) / 2;
  return decodeStrip(lumas.map((luma) => luma > threshold));
}

/**
 * Reads the strip of the picture a `<video>` (or a canvas, `VideoFrame` or bitmap of known size) shows now; undefined
 * when it shows none yet. Only the strip's rows are read back, so it is cheap enough for every animation frame.
 * Pass the same scratch canvas to every call to avoid making one each time.
 */
export function readStripFromVideo(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement = document.createElement('canvas'),
): StripContent | undefined {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  return readStripFromSource(video, video.videoWidth, video.videoHeight, canvas);
}

/** The same for anything a 2D canvas can draw; `width` and `height` are the source's own size in pixels. */
export function readStripFromSource(
  source: CanvasImageSource,
  width: number,
  height: number,
  canvas: HTMLCanvasElement = document.createElement('canvas'),
): StripContent | undefined {
  const rows = Math.floor(height / stripHeightDivisor);
  if (width < stripCellCount || rows < 1) return undefined;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== rows) canvas.height = rows;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This canvas already has another kind of context; pass a canvas of its own.');
  // All but the strip falls outside the canvas: WebKit does not draw parts of a VideoFrame.
  context.drawImage(source, 0, rows - height, width, height);
  return readStrip(context.getImageData(0, 0, width, rows), { area: 'strip' });
}
