/** How the samples of WebCodecs' pixel formats (W3C WebCodecs, section 9.4) lie in memory. Pure. */
export interface PlaneShape {
  /** Samples side by side in one texel: 1, 2 (Cb and Cr of NV12) or 4 (RGBA). */
  readonly channels: 1 | 2 | 4;
  /** Texels are the picture's, halved this often. */
  readonly halvedX: 0 | 1;
  readonly halvedY: 0 | 1;
}

export interface PlaneFormat {
  /** `planar`: Y, Cb, Cr; `paired`: Y, CbCr; `rgba` and `bgra`: one plane. */
  readonly arrangement: 'planar' | 'paired' | 'rgba' | 'bgra';
  /** Significant bits of a sample; above 8 it takes two bytes, little-endian. */
  readonly bits: 8 | 10 | 12;
  /** Alpha planes are left out: video is opaque. */
  readonly planes: readonly PlaneShape[];
}

const full: PlaneShape = { channels: 1, halvedX: 0, halvedY: 0 };
const quarter: PlaneShape = { channels: 1, halvedX: 1, halvedY: 1 };
const half: PlaneShape = { channels: 1, halvedX: 1, halvedY: 0 };
const pixel: PlaneShape = { channels: 4, halvedX: 0, halvedY: 0 };

const chroma = { 420: quarter, 422: half, 444: full } as const;

function planar(subsampling: keyof typeof chroma): [string, PlaneFormat][] {
  const planes = [full, chroma[subsampling], chroma[subsampling]];
  return ([8, 10, 12] as const).flatMap((bits) =>
    ['', 'A'].map((alpha): [string, PlaneFormat] => [
      `I${subsampling}${alpha}${bits === 8 ? '' : `P${bits}`}`,
      { arrangement: 'planar', bits, planes },
    ]),
  );
}

const formats: ReadonlyMap<string, PlaneFormat> = new Map([
  ...planar(420),
  ...planar(422),
  ...planar(444),
  [
    'NV12',
    { arrangement: 'paired', bits: 8, planes: [full, { channels: 2, halvedX: 1, halvedY: 1 }] },
  ] as const,
  ['RGBA', { arrangement: 'rgba', bits: 8, planes: [pixel] }] as const,
  ['RGBX', { arrangement: 'rgba', bits: 8, planes: [pixel] }] as const,
  ['BGRA', { arrangement: 'bgra', bits: 8, planes: [pixel] }] as const,
  ['BGRX', { arrangement: 'bgra', bits: 8, planes: [pixel] }] as const,
]);

/** Undefined for what cannot be read plane by plane: opaque pictures of hardware decoders, and formats yet to come. */
export function planeFormat(format: string | null): PlaneFormat | undefined {
  return format === null ? undefined : formats.get(format);
}

export const bytesOfTexel = (shape: PlaneShape, format: PlaneFormat): number =>
  shape.channels * (format.bits > 8 ? 2 : 1);

/** Texels of a plane: halves are rounded up. */
export function planeSize(
  shape: PlaneShape,
  width: number,
  height: number,
): { width: number; height: number } {
  return {
    width: (width + shape.halvedX) >> shape.halvedX,
    height: (height + shape.halvedY) >> shape.halvedY,
  };
}
