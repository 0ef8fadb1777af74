/** What the runner and the page tell each other: data only. Pictures and depths go by their keys in the stage's store. */
import type { CameraModel, Shown, Subject } from '../../../../src/viewpoint/index.js';
import type { CalibratedCamera } from '../../../../examples/venue/projection.js';
import type { Layers } from '../../../../examples/venue/venue.js';

export type Size = Pick<CameraModel, 'width' | 'height'>;

/** A frozen moment to synthesize views of. */
export interface MomentRequest {
  /** Of the canvas. */
  readonly size: Size;
  readonly cameras: readonly CameraModel[];
  /** Keys, one a camera. */
  readonly frames: readonly string[];
  readonly plates?: readonly string[];
  readonly mattes?: readonly string[];
  readonly depths?: readonly string[];
  readonly subject?: Subject;
  readonly memoryBudget?: number;
}

export interface Opened {
  readonly handle: number;
  /** Of plates, mattes and depths: those that the synthesizer looked at. */
  readonly taken: readonly string[];
}

export interface Prepared {
  readonly ms: number;
  /** False where the time ran out first. */
  readonly whole: boolean;
  /** Bytes on the GPU at the busiest report of progress, by purpose. */
  readonly peak: Readonly<Record<string, number>>;
}

export interface Timed {
  /** Of each view, from the call until a pixel of it was read, ms. */
  readonly times: readonly number[];
  readonly shown: Shown;
}

export interface FirstPicture {
  /** Of `pictureMs`: until createSynthesizer resolved. */
  readonly createdMs: number;
  /** From the call of createSynthesizer until a pixel of the first view was read, ms. */
  readonly pictureMs: number;
  /** From the same until a pixel of it with depth was read; undefined where that did not come in time. */
  readonly depthMs: number | undefined;
  readonly first: Shown;
}

/** A picture of the venue that is to be put into the store. */
export interface VenueRequest {
  readonly key: string;
  readonly camera: CalibratedCamera;
  readonly timeMs: number;
  /** Depth instead of a picture. */
  readonly layers: Layers | 'depth';
}

export interface SheetRequest {
  readonly file: 'image/webp';
  readonly quality: number;
  /** Of a cell. */
  readonly size: Size;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly (string | undefined)[] }[];
  /** Below all. */
  readonly caption: string;
}
