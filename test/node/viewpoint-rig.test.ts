/** Rigs held against real pictures: an orbit about two chairs, one frame a camera (OLYMPIC_TEST_DATA/pavilion, see its LICENSE). */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { add, cameraFromProjection, matrixOf, multiply } from '../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../src/viewpoint/camera/index.js';
import {
  analyseRig,
  checkRig,
  orbitThrough,
  sourcesFor,
  validateRig,
} from '../../src/viewpoint/rig/index.js';
import type { Pixels } from '../../examples/venue/strip.js';
import { decodeVideo, withoutFfmpeg } from './edge-support/ffmpeg.js';

const size = { width: 640, height: 360 };
const folder = path.join(process.env['OLYMPIC_TEST_DATA'] ?? '', 'pavilion');
const skip =
  process.env['OLYMPIC_TEST_DATA'] === undefined
    ? 'OLYMPIC_TEST_DATA is not set: no real pictures to try'
    : existsSync(folder)
      ? withoutFfmpeg
      : `${folder} does not exist`;

/** About the camera's own x, y or z axis, degrees. */
function turned(camera: CameraModel, axis: 0 | 1 | 2, degrees: number): CameraModel {
  const half = (degrees * Math.PI) / 360;
  const at = (index: number): number => (index === axis ? Math.sin(half) : 0);
  return {
    ...camera,
    rotation: multiply(camera.rotation, matrixOf([at(0), at(1), at(2), Math.cos(half)])),
  };
}

describe('a rig of real pictures', { skip }, () => {
  let cameras: readonly CameraModel[];
  let pictures: readonly Pixels[];
  const every = (step: number, from = 0, count = Infinity): number[] =>
    [...cameras.keys()].filter((index) => index >= from && (index - from) % step === 0).slice(0, count);
  const validate = (
    indices: readonly number[],
    change: (camera: CameraModel, at: number) => CameraModel = (camera) => camera,
  ) =>
    validateRig(
      indices.map((index, at) => change(cameras[index]!, at)),
      indices.map((index) => pictures[index]),
    );

  before(async () => {
    const ids = readdirSync(path.join(folder, 'cameras'))
      .map((name) => path.parse(name).name)
      .sort();
    cameras = ids.map((id) =>
      cameraFromProjection({
        id,
        P: readFileSync(path.join(folder, 'cameras', `${id}.projmatrix`), 'utf8')
          .trim()
          .split(/\s+/)
          .map(Number),
        ...size,
      }),
    );
    const files = ids.map((id) => readFileSync(path.join(folder, 'images', `${id}.png`)));
    pictures = await decodeVideo(Buffer.concat(files), size);
    assert.equal(pictures.length, cameras.length);
  });

  it('is an arc, its up the scene’s, with nothing strange about it', () => {
    const rig = analyseRig(cameras);
    assert.equal(rig.shape, 'arc');
    assert.equal(rig.pivotQuality.reason, 'converging');
    assert.ok(rig.pivotQuality.offset < 0.1, `${rig.pivotQuality.offset}`);
    assert.ok(rig.up[2] > 0.9999, rig.up.join());
    assert.deepEqual(
      rig.rows[0],
      [...cameras].reverse().map(({ id }) => id),
    );
    assert.deepEqual(checkRig(rig), []);
  });

  it('brackets every camera that is held out by its neighbours', () => {
    const kept = every(4);
    const rig = analyseRig(kept.map((index) => cameras[index]!));
    cameras.forEach((target, index) => {
      if (kept.includes(index)) return;
      const { sources, around } = sourcesFor(rig, target, 2);
      const before = Math.floor(index / 4) * 4;
      assert.equal(around, 2);
      assert.deepEqual(
        sources.map(({ camera }) => camera.id).sort(),
        [cameras[before]!.id, cameras[before + 4]!.id].sort(),
      );
    });
  });

  it('orbits through its cameras', () => {
    const rig = analyseRig(every(4).map((index) => cameras[index]!));
    for (const { azimuth, camera } of rig.cameras)
      orbitThrough(rig, azimuth).position.forEach((value, axis) =>
        assert.ok(Math.abs(value - camera.position[axis]!) < 1e-9),
      );
  });

  for (const [step, from] of [
    [1, 10],
    [2, 0],
    [3, 1],
    [4, 0],
    [4, 2],
  ] as const)
    it(`is good at every ${step}. picture from the ${from}.`, async () => {
      const found = await validate(every(step, from, 12));
      assert.equal(found.ok, true, found.hint);
      assert.deepEqual(found.suspects, []);
      assert.ok(found.medianPx! < 0.3, `${found.medianPx}`);
      for (const { id, verdict, medianPx, reprojectionPx } of found.cameras) {
        assert.equal(verdict, 'good', id);
        assert.ok(medianPx! < 0.45, `${id} ${medianPx}`);
        assert.ok((reprojectionPx ?? 0) < 0.5, `${id} ${reprojectionPx}`);
      }
    });

  for (const [what, at, change] of [
    ['tilted by 1 degree', 4, (camera) => turned(camera, 0, 1)],
    ['panned by 1 degree', 8, (camera) => turned(camera, 1, 1)],
    ['panned by half a degree', 6, (camera) => turned(camera, 1, 0.5)],
    ['rolled by 1 degree', 11, (camera) => turned(camera, 2, 1)],
    ['zoomed by 3 %', 5, (camera) => ({ ...camera, fx: camera.fx * 1.03, fy: camera.fy * 1.03 })],
    [
      'moved by a fortieth of its distance',
      0,
      (camera) => ({ ...camera, position: add(camera.position, [0.1, 0, 0]) }),
    ],
  ] as readonly (readonly [string, number, (camera: CameraModel) => CameraModel])[])
    it(`names the one camera that was ${what}`, async () => {
      const seen = every(2, 0, 12);
      const found = await validate(seen, (camera, index) => (index === at ? change(camera) : camera));
      assert.equal(found.ok, false);
      assert.deepEqual(found.suspects, [cameras[seen[at]!]!.id]);
      const rest = found.cameras.filter(({ id }) => id !== found.suspects[0]);
      assert.ok(rest.every(({ verdict }) => verdict === 'good'));
    });

  it('names two that were given each other’s calibration', async () => {
    const seen = every(2, 0, 12);
    const found = await validate(seen, (camera, at) => {
      const other = at === 4 ? 7 : at === 7 ? 4 : at;
      return { ...cameras[seen[other]!]!, id: camera.id };
    });
    assert.deepEqual(
      [...found.suspects].sort(),
      [seen[4]!, seen[7]!].map((index) => cameras[index]!.id),
    );
  });

  it('blames nobody when the pictures come in the wrong order', async () => {
    const seen = every(2, 0, 12);
    const found = await validate(seen, (camera, at) => ({
      ...cameras[seen[seen.length - 1 - at]!]!,
      id: camera.id,
    }));
    assert.equal(found.ok, false);
    assert.deepEqual(found.suspects, []);
    assert.match(found.hint, /order/);
  });
});
