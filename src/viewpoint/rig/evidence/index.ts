/** What pictures say about a calibration: points seen by several cameras, held against where the calibration puts them. */
export type { RigFrame } from './pixels.js';
export type { Cause } from './remedy.js';
export { validateRig } from './validate-rig.js';
export type { ValidateOptions } from './validate-rig.js';
export type { CameraVerdict, PairVerdict, RigValidation, Verdict } from './verdict.js';
