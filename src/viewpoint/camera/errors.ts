import { MEDIA_ERR_DECODE, MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../../base/index.js';

/** Characters of foreign text that a message shows. */
const shown = 60;

/** What others wrote, fit to be shown in a message: short, on one line. */
export function quoted(text: string): string {
  const line = text
    .slice(0, 4 * shown)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return line.length > shown ? `"${line.slice(0, shown)}…"` : `"${line}"`;
}

interface Hint {
  readonly hint: string;
  readonly cause?: unknown;
}

/** Numbers that no camera can have. */
export function invalidCamera(id: string, why: string, { hint }: Hint): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/invalid-camera',
    code: MEDIA_ERR_DECODE,
    message: `viewpoint: camera ${quoted(id)} cannot be used: ${why}.`,
    hint,
  });
}

export function mirrored(id: string, why: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/mirrored-camera',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: camera ${quoted(id)} would be the mirror image of a camera: ${why}.`,
    hint: 'Mirror the picture and its calibration back, or check whether the axes of scene and camera are both right-handed.',
  });
}

export function unsupportedLens(id: string, why: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/unsupported-distortion',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: the lens of camera ${quoted(id)} cannot be used: ${why}.`,
    hint: 'Calibrate with k1, k2, p1, p2, k3 (Brown-Conrady), or undistort the pictures first and give a camera without distortion.',
  });
}

/** A camera that the format asked for cannot say. */
export function notExpressible(id: string, format: string, why: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/not-expressible',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: camera ${quoted(id)} cannot be written as ${format}: ${why}.`,
    hint: 'Choose a format that can say it, or resample the pictures to a camera without it.',
  });
}

/** A calibration file that is broken. */
export function unreadable(format: string, why: string, { hint, cause }: Hint): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/unreadable-calibration',
    code: MEDIA_ERR_DECODE,
    message: `viewpoint: the ${format} calibration cannot be read: ${why}.`,
    hint,
    cause,
  });
}

/** A calibration file that lacks something it must be given with. */
export function incomplete(format: string, why: string, { hint }: Hint): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/incomplete-calibration',
    code: MEDIA_ERR_DECODE,
    message: `viewpoint: the ${format} calibration is not complete: ${why}.`,
    hint,
  });
}

/** A file that is no calibration, of a kind that is read here. */
export function unknownCalibration(why: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/unknown-calibration',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: no calibration is recognised: ${why}.`,
    hint: 'Read here: COLMAP (cameras.txt with images.txt), NeRF transforms.json, OpenTrackIO samples, Qualisys .qca.txt, 3x4 projection matrices as text.',
  });
}

export function tooLarge(what: string, most: number): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'viewpoint/calibration-too-large',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: the calibration is too large: more than ${most} ${what}.`,
    hint: 'Give only the cameras that are wanted; COLMAP keypoints and points may be left away.',
  });
}
