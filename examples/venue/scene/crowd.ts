import {
  Color,
  Group,
  IcosahedronGeometry,
  InstancedBufferAttribute,
  InstancedMesh,
  LatheGeometry,
  Matrix4,
  MeshLambertMaterial,
  Quaternion,
  Vector2,
  Vector3,
  type BufferGeometry,
} from 'three';
import { randomSource } from '../random.js';
import { bowl } from './bowl.js';

export interface Crowd {
  readonly object: Group;
  /** `beat` counts jumps, whole numbers at the loop's ends; `excitement` is 0 to 1. */
  update(beat: number, excitement: number): void;
}

const clothes = [
  '#d6d3e6',
  '#c99a52',
  '#b65a55',
  '#3f9aa3',
  '#5f78c9',
  '#8b6fbf',
  '#b9b6b4',
  '#343a70',
  '#6b7395',
  '#a04a70',
] as const;
const skins = ['#f0c7a4', '#d9a06f', '#b5774a', '#8a5431', '#5f3822', '#f5d6ba'] as const;

/** A seated figure to the shoulders, from the top down: radius and height in metres. */
const coatProfile = [
  [0.07, 0.79],
  [0.2, 0.72],
  [0.235, 0.57],
  [0.2, 0.05],
] as const;

interface Spectator {
  /** Which part of the bowl: those of one block are drawn together. */
  readonly block: string;
  readonly matrix: Matrix4;
  readonly clothes: Color;
  readonly skin: Color;
  /** When in the beat this one jumps, 0 to 1, and how high, metres; most stay seated. */
  readonly phase: number;
  readonly jump: number;
}

function fillSeats(): Spectator[] {
  const random = randomSource(0xc20d);
  const spectators: Spectator[] = [];
  const aisleEvery = (bowl.aisles.everyDegrees * Math.PI) / 180;
  const upwards = new Vector3(0, 1, 0);
  for (const tier of bowl.tiers) {
    for (let row = 0; row < tier.rows; row++) {
      const radius = tier.radius + (row + 0.55) * tier.tread;
      const height = tier.bottom + row * tier.riser;
      const seats = Math.floor((2 * Math.PI * radius) / tier.seatWidth);
      // The stands grow darker towards the roof, as under lights that are aimed at the floor.
      const light = 0.95 - 0.045 * (height - 1.5);
      for (let seat = 0; seat < seats; seat++) {
        const angle = (seat / seats) * 2 * Math.PI;
        const taken = random.next() < tier.filled;
        const size = random.between(0.88, 1.1);
        const spectator: Spectator = {
          block: `${tier.radius}/${Math.floor(angle / aisleEvery)}`,
          matrix: new Matrix4().compose(
            new Vector3(Math.sin(angle) * radius * bowl.stretch, height, Math.cos(angle) * radius),
            new Quaternion().setFromAxisAngle(upwards, angle + random.between(-0.3, 0.3)),
            new Vector3(size, size * random.between(0.9, 1.1), size),
          ),
          clothes: new Color(random.pick(clothes)).multiplyScalar(light * random.between(0.3, 0.62)),
          skin: new Color(random.pick(skins)).multiplyScalar(light * 0.62),
          phase: random.next(),
          jump: Math.max(0, random.between(-0.3, 0.16)),
        };
        if (taken && (angle % aisleEvery) * radius > bowl.aisles.width) spectators.push(spectator);
      }
    }
  }
  return spectators;
}

interface CrowdUniforms {
  readonly beat: { value: number };
  readonly excitement: { value: number };
}

/** The jump is added in the vertex shader, from one attribute and two uniforms, alike for coat and face. */
function crowdMaterial(uniforms: CrowdUniforms): MeshLambertMaterial {
  const material = new MeshLambertMaterial();
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = shader.vertexShader
      .replace(
        '#include <common>',
        '#include <common>\nattribute vec2 jump;\nuniform float beat;\nuniform float excitement;',
      )
      .replace(
        '#include <begin_vertex>',
        '#include <begin_vertex>\ntransformed.y += jump.y * excitement * max(0.0, sin(6.2831853 * (beat + jump.x)));',
      );
  };
  return material;
}

function blockMesh(
  shape: BufferGeometry,
  material: MeshLambertMaterial,
  spectators: readonly Spectator[],
  part: 'clothes' | 'skin',
): InstancedMesh {
  const geometry = shape.clone();
  const mesh = new InstancedMesh(geometry, material, spectators.length);
  const jumps = new Float32Array(spectators.length * 2);
  spectators.forEach((spectator, index) => {
    mesh.setMatrixAt(index, spectator.matrix);
    mesh.setColorAt(index, spectator[part]);
    jumps.set([spectator.phase, spectator.jump], index * 2);
  });
  geometry.setAttribute('jump', new InstancedBufferAttribute(jumps, 2));
  return mesh;
}

function byBlock(spectators: readonly Spectator[]): Spectator[][] {
  const blocks = new Map<string, Spectator[]>();
  for (const spectator of spectators) {
    const block = blocks.get(spectator.block) ?? [];
    block.push(spectator);
    blocks.set(spectator.block, block);
  }
  return [...blocks.values()];
}

/** Thousands of spectators, a coat and a face each, in blocks so that a camera pays only for those it sees. */
export function createCrowd(): Crowd {
  const uniforms: CrowdUniforms = { beat: { value: 0 }, excitement: { value: 0 } };
  const material = crowdMaterial(uniforms);
  const coat = new LatheGeometry(
    coatProfile.map(([radius, height]) => new Vector2(radius, height)),
    6,
  );
  coat.scale(1, 1, 0.7);
  const face = new IcosahedronGeometry(0.12, 0);
  face.scale(0.9, 1.15, 1);
  face.translate(0, 0.93, 0);
  const object = new Group();
  for (const block of byBlock(fillSeats())) {
    object.add(blockMesh(coat, material, block, 'clothes'), blockMesh(face, material, block, 'skin'));
  }
  coat.dispose();
  face.dispose();
  return {
    object,
    update(beat, excitement) {
      uniforms.beat.value = beat;
      uniforms.excitement.value = excitement;
    },
  };
}
