/**
 * What the athlete wears, painted on the rest pose: front on the left half of the picture, back on the right half.
 * Fictional colours and number.
 */
import { CanvasTexture, SRGBColorSpace } from 'three';
import { randomSource } from '../random.js';
import { bodyBounds } from './body-shape.js';

/** Pixels per half; a body's width or height fills it. */
const size = 1024;
const spanMetres = bodyBounds.max.x - bodyBounds.min.x;

const colors = {
  skin: '#b9714c',
  hair: '#20130f',
  coral: '#ff3b2f',
  coralDark: '#c31432',
  cream: '#fff3dc',
  gold: '#ffbf2e',
  ink: '#1d1c3b',
};

/** Paints with metres of the rest pose, y up. */
class BodyPainter {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly left: number,
  ) {}

  polygon(color: string, ...points: readonly (readonly [number, number])[]): void {
    this.context.fillStyle = color;
    this.context.beginPath();
    for (const [x, y] of points) this.context.lineTo(this.x(x), this.y(y));
    this.context.fill();
  }

  /** The same on both sides of the body. */
  pair(color: string, ...points: readonly (readonly [number, number])[]): void {
    this.polygon(color, ...points);
    this.polygon(color, ...points.map(([x, y]) => [-x, y] as const));
  }

  rectangle(color: string, x0: number, y0: number, x1: number, y1: number): void {
    this.polygon(color, [x0, y0], [x1, y0], [x1, y1], [x0, y1]);
  }

  disc(color: string, x: number, y: number, rx: number, ry: number): void {
    this.context.fillStyle = color;
    this.context.beginPath();
    this.context.ellipse(this.x(x), this.y(y), this.length(rx), this.length(ry), 0, 0, Math.PI * 2);
    this.context.fill();
  }

  text(color: string, what: string, x: number, y: number, height: number, mirrored: boolean): void {
    this.context.save();
    this.context.translate(this.x(x), this.y(y));
    if (mirrored) this.context.scale(-1, 1);
    this.context.font = `900 ${this.length(height)}px "DejaVu Sans", Arial, sans-serif`;
    this.context.textAlign = 'center';
    this.context.textBaseline = 'middle';
    this.context.fillStyle = color;
    this.context.fillText(what, 0, 0);
    this.context.restore();
  }

  private x(metres: number): number {
    return this.left + this.length(metres - bodyBounds.min.x);
  }

  private y(metres: number): number {
    return this.length(bodyBounds.max.y - metres);
  }

  private length(metres: number): number {
    return (metres / spanMetres) * size;
  }
}

function paintSuit(paint: BodyPainter, back: boolean): void {
  // Long trousers with a side stripe, then the singlet over them.
  paint.pair(colors.cream, [0, 1.0], [0.3, 1.0], [0.42, 0.1], [0.12, 0.1]);
  paint.polygon(colors.cream, [-0.3, 1.02], [0.3, 1.02], [0.2, 0.84], [-0.2, 0.84]);
  paint.pair(colors.coral, [0.148, 0.96], [0.2, 0.96], [0.345, 0.12], [0.292, 0.12]);
  paint.pair(colors.gold, [0.13, 0.96], [0.148, 0.96], [0.292, 0.12], [0.274, 0.12]);
  for (const y of [0.34, 0.29])
    paint.pair(colors.ink, [0.1, y], [0.4, y], [0.4, y - 0.022], [0.1, y - 0.022]);

  const neckline: readonly (readonly [number, number])[] = back
    ? [
        [0.06, 1.45],
        [0.045, 1.43],
        [0, 1.42],
      ]
    : [
        [0.062, 1.46],
        [0.05, 1.39],
        [0, 1.36],
      ];
  paint.pair(colors.coral, [0, 0.985], [0.24, 0.985], [0.24, 1.3], [0.168, 1.36], [0.142, 1.47], ...neckline);
  paint.pair(colors.coralDark, [0.09, 0.985], [0.24, 0.985], [0.24, 1.24], [0.12, 1.16]);
  // A chevron across chest or back, so that the body's turn reads from any side.
  paint.pair(colors.cream, [0, back ? 1.2 : 1.16], [0.24, 1.32], [0.24, 1.265], [0, back ? 1.145 : 1.105]);
  paint.pair(colors.gold, [0, back ? 1.136 : 1.096], [0.24, 1.256], [0.24, 1.236], [0, back ? 1.116 : 1.076]);
  paint.rectangle(colors.ink, -0.26, 0.972, 0.26, 1.0);
  paint.text(colors.cream, back ? '27' : 'SOLIS', 0, back ? 1.3 : 1.255, back ? 0.14 : 0.062, back);
}

function paintHead(paint: BodyPainter, back: boolean): void {
  if (back) return;
  paint.pair(colors.hair, [0.016, 1.627], [0.05, 1.631], [0.05, 1.621], [0.016, 1.617]);
  for (const side of [-1, 1]) {
    paint.disc('#f7efe6', side * 0.031, 1.602, 0.0135, 0.0075);
    paint.disc('#1a120c', side * 0.031, 1.602, 0.0072, 0.0075);
  }
  paint.disc('#8d3b34', 0, 1.542, 0.024, 0.0065);
}

function paintBandsAndShoes(paint: BodyPainter): void {
  // Wrist bands.
  paint.pair(colors.cream, [0.635, 1.5], [0.7, 1.5], [0.7, 1.3], [0.635, 1.3]);
  paint.pair(colors.gold, [0.66, 1.5], [0.675, 1.5], [0.675, 1.3], [0.66, 1.3]);
  // Soft white shoes.
  paint.rectangle('#f4f5fa', -0.5, -0.1, 0.5, 0.125);
  paint.rectangle(colors.ink, -0.5, 0.112, 0.5, 0.128);
}

/** Weave and skin are never one flat colour, and stereo needs something to hold on to. */
function addGrain(context: CanvasRenderingContext2D): void {
  const picture = context.getImageData(0, 0, size * 2, size);
  const random = randomSource(0x5eed);
  const blotch = 12;
  const columns = Math.ceil((size * 2) / blotch);
  const rows = Math.ceil(size / blotch);
  const coarse = Array.from({ length: columns * rows }, () => random.between(-1, 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size * 2; x++) {
      const low = coarse[Math.floor(y / blotch) * columns + Math.floor(x / blotch)] ?? 0;
      const gain = 1 + 0.045 * low + 0.05 * random.between(-1, 1);
      const at = (y * size * 2 + x) * 4;
      for (let channel = 0; channel < 3; channel++)
        picture.data[at + channel] = (picture.data[at + channel] ?? 0) * gain;
    }
  }
  context.putImageData(picture, 0, 0);
}

export const kitColors = colors;

export function kitTexture(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = size * 2;
  canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no 2D canvas to paint the kit on.');
  context.fillStyle = colors.skin;
  context.fillRect(0, 0, size * 2, size);
  for (const back of [false, true]) {
    const paint = new BodyPainter(context, back ? size : 0);
    context.save();
    context.beginPath();
    context.rect(back ? size : 0, 0, size, size);
    context.clip();
    paintBandsAndShoes(paint);
    paintSuit(paint, back);
    paintHead(paint, back);
    context.restore();
  }
  addGrain(context);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 4;
  return texture;
}

/** How the texture lies on the body: u = (x - x0) / span, v likewise upward; add half for the back. */
export const kitMapping = { x0: bodyBounds.min.x, yTop: bodyBounds.max.y, span: spanMetres };
