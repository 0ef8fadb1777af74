/** The athlete as a three.js object that is put into a state of the routine. */
import {
  Bone as ThreeBone,
  BufferAttribute,
  BufferGeometry,
  Group,
  Matrix4,
  MeshStandardMaterial,
  Skeleton,
  SkinnedMesh,
  type CanvasTexture,
} from 'three';
import { bodyBounds, bodyDistance, hairBounds, hairDistance } from './body-shape.js';
import { kitColors, kitMapping, kitTexture } from './kit-texture.js';
import type { AthleteState } from './routine.js';
import { boneNames, bones, jointRotations, type BoneName } from './skeleton.js';
import { skinWeights } from './skin.js';
import { surfaceNet, type SurfaceMesh } from './surface-nets.js';

/** Grid spacing of the body's surface, metres: about two thirds of a pixel of a ring camera. */
const bodyCell = 0.0115;

export interface Athlete {
  readonly object: Group;
  pose(state: AthleteState): void;
  dispose(): void;
}

function skinnedGeometry({ positions, normals, indices }: SurfaceMesh): BufferGeometry {
  const weights = skinWeights(positions);
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new BufferAttribute(normals, 3));
  geometry.setAttribute('skinIndex', new BufferAttribute(weights.indices, 4));
  geometry.setAttribute('skinWeight', new BufferAttribute(weights.weights, 4));
  geometry.setIndex(new BufferAttribute(indices, 1));
  return geometry;
}

/** Front and back are projected from the rest pose; which one is chosen per pixel, so no seam runs down the flanks. */
function kitMaterial(texture: CanvasTexture): MeshStandardMaterial {
  const material = new MeshStandardMaterial({ map: texture, roughness: 0.62, metalness: 0 });
  const { x0, yTop, span } = kitMapping;
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nvarying vec3 vRest;\nvarying vec3 vRestNormal;')
      .replace(
        '#include <begin_vertex>',
        '#include <begin_vertex>\nvRest = position;\nvRestNormal = normal;',
      );
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', '#include <common>\nvarying vec3 vRest;\nvarying vec3 vRestNormal;')
      .replace(
        '#include <map_fragment>',
        `vec2 kit = vec2((vRest.x - (${x0.toFixed(4)})) * 0.5, vRest.y - (${(yTop - span).toFixed(4)})) / ${span.toFixed(4)};
         vec2 kitDx = dFdx(kit), kitDy = dFdy(kit);
         if (vRestNormal.z < 0.0) kit.x += 0.5;
         diffuseColor *= textureGrad(map, kit, kitDx, kitDy);`,
      );
  };
  return material;
}

function buildSkeleton(): { root: ThreeBone; byName: Map<BoneName, ThreeBone>; skeleton: Skeleton } {
  const byName = new Map<BoneName, ThreeBone>();
  let root: ThreeBone | undefined;
  for (const [name, bone] of bones) {
    const made = new ThreeBone();
    made.name = name;
    const parent = bone.parent && byName.get(bone.parent);
    const parentBone = bone.parent && bones.get(bone.parent);
    if (parent && parentBone) {
      made.position.copy(bone.from).sub(parentBone.from);
      parent.add(made);
    } else {
      root = made;
    }
    byName.set(name, made);
  }
  if (!root) throw new Error('The skeleton has no root.');
  const ordered = boneNames.map((name) => {
    const found = byName.get(name);
    if (!found) throw new Error(`The skeleton lacks ${name}.`);
    return found;
  });
  // In the rest pose no bone is turned, so undoing it is only moving its joint to the origin.
  const inverses = boneNames.map((name) => {
    const from = bones.get(name)?.from;
    if (!from) throw new Error(`There is no bone ${name}.`);
    return new Matrix4().makeTranslation(-from.x, -from.y, -from.z);
  });
  return { root, byName, skeleton: new Skeleton(ordered, inverses) };
}

export function createAthlete(): Athlete {
  const object = new Group();
  const { root, byName, skeleton } = buildSkeleton();
  object.add(root);
  const texture = kitTexture();
  const identity = new Matrix4();
  const layers: readonly (readonly [BufferGeometry, MeshStandardMaterial])[] = [
    [skinnedGeometry(surfaceNet(bodyDistance, bodyBounds, bodyCell)), kitMaterial(texture)],
    [
      skinnedGeometry(surfaceNet(hairDistance, hairBounds, bodyCell)),
      new MeshStandardMaterial({ color: kitColors.hair, roughness: 0.5 }),
    ],
  ];
  for (const [geometry, material] of layers) {
    const mesh = new SkinnedMesh(geometry, material);
    // Bound with identity matrices: the bones' world matrices alone place the skin.
    mesh.bind(skeleton, identity);
    mesh.bindMode = 'detached';
    mesh.frustumCulled = false;
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    object.add(mesh);
  }
  return {
    object,
    pose(state) {
      root.position.copy(state.pelvis);
      for (const [name, rotation] of jointRotations(state.pose)) byName.get(name)?.quaternion.copy(rotation);
      root.quaternion.copy(state.rotation);
    },
    dispose() {
      for (const [geometry, material] of layers) {
        geometry.dispose();
        material.dispose();
      }
      texture.dispose();
      skeleton.dispose();
    },
  };
}
