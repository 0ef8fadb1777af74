import type { VideoConfig } from '../contract.js';
import { colourFrom } from './colour.js';
import type { Colour, ColourNames } from './colour.js';
import { flipOf, rotationOf } from './orientation.js';
import { placePicture } from './placement.js';
import type { Placement } from './placement.js';
import { planeFormat } from './plane-formats.js';
import type { PlaneFormat } from './plane-formats.js';

/** All that drawing has to know of a run of pictures that are alike. */
export interface Picture {
  readonly format: string | null;
  /** Undefined where planes cannot be read. */
  readonly planes: PlaneFormat | undefined;
  /** Visible pixels, before turning. */
  readonly width: number;
  readonly height: number;
  /** The frames say so themselves, and the browser obeys when it draws them. */
  readonly turnedByBrowser: boolean;
  readonly colour: Colour;
  /** The container corrects the colours that the frames carry: the browser would draw them wrong. */
  readonly recoloured: boolean;
  readonly placement: Placement;
}

interface Looks {
  readonly config: VideoConfig;
  readonly format: string | null;
  readonly width: number;
  readonly height: number;
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly rotation: number;
  readonly flip: boolean;
  readonly primaries: string | null;
  readonly transfer: string | null;
  readonly matrix: string | null;
  readonly fullRange: boolean | null;
}

/** Describes pictures, and gives the same description again for as long as they stay alike. */
export class PictureReader {
  readonly #limit: number;
  #looks: Looks | undefined;
  #picture: Picture | undefined;

  /** @param limit pixels that the canvas may be wide and high */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Undefined for a frame that is closed. */
  read(frame: VideoFrame, config: VideoConfig): Picture | undefined {
    const { visibleRect: visible } = frame;
    if (visible === null || visible.width === 0) return undefined;
    const known = this.#looks;
    const { primaries, transfer, matrix, fullRange }: ColourNames = frame.colorSpace;
    const rotation = rotationOf(frame);
    const flip = flipOf(frame);
    if (
      this.#picture !== undefined &&
      known !== undefined &&
      known.config === config &&
      known.format === frame.format &&
      known.width === visible.width &&
      known.height === visible.height &&
      known.displayWidth === frame.displayWidth &&
      known.displayHeight === frame.displayHeight &&
      known.rotation === rotation &&
      known.flip === flip &&
      known.primaries === primaries &&
      known.transfer === transfer &&
      known.matrix === matrix &&
      known.fullRange === fullRange
    )
      return this.#picture;
    const { format, displayWidth, displayHeight } = frame;
    const { width, height } = visible;
    const size = { width, height, displayWidth, displayHeight };
    this.#looks = { config, format, ...size, rotation, flip, primaries, transfer, matrix, fullRange };
    this.#picture = describe(this.#looks, this.#limit);
    return this.#picture;
  }
}

function describe(looks: Looks, limit: number): Picture {
  const { config, format, width, height, displayWidth, displayHeight, rotation, flip } = looks;
  const planes = planeFormat(format);
  const rgb = planes?.arrangement === 'rgba' || planes?.arrangement === 'bgra';
  const given = config.colorSpace;
  const colour = colourFrom(
    {
      primaries: given?.primaries ?? looks.primaries,
      transfer: given?.transfer ?? looks.transfer,
      matrix: given?.matrix ?? looks.matrix,
      fullRange: given?.fullRange ?? looks.fullRange,
    },
    height,
    rgb,
  );
  const said = colourFrom(looks, height, rgb);
  // A frame's own display size is the one after its own turning.
  const aside = rotation === 90 || rotation === 270;
  return {
    format,
    planes,
    width,
    height,
    turnedByBrowser: rotation !== 0 || flip,
    colour,
    recoloured:
      colour.matrix !== said.matrix || colour.fullRange !== said.fullRange || colour.light !== said.light,
    placement: placePicture(
      {
        width,
        height,
        displayWidth: aside ? displayHeight : displayWidth,
        displayHeight: aside ? displayWidth : displayHeight,
        pixelAspect: config.pixelAspect,
        // The container's word, once: a decoder that was told it repeats it on the frames.
        rotation: config.rotation ?? (rotation === 90 || rotation === 180 || rotation === 270 ? rotation : 0),
        flip,
      },
      limit,
    ),
  };
}
