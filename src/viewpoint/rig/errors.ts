import { MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../../base/index.js';

const refused = (reason: string, message: string, hint: string): OlympicPlayerError =>
  new OlympicPlayerError({
    reason,
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: ${message}`,
    hint,
  });

export const emptyRig = (): OlympicPlayerError =>
  refused('viewpoint/empty-rig', 'a rig of no cameras has nothing to look at.', 'Give at least one camera.');

export const unusableCamera = (id: string): OlympicPlayerError =>
  refused(
    'viewpoint/invalid-camera',
    `camera "${id}" has a position, rotation or lens that is not finite.`,
    'Make cameras with one of the converters: they refuse what is no calibration, and say why.',
  );

export const unusableAxes = (what: string): OlympicPlayerError =>
  refused(
    'viewpoint/invalid-rig-axes',
    `${what} gives no direction.`,
    'Give up and front as vectors that are finite, not zero, and not parallel to each other; center as three finite numbers.',
  );

export const unknownCamera = (id: string): OlympicPlayerError =>
  refused(
    'viewpoint/unknown-camera',
    `the rig has no camera "${id}".`,
    'Ask for an id of the cameras that the rig was made of.',
  );

export const unusableFrames = (what: string): OlympicPlayerError =>
  refused(
    'viewpoint/invalid-frames',
    `the pictures do not fit the cameras: ${what}.`,
    'Give one picture for each camera, in the same order, of the size (or at least the shape) the camera was calibrated for.',
  );
