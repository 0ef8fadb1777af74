/** Depth maps as flat patches: nothing is left out, nothing is bent too far, nothing is stretched between near and far. */
import { expect } from '@open-wc/testing';
import { offset, patchesOf, subpixels } from '../../../../src/viewpoint/surface/index.js';
import type { DepthMap, Patches } from '../../../../src/viewpoint/surface/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly confidence: number;
  /** Inverse depth of the plane through the corners. */
  at(x: number, y: number): number;
}

/** Patches reach a quarter of a pixel over their own border. */
const overlap = 0.25;

function made(
  map: DepthMap,
  tolerance: number,
  steepest = 4 * tolerance,
  fit = { doubtful: 80, mixed: 16 },
): { patches: Patches; yields: number } {
  const rows = patchesOf(map, { tolerance, steepest, ...fit });
  let yields = 0;
  let row = rows.next();
  for (; row.done !== true; yields += 1) row = rows.next();
  return { patches: row.value, yields };
}

/** What the corners say, as it is drawn: pixel centres at whole numbers. */
function read({ corners, count }: Patches): readonly Patch[] {
  expect(corners.length).to.equal(count * 16);
  return Array.from({ length: count }, (_, index) => {
    const [a, b, c, d] = [0, 1, 2, 3].map((corner) => {
      const from = index * 16 + corner * 4;
      const [x, y, q, confidence] = corners.subarray(from, from + 4);
      return { x: x! / subpixels - offset, y: y! / subpixels - offset, q: q!, confidence: confidence! };
    });
    expect(b!.y, 'a level upper side').to.equal(a!.y);
    expect(c!.x, 'an upright left side').to.equal(a!.x);
    expect([d!.x, d!.y]).to.deep.equal([b!.x, c!.y]);
    expect(new Set([a, b, c, d].map((corner) => corner!.confidence)).size).to.equal(1);
    const width = b!.x - a!.x;
    return {
      x: Math.round(a!.x + overlap + 0.5),
      y: Math.round(a!.y + overlap + 0.5),
      size: width - 2 * overlap,
      confidence: a!.confidence,
      at: (x, y) =>
        a!.q + ((b!.q - a!.q) * (x - a!.x)) / width + ((c!.q - a!.q) * (y - a!.y)) / (c!.y - a!.y),
    };
  });
}

function mapOf(
  width: number,
  height: number,
  q: (x: number, y: number) => number,
  confidence: (x: number, y: number) => number = () => 255,
): DepthMap {
  const bytes = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const value = Math.max(0, Math.min(65_535, Math.round(q(x, y))));
      bytes.set([value >> 8, value & 255, confidence(x, y), 255], (y * width + x) * 4);
    }
  return { width, height, bytes };
}

const valueAt = ({ width, bytes }: DepthMap, x: number, y: number): number =>
  bytes[(y * width + x) * 4]! * 256 + bytes[(y * width + x) * 4 + 1]!;

/** For every pixel the one patch it belongs to. */
function owners(map: DepthMap, patches: readonly Patch[]): readonly Patch[] {
  const { width, height } = map;
  const owner: (Patch | undefined)[] = new Array<Patch | undefined>(width * height).fill(undefined);
  for (const patch of patches) {
    expect(patch.size, 'a power of two').to.be.oneOf([1, 2, 4, 8, 16, 32]);
    for (let y = patch.y; y < patch.y + patch.size; y += 1)
      for (let x = patch.x; x < patch.x + patch.size; x += 1) {
        expect(x, 'inside').to.be.within(0, width - 1);
        expect(y, 'inside').to.be.within(0, height - 1);
        expect(owner[y * width + x], `${x},${y} twice`).to.equal(undefined);
        owner[y * width + x] = patch;
      }
  }
  owner.forEach((patch, pixel) => expect(patch, `pixel ${pixel} has none`).to.not.equal(undefined));
  return owner as readonly Patch[];
}

/** Hills of depth, with steps between near and far, and doubt here and there. */
function landscape(seed: number, width: number, height: number): DepthMap {
  const random = seededRandom(seed);
  const [a, b, c, d] = [random(), random(), random(), random()];
  return mapOf(
    width,
    height,
    (x, y) =>
      20_000 +
      4000 * Math.sin(a! * 9 + x / 17) * Math.cos(b! * 9 + y / 11) +
      (x + y * c! > width * d! ? 30_000 : 0),
    (x, y) => (Math.sin(x / 5 + a! * 7) + Math.cos(y / 6) > 0.9 ? 20 : 160 + 90 * random()),
  );
}

