import {
  BoxGeometry,
  BufferAttribute,
  CylinderGeometry,
  DoubleSide,
  Group,
  Mesh,
  MeshLambertMaterial,
  MeshStandardMaterial,
  PlaneGeometry,
  type Material,
} from 'three';
import { bedHeight } from '../athlete/routine.js';
import { addGrain, font, paintTexture } from './canvas-texture.js';
import { palette } from './palette.js';

/** Metres, after the FIG apparatus norms: the bed, and the frame around it. Long side along X. */
const bed = { length: 4.28, width: 2.14 };
const frame = { length: 5.05, width: 2.91 };
const columns = 72;
const rows = 36;

export interface Trampoline {
  readonly object: Group;
  /** Presses the bed down by `depth` metres (negative: up) around the point x, z. */
  press(depth: number, x: number, z: number): void;
}

function paintBed(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  const m = width / bed.length;
  context.fillStyle = '#d9dde6';
  context.fillRect(0, 0, width, height);
  // The web's straps, every 4 cm both ways.
  context.fillStyle = 'rgba(70, 80, 120, 0.30)';
  for (let x = 0; x < width; x += 0.04 * m) context.fillRect(x, 0, 0.012 * m, height);
  for (let y = 0; y < height; y += 0.04 * m) context.fillRect(0, y, width, 0.012 * m);
  context.translate(width / 2, height / 2);
  context.scale(m, m);
  context.strokeStyle = palette.coral;
  context.lineWidth = 0.06;
  context.strokeRect(-1.075, -0.54, 2.15, 1.08);
  context.strokeRect(-1.5, -0.82, 3, 1.64);
  context.strokeRect(-2.09, -1.02, 4.18, 2.04);
  context.beginPath();
  context.moveTo(-0.36, 0);
  context.lineTo(0.36, 0);
  context.moveTo(0, -0.36);
  context.lineTo(0, 0.36);
  context.stroke();
  context.setTransform(1, 0, 0, 1, 0, 0);
  addGrain(context, 0xbed, 0.06);
}

function paintPad(text: string, color: string, ink: string) {
  return (context: CanvasRenderingContext2D): void => {
    const { width, height } = context.canvas;
    context.fillStyle = color;
    context.fillRect(0, 0, width, height);
    context.fillStyle = 'rgba(0, 0, 20, 0.22)';
    for (let x = 0; x < width; x += width / 8) context.fillRect(x, 0, 3, height);
    context.font = font(height * 0.62);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = ink;
    context.fillText(text, width / 2, height / 2, width * 0.9);
    addGrain(context, text.length * 977, 0.08);
  };
}

function box(
  size: readonly [number, number, number],
  at: readonly [number, number, number],
  material: Material | Material[],
): Mesh {
  const mesh = new Mesh(new BoxGeometry(...size), material);
  mesh.position.set(...at);
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  return mesh;
}

/** The padded frame: four cushions that cover the springs, each a little sloped outward. */
function createPads(): Group {
  const pads = new Group();
  const padWidth = 0.42;
  const long = new MeshLambertMaterial({
    map: paintTexture(
      1024,
      84,
      paintPad('SOLSTICE ARENA      MERIDIAN CUP      SOLSTICE ARENA', palette.cobalt, palette.white),
    ),
  });
  const short = new MeshLambertMaterial({
    map: paintTexture(512, 84, paintPad('MERIDIAN CUP', palette.cobalt, palette.white)),
  });
  const edge = new MeshLambertMaterial({ color: palette.deepBlue });
  const topped = (top: Material): Material[] => [edge, edge, top, edge, edge, edge];
  const y = bedHeight + 0.02;
  for (const side of [-1, 1]) {
    const alongX = box(
      [frame.length + 0.1, 0.06, padWidth],
      [0, y, side * (bed.width / 2 + padWidth / 2 - 0.02)],
      topped(long),
    );
    if (side < 0) alongX.rotation.y = Math.PI;
    const alongZ = box(
      [bed.width, 0.06, padWidth],
      [side * (bed.length / 2 + padWidth / 2 - 0.02), y, 0],
      topped(short),
    );
    alongZ.rotation.y = (side * Math.PI) / 2;
    pads.add(alongX, alongZ);
  }
  return pads;
}

