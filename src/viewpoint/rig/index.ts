/**
 * Calibrated cameras as a rig: what they look at and how they stand, the orbit about it, paths through the real cameras, and
 * checks of the calibration against itself and against the pictures. Pure functions; scene units and axes are the caller's.
 */
export { analyseRig } from './analyse-rig.js';
export { between, orbitThrough } from './between.js';
export type { OrbitPathOptions, PathOptions } from './between.js';
export { checkRig } from './checks.js';
export type { RigIssue, RigIssueCode } from './checks.js';
export { clampAzimuth, clampViewpoint, elevationRange } from './limits.js';
export { cameraById, nearest, nearestTowards, neighbourhood } from './nearest.js';
export type { Sighted } from './nearest.js';
export { orbitCamera, viewpointOf } from './orbit.js';
export type { PictureSize } from './orbit.js';
export { directionTowards, placeOf, pointAt } from './place.js';
export type {
  Gap,
  OrbitFrame,
  OrbitLimits,
  OrbitPlace,
  PivotQuality,
  PivotReason,
  Range,
  Rig,
  RigCamera,
  RigOptions,
  RigShape,
  Subject,
  Viewpoint,
} from './rig.js';
export { sourcesFor } from './sources.js';
export type { SourceOptions, Sources } from './sources.js';
export { validateRig } from './evidence/index.js';
export type {
  CameraVerdict,
  Cause,
  PairVerdict,
  RigFrame,
  RigValidation,
  ValidateOptions,
  Verdict,
} from './evidence/index.js';
