import type { PictureSize } from '../../../src/viewpoint/index.js';

/** A picture's pixels at a size. */
export function pixelsOf(frame: ImageBitmap, { width, height }: PictureSize): ImageData {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser gives no canvas to read pictures from.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(frame, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

export function paint(canvas: HTMLCanvasElement, pixels: ImageData): void {
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}