describe('patches of a depth map', () => {
  it('cover every pixel exactly once, whatever the size of the picture', () => {
    for (const [width, height] of [
      [64, 64],
      [100, 37],
      [1, 1],
      [33, 2],
      [31, 65],
    ] as const) {
      const map = landscape(width, width, height);
      owners(map, read(made(map, 40).patches));
    }
  });

  it('lie within the tolerance of every pixel that is believed', () => {
    for (const tolerance of [5, 40, 300]) {
      const map = landscape(9, 96, 64);
      const patches = read(made(map, tolerance).patches);
      owners(map, patches).forEach((patch, pixel) => {
        const [x, y] = [pixel % 96, Math.floor(pixel / 96)];
        if (map.bytes[pixel * 4 + 2]! <= 80) return;
        // Corners are rounded to whole numbers.
        expect(Math.abs(patch.at(x, y) - valueAt(map, x, y)), `${x},${y}`).to.be.at.most(tolerance + 1);
      });
    }
  });

  it('never bridge near and far: over an edge of depth, corners stay on the side of their pixels', () => {
    const [near, far] = [50_000, 10_000];
    const map = mapOf(64, 48, (x, y) => (x + y / 3 > 34 ? near + x * 20 : far + y * 15));
    const patches = read(made(map, 60).patches);
    for (const patch of patches) {
      const reach = patch.size - 0.5 + overlap;
      for (const [dx, dy] of [
        [-0.5 - overlap, -0.5 - overlap],
        [reach, -0.5 - overlap],
        [-0.5 - overlap, reach],
        [reach, reach],
      ] as const) {
        const q = patch.at(patch.x + dx, patch.y + dy);
        expect(Math.min(Math.abs(q - near - 20 * patch.x), Math.abs(q - far - 15 * patch.y))).to.be.below(
          1000,
        );
      }
    }
    owners(map, patches);
  });

  it('keep a single pixel of another depth as it is, and flat', () => {
    const map = mapOf(32, 32, (x, y) => (x === 13 && y === 7 ? 60_000 : 20_000));
    const lone = read(made(map, 30).patches).find(({ x, y, size }) => x === 13 && y === 7 && size === 1);
    expect(lone?.at(12.25, 6.25)).to.equal(60_000);
    expect(lone?.at(13.75, 7.75)).to.equal(60_000);
  });

  it('cost nothing where depth is a plane: the largest there are', () => {
    const map = mapOf(128, 96, (x, y) => 30_000 + 11 * x - 7 * y);
    const { patches } = made(map, 4);
    expect(patches.count).to.equal(12);
    for (const patch of read(patches)) {
      expect(patch.size).to.equal(32);
      expect(patch.confidence).to.be.closeTo(255, 1);
    }
  });

  it('are small where what is sure lies beside what is not', () => {
    const map = mapOf(
      64,
      64,
      () => 30_000,
      (x) => (x < 21 ? 250 : 10),
    );
    const patches = read(made(map, 50).patches);
    for (const { x, size, confidence } of patches) {
      if (x + size <= 21) expect(confidence).to.be.above(240);
      else if (x >= 21) expect(confidence).to.be.below(20);
      else expect(size).to.be.at.most(16);
    }
    owners(map, patches);
  });

  it('keep doubted pixels apart where they shall not mix', () => {
    const map = mapOf(
      64,
      64,
      () => 30_000,
      (x) => (x === 21 ? 20 : 255),
    );
    const patches = read(made(map, 50, 200, { doubtful: 10, mixed: 1 }).patches);
    owners(map, patches).forEach(({ confidence }, pixel) => {
      expect(confidence, `pixel ${pixel}`).to.equal(pixel % 64 === 21 ? 20 : 255);
    });
  });

  it('are never steeper than allowed, and flat where nobody confirms anything', () => {
    const steep = mapOf(32, 32, (x) => 10_000 + 500 * x);
    for (const patch of read(made(steep, 400, 600).patches))
      expect(patch.at(1, 0) - patch.at(0, 0)).to.be.closeTo(500, 1);
    for (const patch of read(made(steep, 400, 300).patches))
      expect(patch.at(1, 0) - patch.at(0, 0)).to.equal(0);
    const doubtful = mapOf(
      32,
      32,
      (x, y) => 10_000 + 9 * x + 70 * y * (x % 3),
      () => 20,
    );
    const patches = read(made(doubtful, 4).patches);
    owners(doubtful, patches);
    for (const patch of patches) {
      expect(patch.size).to.be.at.most(16);
      expect(patch.at(3, 5)).to.equal(patch.at(9, 11));
    }
  });

  it('carry a floor on where nobody confirms it, and not what stands on it', () => {
    const floor = (x: number, y: number): number => 9000 + 40 * x + 110 * y;
    // Believed on the left only, where a narrow pole stands; what is said of the right is nonsense.
    const left = (x: number): boolean => x < 96;
    const pole = (x: number): boolean => x >= 40 && x < 46;
    const said = (x: number, y: number): number => (left(x) ? (pole(x) ? 40_000 : floor(x, y)) : 30_000);
    const map = mapOf(160, 96, said, (x) => (left(x) ? 230 : 10));
    const owner = owners(map, read(made(map, 60, 400).patches));
    for (let y = 0; y < 96; y += 5)
      for (let x = 96; x < 160; x += 5)
        expect(owner[y * 160 + x]!.at(x, y), `${x},${y}`).to.be.closeTo(floor(x, y), 200);
  });

  it('never say 0: that would be infinitely far, and would be cut away', () => {
    const map = mapOf(16, 16, (x) => (x < 8 ? 0 : 65_535));
    const { corners } = made(map, 50).patches;
    for (let at = 2; at < corners.length; at += 4) expect(corners[at]).to.be.within(1, 65_535);
  });

  it('take a tolerance of any size: none, and more than there is', () => {
    const map = landscape(2, 40, 40);
    owners(map, read(made(map, 0).patches));
    owners(map, read(made(map, Infinity).patches));
    for (const tolerance of [0, Infinity]) {
      const { corners } = made(map, tolerance).patches;
      expect(corners.every(Number.isFinite)).to.equal(true);
    }
  });

  it('let others run after every 32 rows', () => {
    expect(made(landscape(1, 64, 96), 40).yields).to.equal(3);
    expect(made(landscape(1, 64, 97), 40).yields).to.equal(4);
  });

  it('come in any number: all of a picture of noise', () => {
    const random = seededRandom(17);
    const map = mapOf(120, 80, () => random() * 65_535);
    const { patches } = made(map, 3);
    expect(patches.count).to.be.above(4096);
    owners(map, read(patches));
  });
});
