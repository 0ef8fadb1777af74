import type { CameraModel, Vector3 } from '../camera/index.js';

/**
 * How the cameras stand, seen from the pivot:
 * `single` one camera, or several at one place; `pair` two; `row` along a line, or side by side with parallel axes;
 * `arc` one row about the pivot, open; `ring` one row that goes all the way round; `rows` several heights: a dome, a flat
 * grid, a column.
 */
export type RigShape = 'single' | 'pair' | 'row' | 'arc' | 'ring' | 'rows';

/**
 * Where the pivot comes from: `subject` was given; `converging`: where the optical axes meet. The others are guesses at a
 * finite distance: `parallel`: the axes hardly meet; `diverging`: they meet behind most cameras or nowhere; `single`: one axis.
 */
export type PivotReason = 'subject' | 'converging' | 'parallel' | 'diverging' | 'single';

export interface PivotQuality {
  readonly reason: PivotReason;
  /** False where the distance is only a guess: ask for a subject then. */
  readonly reliable: boolean;
  /** Median angle between an optical axis and the direction to the pivot, degrees. */
  readonly offset: number;
  /** Ids of cameras that do not have the pivot in their picture. */
  readonly elsewhere: readonly string[];
}

/** A place on the orbit. Azimuth 0 is at the rig's front, positive counter-clockwise seen from above; degrees. */
export interface OrbitPlace {
  /** Above -180, up to 180. */
  readonly azimuth: number;
  /** From the horizon, positive upwards. */
  readonly elevation: number;
  /** From the pivot, scene units. */
  readonly distance: number;
}

export interface Viewpoint extends OrbitPlace {
  /** Vertical, degrees. */
  readonly fieldOfView: number;
}

export interface RigCamera extends OrbitPlace {
  readonly id: string;
  readonly camera: CameraModel;
  /** From the pivot to the camera, of unit length. */
  readonly direction: Vector3;
}

/** Two neighbours. Along a row, `b` is the next one counter-clockwise from `a`. */
export interface Gap {
  readonly a: string;
  readonly b: string;
  /** At the pivot, degrees. */
  readonly angle: number;
}

export type Range = readonly [least: number, most: number];

export interface OrbitLimits {
  /** A range may pass 180 degrees: [170, 200] is about the back. */
  readonly azimuth: Range | 'wraps';
  /** Over the whole rig; a row whose height changes allows less at each azimuth (`elevationRange`). */
  readonly elevation: Range;
  /** Scene units. */
  readonly distance: Range;
  /** Vertical, degrees. */
  readonly fieldOfView: Range;
}

/** Axes of the orbit: unit vectors, perpendicular; `left` is azimuth 90. */
export interface OrbitFrame {
  readonly pivot: Vector3;
  readonly up: Vector3;
  readonly front: Vector3;
  readonly left: Vector3;
}

export interface Rig extends OrbitFrame {
  /** In the order they were given. */
  readonly cameras: readonly RigCamera[];
  readonly pivotQuality: PivotQuality;
  readonly shape: RigShape;
  /**
   * Ids by rows, the lowest first, each counter-clockwise. An open row begins after its widest gap. A camera that stands
   * apart from the only row (a crane above a ring) is in none.
   */
  readonly rows: readonly (readonly string[])[];
  /** Along each row, and for other cameras those next to them. */
  readonly gaps: readonly Gap[];
  readonly limits: OrbitLimits;
}

export interface Subject {
  readonly center: Vector3;
  /** Scene units. */
  readonly radius: number;
}

export interface RigOptions {
  /** What is watched: its centre becomes the pivot. */
  readonly subject?: Subject | undefined;
  readonly up?: Vector3 | undefined;
  /** From the pivot towards azimuth 0. */
  readonly front?: Vector3 | undefined;
}
