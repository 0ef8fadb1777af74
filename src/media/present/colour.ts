/** What a picture's colour description (ITU-T H.273) asks of the drawing. Pure. */

/** From Y'CbCr to R'G'B': which luma coefficients; `rgb` is no Y'CbCr at all. */
export type Matrix = 'bt601' | 'bt709' | 'bt2020' | 'rgb';

/**
 * From R'G'B' to the canvas's sRGB. `sdr`: as is. `wide`: BT.2020 primaries with an SDR transfer. `pq`, `hlg`: BT.2100, tone-mapped.
 */
export type Light = 'sdr' | 'wide' | 'pq' | 'hlg';

export interface Colour {
  readonly matrix: Matrix;
  readonly fullRange: boolean;
  readonly light: Light;
  /** The primaries are BT.2020's, and the screen's are BT.709's. */
  readonly wideGamut: boolean;
}

/** The fields of a VideoColorSpace, with the names that TypeScript's library does not know yet. */
export interface ColourNames {
  readonly primaries: string | null;
  readonly transfer: string | null;
  readonly matrix: string | null;
  readonly fullRange: boolean | null;
}

/** Lines of high definition: from here up BT.709 unless said, below BT.601 (as CTA-861 and every player have it). */
const highDefinitionLines = 720;

const matrixNamed: ReadonlyMap<string, Matrix> = new Map([
  ['bt709', 'bt709'],
  ['bt470bg', 'bt601'],
  ['smpte170m', 'bt601'],
  ['bt2020-ncl', 'bt2020'],
  ['rgb', 'rgb'],
]);

/** Kr and Kb of BT.601, BT.709 and BT.2020 (H.273, table 4). */
const lumaWeights: Readonly<Record<Exclude<Matrix, 'rgb'>, readonly [kr: number, kb: number]>> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
};

export function colourFrom(names: ColourNames, lines: number, rgb: boolean): Colour {
  const byPrimaries = names.primaries === 'bt2020' ? 'bt2020' : undefined;
  const bySize = lines >= highDefinitionLines ? 'bt709' : 'bt601';
  const matrix = rgb ? 'rgb' : (matrixNamed.get(names.matrix ?? '') ?? byPrimaries ?? bySize);
  const high = names.transfer === 'pq' || names.transfer === 'hlg' ? names.transfer : undefined;
  // High dynamic range without primaries is BT.2100's, which are BT.2020's.
  const wideGamut = names.primaries === 'bt2020' || (names.primaries === null && high !== undefined);
  return {
    matrix,
    fullRange: matrix === 'rgb' || names.fullRange === true,
    light: high ?? (wideGamut ? 'wide' : 'sdr'),
    wideGamut,
  };
}

/** R' = luma·Y + red·(Cr, 1), G' = luma·Y + green·(Cb, Cr, 1), B' = luma·Y + blue·(Cb, 1). */
export interface ToRgb {
  readonly luma: number;
  readonly red: readonly [ofCr: number, constant: number];
  readonly green: readonly [ofCb: number, ofCr: number, constant: number];
  readonly blue: readonly [ofCb: number, constant: number];
}

/**
 * From samples as a texture gives them, code / (2^bits − 1), to R'G'B'; H.273, equations 20 to 22 and 38 to 40. Undefined for
 * what is R'G'B' already.
 */
export function samplesToRgb(
  { matrix, fullRange }: Pick<Colour, 'matrix' | 'fullRange'>,
  bits: number,
): ToRgb | undefined {
  if (matrix === 'rgb') return undefined;
  const [kr, kb] = lumaWeights[matrix];
  const kg = 1 - kr - kb;
  const peak = 2 ** bits - 1;
  const unit = 2 ** (bits - 8);
  const luma = fullRange ? 1 : peak / (219 * unit);
  const chroma = fullRange ? 1 : peak / (224 * unit);
  const black = luma * (fullRange ? 0 : (16 * unit) / peak);
  const neutral = (128 * unit) / peak;
  const red = 2 * (1 - kr) * chroma;
  const blue = 2 * (1 - kb) * chroma;
  const greenOfBlue = (-blue * kb) / kg;
  const greenOfRed = (-red * kr) / kg;
  return {
    luma,
    red: [red, -black - red * neutral],
    green: [greenOfBlue, greenOfRed, -black - (greenOfBlue + greenOfRed) * neutral],
    blue: [blue, -black - blue * neutral],
  };
}
