import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clipMatrix, projectPoint } from '../../examples/venue/projection.js';
import { cameras, front, recorded, subject, up, type Vector3 } from '../../examples/venue/rig.js';
import { moments } from '../../examples/venue/moments.js';
import { loopMs } from '../../examples/venue/loop.js';

const ring = cameras.filter((camera) => camera.ring);
const dot = (a: Vector3, b: Vector3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Azimuth as the rig defines it: 0 at `front`, counter-clockwise seen from above, degrees. */
function azimuth(eye: Vector3): number {
  const offset: Vector3 = [
    eye[0] - subject.center[0],
    eye[1] - subject.center[1],
    eye[2] - subject.center[2],
  ];
  const left: Vector3 = [
    up[1] * front[2] - up[2] * front[1],
    up[2] * front[0] - up[0] * front[2],
    up[0] * front[1] - up[1] * front[0],
  ];
  return (Math.atan2(dot(offset, left), dot(offset, front)) * 180) / Math.PI;
}

describe('venue rig', () => {
  it('numbers its 27 cameras by their place, with ids of their own', () => {
    assert.equal(cameras.length, 27);
    assert.equal(new Set(cameras.map(({ id }) => id)).size, 27);
    cameras.forEach((camera, index) => assert.equal(camera.number, index));
  });

  it('has a ring of 24, 15 degrees apart, counter-clockwise from the front', () => {
    assert.equal(ring.length, 24);
    ring.forEach((camera, index) => {
      const expected = ((index * 15 + 180) % 360) - 180;
      const difference = ((azimuth(camera.translation) - expected + 540) % 360) - 180;
      assert.ok(
        Math.abs(difference) < 1e-9,
        `${camera.id} stands at ${azimuth(camera.translation)}, not ${expected}`,
      );
    });
  });

  it('keeps the ring level and at one distance', () => {
    const distances = ring.map(({ translation: [x, , z] }) => Math.hypot(x, z));
    const heights = ring.map(({ translation: [, y] }) => y);
    assert.ok(Math.max(...distances) - Math.min(...distances) < 1e-9);
    assert.equal(Math.max(...heights), Math.min(...heights));
  });

  it('turns cameras by unit quaternions, upright', () => {
    for (const { id, rotation, translation, intrinsics } of cameras) {
      assert.ok(Math.abs(Math.hypot(...rotation) - 1) < 1e-12, id);
      const above = projectPoint({ rotation, translation, intrinsics }, [
        subject.center[0],
        subject.center[1] + 0.5,
        subject.center[2],
      ]);
      const middle = projectPoint({ rotation, translation, intrinsics }, subject.center);
      assert.ok(above.y < middle.y && Math.abs(above.x - middle.x) < 1e-6 * intrinsics.width, id);
    }
  });

  it('puts the subject in the middle of every ring picture, and on every picture', () => {
    for (const camera of cameras) {
      const { x, y, depth } = projectPoint(camera, subject.center);
      const { cx, cy, width, height } = camera.intrinsics;
      assert.ok(depth > 0, camera.id);
      if (camera.ring) {
        assert.ok(Math.hypot(x - cx, y - cy) < 1e-6, `${camera.id} sees the subject at ${x}, ${y}`);
      } else {
        assert.ok(Math.abs(x - cx) < width / 8 && Math.abs(y - cy) < height / 8, `${camera.id}: ${x}, ${y}`);
      }
    }
  });

  it('shows the whole subject in every ring picture, above the strip', () => {
    for (const camera of ring) {
      for (const [x, y] of [
        [0, 1],
        [0, -1],
        [1, 0],
        [-1, 0],
      ] as const) {
        // The subject's silhouette from here: its sphere's outline in the plane that faces the camera.
        const [ex, , ez] = camera.translation;
        const length = Math.hypot(ex, ez);
        const point: Vector3 = [
          subject.center[0] + (x * subject.radius * ez) / length,
          subject.center[1] + y * subject.radius,
          subject.center[2] - (x * subject.radius * ex) / length,
        ];
        const seen = projectPoint(camera, point);
        const { width, height } = camera.intrinsics;
        assert.ok(seen.x > 0 && seen.x < width - 1, `${camera.id}: x ${seen.x}`);
        assert.ok(seen.y > 0 && seen.y < height - height / 32, `${camera.id}: y ${seen.y}`);
      }
    }
  });

  it('projects as its clip matrix does, pixel centres at integers, for any principal point', () => {
    const [camera] = cameras;
    const intrinsics = { fx: 500, fy: 480, cx: 300.25, cy: 190.75, width: 640, height: 360 };
    const [near, far] = [0.1, 100];
    const m = clipMatrix(intrinsics, near, far);
    const point: Vector3 = [0.7, 2.2, -0.4];
    const expected = projectPoint({ ...camera!, intrinsics }, point);
    // The same point in camera axes, from the pixel it should fall on.
    const x = ((expected.x - intrinsics.cx) / intrinsics.fx) * expected.depth;
    const y = (-(expected.y - intrinsics.cy) / intrinsics.fy) * expected.depth;
    const z = -expected.depth;
    const clip = [0, 4, 8, 12].map((row) => m[row]! * x + m[row + 1]! * y + m[row + 2]! * z + m[row + 3]!);
    const pixelX = ((clip[0]! / clip[3]! + 1) / 2) * intrinsics.width - 0.5;
    const pixelY = ((1 - clip[1]! / clip[3]!) / 2) * intrinsics.height - 0.5;
    assert.ok(Math.abs(pixelX - expected.x) < 1e-9, `${pixelX} ${expected.x}`);
    assert.ok(Math.abs(pixelY - expected.y) < 1e-9, `${pixelY} ${expected.y}`);
    assert.ok(Math.abs(clip[3]! - expected.depth) < 1e-9);
  });

  it('records nine ring neighbours about the front and the three beauty cameras', () => {
    const chosen = recorded.map((id) => cameras.find((camera) => camera.id === id));
    assert.equal(chosen.length, 12);
    const arc = chosen.filter((camera) => camera?.ring).map((camera) => azimuth(camera!.translation));
    assert.deepEqual(
      arc.map(Math.round).sort((a, b) => a - b),
      [-60, -45, -30, -15, 0, 15, 30, 45, 60],
    );
    assert.deepEqual(
      chosen.filter((camera) => !camera?.ring).map((camera) => camera?.id),
      ['main', 'crane', 'field'],
    );
  });

  it('names moments that lie in the loop and prefer recorded cameras', () => {
    assert.ok(moments.length > 0);
    for (const moment of moments) {
      assert.ok(moment.atMs >= 0 && moment.atMs + moment.durationMs <= loopMs, moment.id);
      assert.ok(recorded.includes(moment.preferredAngle), moment.id);
    }
  });
});
