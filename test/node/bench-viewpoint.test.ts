/** The baselines of view synthesis where the answer is known, and on the pavilion where its data are there. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { project } from '../../src/viewpoint/camera/index.js';
import { baselines } from '../bench/viewpoint/baselines/index.js';
import { bracketOf } from '../bench/viewpoint/baselines/bracket.js';
import { independent } from '../bench/viewpoint/baselines/independent.js';
import { planeWarp, warpedByPlane } from '../bench/viewpoint/baselines/plane-warp.js';
import { nearnessMap } from '../bench/viewpoint/baselines/sweep/index.js';
import { psnr } from '../bench/viewpoint/metrics.js';
import { loadPavilion } from '../bench/viewpoint/pavilion.js';
import { angleAt, pivotOf } from '../bench/viewpoint/pivot.js';
import { Trial } from '../bench/viewpoint/trial.js';
import type { Request } from '../bench/viewpoint/trial.js';
import { cameraAt, wallSeen } from './bench-viewpoint-support/scenes.js';

/** The wall stands further away than the pivot, so that alignment by the pivot's plane is not enough. */
const wallDepth = 6;
const pivotDepth = 4;

function request(): Request {
  const rig = [-0.6, 0.6].map((x, index) => {
    const camera = cameraAt(`rig-${index}`, x);
    return { camera, picture: wallSeen(camera, wallDepth) };
  });
  return { target: cameraAt('target', 0.1), rig, before: 0, pivot: [0, 0, -pivotDepth] };
}

describe('baselines', () => {
  it('share by the angle from the pivot', () => {
    const asked = request();
    const { share } = bracketOf(asked);
    const angle = (place: number) => angleAt(asked.pivot, asked.target, asked.rig[place]!.camera);
    assert.ok(Math.abs(share - angle(0) / (angle(0) + angle(1))) < 1e-12);
    assert.ok(share > 0.5);
    assert.throws(() => bracketOf({ ...asked, before: 1 }), RangeError);
  });

  it('find the point that all cameras look at', () => {
    const turned = { ...cameraAt('b', 4), rotation: [0, 0, 1, 0, 1, 0, -1, 0, 0] as const };
    const pivot = pivotOf([{ ...cameraAt('a', 0) }, { ...turned, position: [4, 0, -3] }]);
    [0, 0, -3].forEach((value, axis) => assert.ok(Math.abs(pivot[axis]! - value) < 1e-9));
  });

  it('warp by a plane to where its points are projected', () => {
    const [target, source] = [cameraAt('t', 0.1), cameraAt('s', -0.6)];
    const { turn, shift } = planeWarp(target, source);
    const at = (row: number, x: number, y: number) =>
      turn[row * 3]! * x + turn[row * 3 + 1]! * y + turn[row * 3 + 2]! + shift[row]! / 5;
    const point = [0.7, -0.3, -5] as const;
    const [seen, there] = [project(target, point), project(source, point)];
    const w = at(2, seen.x, seen.y);
    assert.ok(Math.abs(at(0, seen.x, seen.y) / w - there.x) < 1e-9);
    assert.ok(Math.abs(at(1, seen.x, seen.y) / w - there.y) < 1e-9);
    const own = wallSeen(target, wallDepth);
    const same = warpedByPlane(own, planeWarp(target, target), 5, target.width, target.height);
    assert.ok(same.every((value, index) => Math.abs(value - own.data[index]!) < 1e-3));
  });

  it('are the better the more they know', async () => {
    const asked = request();
    const truth = wallSeen(asked.target, wallDepth);
    const reached: number[] = [];
    for (const synthesize of Object.values(baselines)) reached.push(psnr(await synthesize(asked), truth));
    const [nearest, dissolve, homography, flow, sweep] = reached as [number, number, number, number, number];
    assert.ok(dissolve > nearest && homography > nearest, reached.join(' '));
    assert.ok(flow > homography + 6 && sweep > homography + 6, reached.join(' '));
  });

  it('sweep finds the depth of a wall', () => {
    const asked = request();
    const found = nearnessMap(asked, bracketOf(asked));
    const depths = Float32Array.from(found.data, (nearness) => 1 / nearness).sort();
    const median = depths[depths.length >> 1]!;
    assert.ok(Math.abs(median - wallDepth) < 0.05, `${median}`);
  });
});

describe('baselines on the pavilion', () => {
  const frames = loadPavilion();
  const skip = frames === undefined ? 'OLYMPIC_TEST_DATA is not set' : false;

  it('are what another implementation reached, where they are nothing but a formula', { skip }, async () => {
    const trial = new Trial(frames!);
    for (const name of ['nearest camera', 'cross-dissolve', 'homography cross-dissolve'] as const) {
      for (const [every, counts, { psnr: expected }] of [
        [2, (place: number) => place % 2 === 1, independent[name].second],
        [4, (place: number) => place % 4 === 2, independent[name].fourth],
        [4, (place: number) => place % 4 !== 0, independent[name].orbit],
      ] as const) {
        const pictures = await trial.draw(baselines[name], every);
        const held = frames!.map((frame, place) => ({ frame, place })).filter(({ place }) => counts(place));
        const noise = held.map(({ frame, place }) => psnr(pictures[place]!, frame.picture));
        const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
        assert.ok(Math.abs(mean - expected) < 0.01, `${name}, every ${every}: ${mean}, not ${expected}`);
      }
    }
  });
});
