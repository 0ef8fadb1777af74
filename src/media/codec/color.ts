/** Code points of ITU-T H.273, as streams carry them; 2 is "unspecified". */
export interface ColorCodePoints {
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  readonly fullRange: boolean | undefined;
}

// The names that WebCodecs has (W3C WebCodecs, 9.8 to 9.10). Points without a name there are left out.
const primaries: Readonly<Record<number, string>> = {
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte170m', // SMPTE 240M: the same chromaticities
  9: 'bt2020',
  12: 'smpte432',
};

const transfers: Readonly<Record<number, string>> = {
  1: 'bt709',
  6: 'smpte170m',
  8: 'linear',
  13: 'iec61966-2-1',
  14: 'bt709', // BT.2020, 10 bit: the curve of BT.709
  15: 'bt709', // BT.2020, 12 bit: likewise
  16: 'pq',
  18: 'hlg',
};

const matrices: Readonly<Record<number, string>> = {
  0: 'rgb',
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  9: 'bt2020-ncl',
};

/**
 * What H.273 code points are called in WebCodecs; undefined where not one of them says anything. The names are those of
 * the specification, which are more than TypeScript's library knows yet.
 */
export function colorSpaceOf(points: ColorCodePoints): VideoColorSpaceInit | undefined {
  const named = {
    primaries: primaries[points.primaries],
    transfer: transfers[points.transfer],
    matrix: matrices[points.matrix],
  } as Pick<VideoColorSpaceInit, 'primaries' | 'transfer' | 'matrix'>;
  if (named.primaries === undefined && named.transfer === undefined && named.matrix === undefined)
    return points.fullRange === undefined ? undefined : { fullRange: points.fullRange };
  return {
    ...(named.primaries === undefined ? {} : { primaries: named.primaries }),
    ...(named.transfer === undefined ? {} : { transfer: named.transfer }),
    ...(named.matrix === undefined ? {} : { matrix: named.matrix }),
    ...(points.fullRange === undefined ? {} : { fullRange: points.fullRange }),
  };
}
