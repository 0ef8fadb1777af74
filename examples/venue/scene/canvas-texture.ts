import { CanvasTexture, SRGBColorSpace } from 'three';
import { randomSource } from '../random.js';

/** Paints a texture once. `anisotropy` keeps floors and boards readable at a slant. */
export function paintTexture(
  width: number,
  height: number,
  paint: (context: CanvasRenderingContext2D) => void,
): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no 2D canvas to paint textures on.');
  paint(context);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 4;
  return texture;
}

/** Multiplies every pixel by 1 +- `amount`, seeded: no surface is one flat colour, so stereo can match anywhere. */
export function addGrain(context: CanvasRenderingContext2D, seed: number, amount: number): void {
  const picture = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  const random = randomSource(seed);
  for (let at = 0; at < picture.data.length; at += 4) {
    const gain = 1 + amount * random.between(-1, 1);
    for (let channel = 0; channel < 3; channel++) {
      picture.data[at + channel] = (picture.data[at + channel] ?? 0) * gain;
    }
  }
  context.putImageData(picture, 0, 0);
}

export function font(pixels: number): string {
  return `900 ${pixels}px "DejaVu Sans", Arial, sans-serif`;
}
