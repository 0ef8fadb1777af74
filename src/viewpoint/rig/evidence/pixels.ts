import type { CameraModel } from '../../camera/index.js';
import { unusableFrames } from '../errors.js';
import { greyOf, shrunk } from './grey.js';
import type { Grey, Pixels } from './grey.js';

/** One camera's picture: its pixels, or what a canvas can draw. */
export type RigFrame = Pixels | Exclude<CanvasImageSource, SVGImageElement>;

/** Part by which a picture's shape may differ from its camera's. */
const shape = 0.01;

const isPixels = (frame: RigFrame): frame is Pixels => 'data' in frame;

/**
 * The picture as grey levels of the size asked for. What is no pixels is drawn, which needs a browser.
 * @throws OlympicPlayerError `viewpoint/invalid-frames`
 */
export function greyFrame(frame: RigFrame, { id }: CameraModel, width: number, height: number): Grey {
  if (!isPixels(frame)) return greyOf(drawn(frame, width, height));
  const { width: w, height: h, data } = frame;
  if (data.length !== w * h * 4 || !(w > 0 && h > 0))
    throw unusableFrames(`that of camera "${id}" has ${data.length} numbers, not ${w} x ${h} x 4`);
  if (Math.abs((w * height) / (h * width) - 1) > shape)
    throw unusableFrames(
      `that of camera "${id}" is ${w} x ${h}, which is another shape than ${width} x ${height}`,
    );
  return shrunk(greyOf(frame), width, height);
}

function drawn(frame: Exclude<RigFrame, Pixels>, width: number, height: number): Pixels {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw unusableFrames('this device gives no canvas to read them with');
  context.imageSmoothingQuality = 'high';
  context.drawImage(frame, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** The size to work on: the camera's, made smaller until its longer side is at most so long, and no larger than the picture. */
export function workingSize(
  camera: CameraModel,
  frame: RigFrame,
  longest: number,
): { readonly width: number; readonly height: number } {
  const most = isPixels(frame) ? Math.min(longest, Math.max(frame.width, frame.height)) : longest;
  const part = Math.min(1, most / Math.max(camera.width, camera.height));
  return { width: Math.round(camera.width * part), height: Math.round(camera.height * part) };
}
