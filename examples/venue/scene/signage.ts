import {
  CylinderGeometry,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PlaneGeometry,
  RepeatWrapping,
  BackSide,
  type CanvasTexture,
} from 'three';
import { addGrain, font, paintTexture } from './canvas-texture.js';
import { bowl } from './bowl.js';
import { palette } from './palette.js';

interface Panel {
  readonly text: string;
  readonly ground: string;
  readonly ink: string;
}

const boards: readonly Panel[] = [
  { text: 'MERIDIAN CUP', ground: '#e8372c', ink: palette.cream },
  { text: 'EVERY ANGLE', ground: '#15186b', ink: palette.aqua },
  { text: 'SOLSTICE ARENA', ground: '#0b7f93', ink: palette.cream },
  { text: 'FREEZE THE MOMENT', ground: '#3a1f8f', ink: palette.gold },
];

const ribbon: readonly Panel[] = [
  { text: 'TRAMPOLINE FINAL', ground: '#171a55', ink: palette.aqua },
  { text: 'MERIDIAN CUP', ground: '#4a1570', ink: palette.gold },
  { text: 'SOLSTICE ARENA', ground: '#0c3f74', ink: palette.cream },
];

function panelStrip(
  panels: readonly Panel[],
  panelWidth: number,
  height: number,
  seed: number,
): CanvasTexture {
  const texture = paintTexture(panels.length * panelWidth, height, (context) => {
    panels.forEach(({ text, ground, ink }, index) => {
      const left = index * panelWidth;
      context.fillStyle = ground;
      context.fillRect(left, 0, panelWidth, height);
      context.fillStyle = ink;
      context.fillRect(left, 0, 10, height);
      context.font = font(height * 0.56);
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(text, left + panelWidth / 2, height * 0.53, panelWidth * 0.86);
    });
    addGrain(context, seed, 0.05);
  });
  texture.wrapS = RepeatWrapping;
  return texture;
}

/** A lit band around the field, read from inside. */
function band(
  texture: CanvasTexture,
  radius: number,
  bottom: number,
  height: number,
  repeats: number,
  level: number,
): Mesh {
  // Seen from inside, the picture runs the other way round.
  texture.repeat.x = -repeats;
  const geometry = new CylinderGeometry(radius, radius, height, 128, 1, true);
  const material = new MeshBasicMaterial({ map: texture, side: BackSide });
  material.color.setScalar(level);
  const mesh = new Mesh(geometry, material);
  mesh.scale.x = bowl.stretch;
  mesh.position.y = bottom + height / 2;
  return mesh;
}

function paintScreen(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, '#2b1c86');
  sky.addColorStop(0.55, '#0f6fae');
  sky.addColorStop(1, '#0bb0a8');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = palette.coral;
  context.fillRect(0, height * 0.72, width, height * 0.28);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = palette.cream;
  context.font = font(height * 0.2);
  context.fillText('MERIDIAN CUP', width * 0.06, height * 0.25);
  context.fillStyle = palette.gold;
  context.font = font(height * 0.15);
  context.fillText('TRAMPOLINE FINAL', width * 0.06, height * 0.52);
  context.fillStyle = palette.cream;
  context.fillText('27  SOLIS', width * 0.06, height * 0.86);
  context.textAlign = 'right';
  context.fillText('58.940', width * 0.94, height * 0.86);
  addGrain(context, 0x5c7ee, 0.05);
}

/** Boards around the floor, a ribbon under the upper tier, and screens over the stands. */
export function createSignage(): Group {
  const signage = new Group();
  signage.add(band(panelStrip(boards, 1024, 128, 0xb0a7), bowl.boardsRadius, 0.02, 0.95, 5, 0.82));
  const back = new Mesh(
    new CylinderGeometry(bowl.boardsRadius + 0.12, bowl.boardsRadius + 0.12, 1, 128, 1, true),
    new MeshLambertMaterial({ color: palette.night }),
  );
  back.scale.x = bowl.stretch;
  back.position.y = 0.5;
  signage.add(back);
  signage.add(band(panelStrip(ribbon, 1024, 96, 0x71bb), bowl.ribbonRadius, bowl.ribbonBottom, 0.95, 8, 0.6));
  const picture = new MeshBasicMaterial({ map: paintTexture(1024, 512, paintScreen) });
  picture.color.setScalar(0.85);
  for (let quarter = 0; quarter < 8; quarter++) {
    const turn = (quarter * Math.PI) / 4 + Math.PI / 8;
    const screen = new Mesh(new PlaneGeometry(7.6, 3.8), picture);
    screen.position.set(-Math.sin(turn) * 33 * bowl.stretch, 15.2, -Math.cos(turn) * 33);
    screen.rotation.y = turn;
    signage.add(screen);
  }
  return signage;
}
