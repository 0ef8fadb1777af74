/** What checks of the pictures read: `ImageData`, or anything with the same three fields. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, rows from the top. */
  readonly data: ArrayLike<number>;
}

/** Brightness, 0 to 255, rows from the top. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Luma of BT.709. */
export function greyOf({ width, height, data }: Pixels): Grey {
  const grey = new Float32Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const at = pixel * 4;
    grey[pixel] = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
  }
  return { width, height, data: grey };
}

/** Smaller by averaging areas, so nothing moves and nothing aliases. */
export function shrunk(grey: Grey, width: number, height: number): Grey {
  if (width === grey.width && height === grey.height) return grey;
  const narrow = new Float32Array(width * grey.height);
  average(grey.data, narrow, grey.width, width, grey.height, 1, grey.width, 1, width);
  const small = new Float32Array(width * height);
  average(narrow, small, grey.height, height, width, width, 1, width, 1);
  return { width, height, data: small };
}

/** One axis of `shrunk`: `from` cells of each of `lines` lines become `to`; strides along a line and from line to line. */
function average(
  source: Float32Array,
  target: Float32Array,
  from: number,
  to: number,
  lines: number,
  sourceStride: number,
  sourceLine: number,
  targetStride: number,
  targetLine: number,
): void {
  const size = from / to;
  for (let cell = 0; cell < to; cell += 1) {
    const [begin, end] = [cell * size, (cell + 1) * size];
    const last = Math.min(from, Math.ceil(end - 1e-9));
    for (let line = 0; line < lines; line += 1) {
      let sum = 0;
      for (let i = Math.floor(begin); i < last; i += 1) {
        const part = Math.min(end, i + 1) - Math.max(begin, i);
        sum += part * (source[line * sourceLine + i * sourceStride] ?? 0);
      }
      target[line * targetLine + cell * targetStride] = sum / size;
    }
  }
}

/** Binomial of five taps along both axes: a Gaussian of a standard deviation of one pixel. Borders repeat. */
export function blurred({ width, height, data }: Grey): Grey {
  const across = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0; x < width; x += 1) {
      const [l2, l1] = [row + Math.max(0, x - 2), row + Math.max(0, x - 1)];
      const [r1, r2] = [row + Math.min(width - 1, x + 1), row + Math.min(width - 1, x + 2)];
      across[row + x] =
        ((data[l2] ?? 0) +
          (data[r2] ?? 0) +
          4 * ((data[l1] ?? 0) + (data[r1] ?? 0)) +
          6 * (data[row + x] ?? 0)) /
        16;
    }
  }
  const down = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const [u2, u1] = [Math.max(0, y - 2) * width, Math.max(0, y - 1) * width];
    const [d1, d2] = [Math.min(height - 1, y + 1) * width, Math.min(height - 1, y + 2) * width];
    const row = y * width;
    for (let x = 0; x < width; x += 1) {
      down[row + x] =
        ((across[u2 + x] ?? 0) +
          (across[d2 + x] ?? 0) +
          4 * ((across[u1 + x] ?? 0) + (across[d1 + x] ?? 0)) +
          6 * (across[row + x] ?? 0)) /
        16;
    }
  }
  return { width, height, data: down };
}

/** Central differences of a blurred picture, brightness per pixel; zero along the border. */
export interface Slopes {
  readonly width: number;
  readonly height: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export function slopesOf({ width, height, data }: Grey): Slopes {
  const [x, y] = [new Float32Array(data.length), new Float32Array(data.length)];
  for (let row = 1; row < height - 1; row += 1) {
    for (let column = 1; column < width - 1; column += 1) {
      const at = row * width + column;
      x[at] = ((data[at + 1] ?? 0) - (data[at - 1] ?? 0)) / 2;
      y[at] = ((data[at + width] ?? 0) - (data[at - width] ?? 0)) / 2;
    }
  }
  return { width, height, x, y };
}
