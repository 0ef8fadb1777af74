import {
  BackSide,
  DoubleSide,
  Group,
  LatheGeometry,
  Mesh,
  MeshLambertMaterial,
  RepeatWrapping,
  Vector2,
} from 'three';
import { bowl, type Tier } from './bowl.js';
import { addGrain, paintTexture } from './canvas-texture.js';
import { palette } from './palette.js';

const blocks = 360 / bowl.aisles.everyDegrees;

/** One block of seats between two aisles; v runs over one row, its riser first. */
function seatTexture() {
  const texture = paintTexture(512, 64, (context) => {
    context.fillStyle = '#24245c';
    context.fillRect(0, 0, 512, 64);
    for (let seat = 0; seat < 12; seat++) {
      context.fillStyle = seat % 4 === 3 ? '#4a3fb0' : '#3a37a0';
      context.fillRect(44 + seat * 36, 6, 28, 50);
    }
    context.fillStyle = '#6c78b8';
    context.fillRect(0, 0, 34, 64);
    context.fillStyle = '#ffd36b';
    context.fillRect(0, 58, 34, 4);
    addGrain(context, 0x5ea7, 0.12);
  });
  texture.wrapS = RepeatWrapping;
  texture.wrapT = RepeatWrapping;
  return texture;
}

function tierMesh(tier: Tier, material: MeshLambertMaterial): Mesh {
  const profile: Vector2[] = [new Vector2(tier.radius, tier.bottom - tier.riser)];
  for (let row = 0; row < tier.rows; row++) {
    const radius = tier.radius + row * tier.tread;
    const top = tier.bottom + row * tier.riser;
    profile.push(new Vector2(radius, top), new Vector2(radius + tier.tread, top));
  }
  const geometry = new LatheGeometry(profile, 120).toNonIndexed();
  geometry.computeVertexNormals();
  const uv = geometry.getAttribute('uv');
  // The lathe counts profile points from 0 to 1; a row is two of them.
  for (let index = 0; index < uv.count; index++) {
    uv.setXY(index, uv.getX(index) * blocks, uv.getY(index) * tier.rows);
  }
  const mesh = new Mesh(geometry, material);
  mesh.scale.x = bowl.stretch;
  return mesh;
}

function wall(profile: readonly (readonly [number, number])[], color: string): Mesh {
  const geometry = new LatheGeometry(
    profile.map(([radius, height]) => new Vector2(radius, height)),
    96,
  );
  const mesh = new Mesh(geometry, new MeshLambertMaterial({ color, side: DoubleSide }));
  mesh.scale.x = bowl.stretch;
  return mesh;
}

/** Two tiers, the walls that close them, and the dark roof. */
export function createStands(): Group {
  const stands = new Group();
  const material = new MeshLambertMaterial({ map: seatTexture(), side: BackSide });
  for (const tier of bowl.tiers) stands.add(tierMesh(tier, material));
  const [lower, upper] = bowl.tiers;
  const lowerEnd = lower.radius + lower.rows * lower.tread;
  const lowerTop = lower.bottom + (lower.rows - 1) * lower.riser;
  const upperEnd = upper.radius + upper.rows * upper.tread;
  const upperTop = upper.bottom + (upper.rows - 1) * upper.riser;
  stands.add(
    wall(
      [
        [lower.radius, -0.1],
        [lower.radius, lower.bottom],
      ],
      '#2b2f6e',
    ),
    wall(
      [
        [lowerEnd, lowerTop],
        [lowerEnd + 0.6, lowerTop],
        [lowerEnd + 0.6, bowl.ribbonBottom + 0.2],
        [upper.radius, upper.bottom - upper.riser],
      ],
      palette.indigo,
    ),
    wall(
      [
        [upperEnd, upperTop],
        [bowl.roofRadius, upperTop],
        [bowl.roofRadius, bowl.roofHeight],
        [20, bowl.roofHeight + 3.5],
        [0.01, bowl.roofHeight + 4.5],
      ],
      '#10112c',
    ),
    wall(
      [
        [13, -0.02],
        [lower.radius, -0.02],
      ],
      '#14163c',
    ),
  );
  // Drawn after all that stands before them: fewer pixels are shaded twice.
  for (const part of stands.children) part.renderOrder = 1;
  return stands;
}