function createLegs(): Group {
  const legs = new Group();
  const steel = new MeshStandardMaterial({ color: '#aab3cf', roughness: 0.35, metalness: 0.5 });
  const tube = (length: number) => {
    const mesh = new Mesh(new CylinderGeometry(0.035, 0.035, length, 10), steel);
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    return mesh;
  };
  for (const x of [-2.1, -0.75, 0.75, 2.1]) {
    for (const z of [-1, 1]) {
      const leg = tube(bedHeight);
      leg.position.set(x, bedHeight / 2 - 0.02, z * 1.38);
      legs.add(leg);
    }
    const foot = tube(2.9);
    foot.rotation.x = Math.PI / 2;
    foot.position.set(x, 0.035, 0);
    legs.add(foot);
  }
  for (const z of [-1, 1]) {
    for (const y of [bedHeight - 0.05, 0.3]) {
      const rail = tube(frame.length);
      rail.rotation.z = Math.PI / 2;
      rail.position.set(0, y, z * 1.38);
      legs.add(rail);
    }
  }
  return legs;
}

/** Spotting decks with thick mattresses at both ends, and mats along the sides. */
function createDecks(): Group {
  const decks = new Group();
  const mattress = new MeshLambertMaterial({
    map: paintTexture(512, 128, paintPad('EVERY ANGLE', palette.coral, palette.cream)),
  });
  const support = new MeshLambertMaterial({ color: palette.indigo });
  const mat = new MeshLambertMaterial({
    map: paintTexture(1024, 96, paintPad('FREEZE  ·  ORBIT  ·  REPLAY', palette.violet, palette.aqua)),
  });
  for (const side of [-1, 1]) {
    const x = side * (frame.length / 2 + 1.05);
    const pad = box([2.0, 0.28, 1.9], [x, bedHeight - 0.06, 0], mattress);
    decks.add(pad, box([1.9, 0.08, 1.8], [x, bedHeight - 0.24, 0], support));
    for (const dx of [-0.8, 0.8]) {
      for (const dz of [-0.8, 0.8])
        decks.add(box([0.09, bedHeight - 0.28, 0.09], [x + dx, (bedHeight - 0.28) / 2, dz], support));
    }
    const strip = box([frame.length, 0.16, 1.0], [0, 0.08, side * 2.35], mat);
    if (side < 0) strip.rotation.y = Math.PI;
    decks.add(strip);
  }
  return decks;
}

export function createTrampoline(): Trampoline {
  const object = new Group();
  const geometry = new PlaneGeometry(bed.length, bed.width, columns, rows);
  geometry.rotateX(-Math.PI / 2);
  const material = new MeshLambertMaterial({
    map: paintTexture(1024, 512, paintBed),
    side: DoubleSide,
  });
  const web = new Mesh(geometry, material);
  web.position.y = bedHeight;
  web.castShadow = true;
  web.receiveShadow = true;
  web.frustumCulled = false;
  object.add(web, createPads(), createLegs(), createDecks());
  const positions = geometry.getAttribute('position');
  if (!(positions instanceof BufferAttribute)) throw new Error('The bed has no plain vertex positions.');

  /** Share of the depth at a bed point: 1 under the feet, 0 at the frame, and in between like a loaded membrane. */
  const sag = (x: number, z: number, centerX: number, centerZ: number): number => {
    const edge = (v: number, center: number, half: number) =>
      v > center ? (v - center) / (half - center) : (center - v) / (half + center);
    const r = Math.max(
      Math.hypot(edge(x, centerX, bed.length / 2), edge(z, centerZ, bed.width / 2) ** 1.5),
      Math.hypot(edge(x, centerX, bed.length / 2) ** 1.5, edge(z, centerZ, bed.width / 2)),
    );
    const u = Math.min(1, Math.max(0, (r - 0.07) / 0.93));
    return (1 - u) ** 1.7;
  };
  return {
    object,
    press(depth, x, z) {
      for (let index = 0; index < positions.count; index++) {
        positions.setY(index, -depth * sag(positions.getX(index), positions.getZ(index), x, z));
      }
      positions.needsUpdate = true;
      geometry.computeVertexNormals();
    },
  };
}
