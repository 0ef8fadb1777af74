import { Mesh, MeshLambertMaterial, PlaneGeometry } from 'three';
import { addGrain, font, paintTexture } from './canvas-texture.js';
import { palette } from './palette.js';

/** Side of the floor, metres, and of its texture, pixels: 1.6 cm a pixel. */
const side = 34;
const pixels = 2048;

function paintFloor(context: CanvasRenderingContext2D): void {
  const m = pixels / side;
  context.fillStyle = palette.deepBlue;
  context.fillRect(0, 0, pixels, pixels);
  context.translate(pixels / 2, pixels / 2);
  context.scale(m, m);

  // Sweeping arcs, as if the bounce had sent rings through the floor.
  const rings: readonly (readonly [number, number, string])[] = [
    [13.2, 2.2, palette.indigo],
    [11.2, 0.9, palette.violet],
    [10.2, 0.14, palette.coral],
    [9.4, 1.1, palette.cobalt],
    [7.9, 0.08, palette.aqua],
  ];
  for (const [radius, width, color] of rings) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.ellipse(0, 0, radius * 1.12, radius, 0, 0, Math.PI * 2);
    context.stroke();
  }

  // The landing area: teal, framed in white, with distance ticks.
  context.fillStyle = palette.teal;
  context.beginPath();
  context.roundRect(-7.4, -4, 14.8, 8, 0.9);
  context.fill();
  context.strokeStyle = palette.white;
  context.lineWidth = 0.1;
  context.beginPath();
  context.roundRect(-7, -3.6, 14, 7.2, 0.6);
  context.stroke();
  context.fillStyle = palette.white;
  for (let x = -6.5; x <= 6.5; x += 0.5) {
    const length = Number.isInteger(x) ? 0.36 : 0.2;
    for (const z of [-3.6, 3.6 - length]) context.fillRect(x - 0.025, z, 0.05, length);
  }
  context.fillStyle = palette.coral;
  for (const corner of [-1, 1]) {
    context.beginPath();
    context.moveTo(corner * 7.4, -2.4);
    context.lineTo(corner * 6.3, 0);
    context.lineTo(corner * 7.4, 2.4);
    context.fill();
  }

  const write = (text: string, height: number, x: number, z: number, turn: number, color: string) => {
    context.save();
    context.translate(x, z);
    context.rotate(turn);
    // Text is laid out in large units: browsers round font sizes below one pixel.
    context.scale(height / 100, height / 100);
    context.font = font(100);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = color;
    context.fillText(text, 0, 0);
    context.restore();
  };
  for (const turn of [0, Math.PI]) {
    const sign = turn === 0 ? 1 : -1;
    write('MERIDIAN CUP', 1.25, 0, sign * 5.6, turn, palette.white);
    write('SOLSTICE ARENA', 0.62, 0, sign * 7.15, turn, palette.gold);
    write('TRAMPOLINE', 0.9, sign * 9.2, 0, turn === 0 ? -Math.PI / 2 : Math.PI / 2, palette.white);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  addGrain(context, 0xf100, 0.07);
}

/** The competition floor at y = 0. */
export function createFloor(): Mesh {
  const material = new MeshLambertMaterial({
    map: paintTexture(pixels, pixels, paintFloor),
  });
  const floor = new Mesh(new PlaneGeometry(side, side), material);
  floor.rotation.x = -Math.PI / 2;
  floor.receiveShadow = true;
  return floor;
}
