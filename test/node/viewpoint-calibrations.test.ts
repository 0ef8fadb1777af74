/** Calibrations of real cameras, from the folder that OLYMPIC_TEST_DATA names; it is not part of the project. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import {
  add,
  camerasFromColmap,
  camerasFromNerf,
  camerasFromOpenTrackIO,
  camerasFromQualisys,
  colmapFromCameras,
  multiply,
  nerfFromCameras,
  openTrackIOFromCameras,
  project,
  projectionFromCamera,
  qualisysFromCameras,
  rayOf,
  readCalibration,
  scale,
  transpose,
} from '../../src/viewpoint/camera/index.js';
import type { CameraModel, Vector3 } from '../../src/viewpoint/camera/index.js';

const data = process.env.OLYMPIC_TEST_DATA;
const skip = data === undefined ? 'OLYMPIC_TEST_DATA is not set' : false;
const folder = (name: string): string => path.join(data ?? '', name);

function near(found: number, expected: number, within: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= within, `${what} is ${found}, not ${expected}`);
}

/** Exported and read again, every camera shows points before it where it did. */
function survives(cameras: readonly CameraModel[]): void {
  for (const [name, again] of [
    ['COLMAP', camerasFromColmap(colmapFromCameras(cameras))],
    ['NeRF', camerasFromNerf(nerfFromCameras(cameras))],
    ['OpenTrackIO', camerasFromOpenTrackIO(openTrackIOFromCameras(cameras))],
    ['Qualisys', camerasFromQualisys(qualisysFromCameras(cameras))],
  ] as const) {
    assert.equal(again.cameras.length, cameras.length, name);
    cameras.forEach((camera, index) => {
      for (const pixel of [
        { x: 0, y: 0 },
        { x: camera.width - 1, y: 100 },
        { x: 200, y: camera.height - 1 },
      ]) {
        const seen = project(again.cameras[index]!, add(camera.position, scale(rayOf(camera, pixel), 3)));
        near(seen.x, pixel.x, 1e-3, `${name}: x of ${camera.id}`);
        near(seen.y, pixel.y, 1e-3, `${name}: y of ${camera.id}`);
      }
    });
  }
}

describe('the pavilion', { skip }, () => {
  const texts = (): Map<string, string> =>
    new Map(
      readdirSync(folder('pavilion/cameras')).map((name) => [
        name,
        readFileSync(folder(`pavilion/cameras/${name}`), 'utf8'),
      ]),
    );
  const read = (): readonly CameraModel[] =>
    readCalibration(texts(), { sizes: { width: 640, height: 360 } }).cameras;

  it('has a focal length of 700 pixels and its principal point at (320, 180), in all of its matrices', () => {
    const cameras = read();
    assert.equal(cameras.length, 33);
    for (const { id, fx, fy, skew, cx, cy } of cameras) {
      near(fx, 700, 1e-3, `fx of ${id}`);
      near(fy, 700, 1e-3, `fy of ${id}`);
      near(cx, 320, 1e-3, `cx of ${id}`);
      near(cy, 180, 1e-3, `cy of ${id}`);
      near(skew, 0, 1e-3, `skew of ${id}`);
    }
  });

  it('has rotations that are exact', () => {
    for (const { id, rotation } of read()) {
      const square = multiply(rotation, transpose(rotation));
      square.forEach((cell, index) => near(cell, index % 4 === 0 ? 1 : 0, 1e-12, `R R' of ${id}`));
    }
  });

  it('gives its matrices back, up to their scale', () => {
    const given = texts();
    for (const camera of read()) {
      const P = given.get(`${camera.id}.projmatrix`)!.trim().split(/\s+/).map(Number);
      const found = projectionFromCamera(camera);
      const by = Math.hypot(P[8]!, P[9]!, P[10]!);
      found.forEach((entry, index) => near(entry, P[index]! / by, 1e-3, `entry ${index} of ${camera.id}`));
    }
  });

  it('survives every format', () => {
    survives(read());
  });
});

describe('the Qualisys calibration', { skip }, () => {
  const read = () => readCalibration(readFileSync(folder('pose2sim/Calib.qca.txt'), 'utf8'));

  it('is that of four cameras, in metres, Z up, 2 to 4 m from the origin', () => {
    const { format, cameras, up, unit } = read();
    assert.deepEqual([format, up, unit], ['qualisys', [0, 0, 1], 'metre']);
    assert.deepEqual(
      cameras.map(({ id, width, height }) => [id, width, height]),
      ['cam01', 'cam02', 'cam03', 'cam04'].map((id) => [id, 1088, 1920]),
    );
    for (const { id, position } of cameras) {
      assert.ok(
        Math.hypot(...position) > 2 && Math.hypot(...position) < 5,
        `${id} stands at ${position.join(', ')}`,
      );
      near(position[2], 2, 0.4, `height of ${id}`);
    }
  });

  it('shows the plates of the treadmill, all at z = 0, at the same places from all sides', () => {
    // Picked by eye in the first frames, pixels of the films; those of the first two are scaled into bars of 7 pixels.
    const plates: Readonly<Record<string, readonly (readonly [camera: string, x: number, y: number])[]>> = {
      nearLeft: [
        ['cam01', 281, 1358],
        ['cam02', 291, 1214],
        ['cam04', 930, 1056],
      ],
      nearRight: [
        ['cam01', 786, 1280],
        ['cam02', 801, 1264],
        ['cam03', 142, 1263],
      ],
      farLeft: [
        ['cam01', 64, 1056],
        ['cam03', 910, 1229],
        ['cam04', 880, 1429],
      ],
      farRight: [
        ['cam01', 507, 1040],
        ['cam03', 517, 1494],
        ['cam04', 331, 1463],
      ],
    };
    const barred = { width: 1080, height: 1920, fit: 'contain' as const };
    const sizes = new Map(['cam01', 'cam02'].map((id) => [id, barred]));
    const text = readFileSync(folder('pose2sim/Calib.qca.txt'), 'utf8');
    const { cameras } = readCalibration(text, { sizes });
    for (const [name, picks] of Object.entries(plates)) {
      const places = picks.map(([id, x, y]): Vector3 => {
        const camera = cameras.find((candidate) => candidate.id === id)!;
        const ray = rayOf(camera, { x, y });
        return add(camera.position, scale(ray, -camera.position[2] / ray[2]));
      });
      for (const place of places) {
        const off = Math.hypot(place[0] - places[0]![0], place[1] - places[0]![1]);
        assert.ok(
          off < 0.08,
          `${name}: ${places.map((at) => at.map((axis) => axis.toFixed(3)).join(' ')).join('; ')}`,
        );
      }
    }
  });

  it('survives every format', () => {
    survives(read().cameras);
  });
});
