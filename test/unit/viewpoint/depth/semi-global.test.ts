/** Semi-global matching against the same written down slowly, path by path. */
import { expect } from '@open-wc/testing';
import { aggregate, cheapest } from '../../../../src/viewpoint/depth/semi-global.js';
import type { Penalties, Volume } from '../../../../src/viewpoint/depth/semi-global.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';

/** Runs it to its end; how often it let others run beside what came out. */
function aggregated(volume: Volume, penalties: Penalties): { sums: Uint16Array; yields: number } {
  const steps = aggregate(volume, penalties);
  let step = steps.next();
  let yields = 0;
  for (; step.done !== true; yields += 1) step = steps.next();
  return { sums: step.value, yields };
}

const eightWays = [-1, 0, 1]
  .flatMap((y) => [-1, 0, 1].map((x) => [x, y] as const))
  .filter(([x, y]) => x !== 0 || y !== 0);

/** Hirschmüller's recursion as it stands in the paper (equation 13), for one pixel and plane at a time. */
function reference(
  { width, height, planes, costs, luma }: Volume,
  { small, large }: Penalties,
): readonly number[] {
  const all = Array.from({ length: planes }, (_, plane) => plane);
  const known = new Map<string, readonly number[]>();
  const along = (x: number, y: number, dx: number, dy: number): readonly number[] => {
    const key = [x, y, dx, dy].join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    const own = all.map((plane) => costs[(y * width + x) * planes + plane]!);
    const [px, py] = [x - dx, y - dy];
    const inside = px >= 0 && py >= 0 && px < width && py < height;
    const before = inside ? along(px, py, dx, dy) : undefined;
    const least = before === undefined ? 0 : Math.min(...before);
    const gradient = inside ? Math.abs(luma[y * width + x]! - luma[py * width + px]!) : 0;
    const jump = Math.max(small + 1, Math.round(large / (1 + gradient / 16)));
    const result = own.map((cost, plane) =>
      before === undefined
        ? cost
        : cost +
          Math.min(
            ...before.map(
              (was, from) => was + (from === plane ? 0 : Math.abs(from - plane) === 1 ? small : jump),
            ),
          ) -
          least,
    );
    known.set(key, result);
    return result;
  };
  return Array.from({ length: width * height }, (_, pixel) => {
    const paths = eightWays.map(([dx, dy]) => along(pixel % width, Math.floor(pixel / width), dx, dy));
    return all.map((plane) => paths.reduce((sum, path) => sum + path[plane]!, 0));
  }).flat();
}

function randomVolume(random: () => number, width: number, height: number, planes: number): Volume {
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(random() * 256));
  return {
    width,
    height,
    planes,
    costs: bytes(width * height * planes),
    luma: Uint16Array.from(bytes(width * height)),
  };
}

describe('semi-global matching', () => {
  it('adds up what the paper says, on volumes of every shape', () => {
    const random = seededRandom(3);
    for (const [width, height, planes] of [
      [7, 5, 8],
      [4, 9, 12],
      [1, 6, 4],
      [6, 1, 4],
      [1, 1, 3],
      [3, 3, 1],
      [2, 2, 2],
    ] as const)
      for (const penalties of [
        { small: 16, large: 200 },
        { small: 3, large: 40 },
        { small: 60, large: 20 },
      ]) {
        const volume = randomVolume(random, width, height, planes);
        expect([...aggregated(volume, penalties).sums], `${width}x${height}x${planes}`).to.deep.equal([
          ...reference(volume, penalties),
        ]);
      }
  });

  it('never overflows: all at the most that a cost can be, with the largest penalties', () => {
    const volume: Volume = {
      width: 6,
      height: 4,
      planes: 8,
      costs: new Uint8Array(6 * 4 * 8).fill(255),
      luma: new Uint16Array(24),
    };
    const penalties = { small: 255, large: 2550 };
    expect([...aggregated(volume, penalties).sums]).to.deep.equal([...reference(volume, penalties)]);
  });

  it('lets others run after every row, once down and once up', () => {
    expect(aggregated(randomVolume(seededRandom(1), 5, 7, 4), { small: 16, large: 200 }).yields).to.equal(14);
  });

  it('carries a plane over what shows nothing, and changes it at an edge of the picture', () => {
    const [width, height, planes] = [20, 6, 16];
    const costs = new Uint8Array(width * height * planes).fill(140);
    const luma = new Uint16Array(width * height);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const left = x < 10;
        luma[y * width + x] = left ? 40 : 200;
        // Only the outermost columns of either side know how far they are.
        if (x < 2 || x >= width - 2) costs[(y * width + x) * planes + (left ? 4 : 11)] = 0;
      }
    const planesOf = cheapest(
      aggregated({ width, height, planes, costs, luma }, { small: 16, large: 200 }).sums,
      planes,
    );
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        expect(Math.round(planesOf[y * width + x]!), `${x},${y}`).to.equal(x < 10 ? 4 : 11);
  });
});

describe('the cheapest plane', () => {
  it('lies between planes where a parabola through three of them has its least', () => {
    for (const middle of [3, 3.2, 4.5, 5.75, 2.01]) {
      const sums = Uint16Array.from({ length: 9 }, (_, plane) => 1000 + 2000 * (plane - middle) ** 2);
      // Costs are whole numbers, and so is the parabola through them.
      expect(cheapest(sums, 9)[0]).to.be.closeTo(middle, 1e-3);
    }
  });

  it('is a whole one at either end, and where all cost the same', () => {
    expect([...cheapest(Uint16Array.of(1, 5, 9, 9, 9, 5, 1, 0, 7, 7, 7, 7), 4)]).to.deep.equal([0, 3, 0]);
  });

  it('never leaves its plane by more than half, and is the first of several', () => {
    const random = seededRandom(5);
    const planes = 11;
    const sums = Uint16Array.from({ length: 200 * planes }, () => Math.floor(random() * 65_536));
    sums.set(sums.map((value) => value & 0xff00).subarray(0, 50 * planes));
    const found = cheapest(sums, planes);
    expect(found.length).to.equal(200);
    found.forEach((plane, pixel) => {
      const own = [...sums.subarray(pixel * planes, (pixel + 1) * planes)];
      expect(Math.abs(plane - own.indexOf(Math.min(...own)))).to.be.at.most(0.5);
    });
  });
});
