import type { Rotation } from '../contract.js';

const rotations: ReadonlySet<number> = new Set([0, 90, 180, 270]);
const isRotation = (degrees: unknown): degrees is Rotation =>
  typeof degrees === 'number' && rotations.has(degrees);

/** Degrees clockwise that the browser itself will turn a frame by (W3C WebCodecs, VideoFrame.rotation; 0 where it has no such word). */
export function rotationOf(frame: VideoFrame): Rotation {
  return 'rotation' in frame && isRotation(frame.rotation) ? frame.rotation : 0;
}

/** Whether the browser itself will mirror a frame, after turning it. */
export function flipOf(frame: VideoFrame): boolean {
  return 'flip' in frame && frame.flip === true;
}

/**
 * The same picture without the browser's own turning, which drawing would apply on top of ours. Orientations add up, and a
 * mirrored picture turns the other way round. The caller closes it.
 */
export function withoutOrientation(frame: VideoFrame): VideoFrame {
  const rotation = rotationOf(frame);
  const flip = flipOf(frame);
  const undo: VideoFrameInit & { rotation: number; flip: boolean } = {
    rotation: flip ? rotation : (360 - rotation) % 360,
    flip,
  };
  return new VideoFrame(frame, undo);
}
