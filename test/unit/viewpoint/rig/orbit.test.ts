/** The orbit about a rig: any viewpoint, its limits, and the path through the real cameras. */
import { expect } from '@open-wc/testing';
import { angle, expectSameCamera } from './compare.js';
import { project, resized, subtract } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import {
  analyseRig,
  between,
  clampViewpoint,
  elevationRange,
  orbitCamera,
  orbitThrough,
  viewpointOf,
} from '../../../../src/viewpoint/rig/index.js';
import { orbitCamera as venueOrbit } from '../../../../examples/venue/orbit.js';
import { front, subject, up } from '../../../../examples/venue/rig.js';
import { matrixOf } from '../../../../src/viewpoint/camera/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';
import { about, arc, cameraIn, randomWorld, ring, row, target, turned } from './cameras.js';
import { modelOf, ringCamera } from './venue-pictures.js';

const size = { width: 640, height: 360 };

describe('orbitCamera', () => {
  it('is the venue’s own orbit', () => {
    const rig = analyseRig(
      Array.from({ length: 24 }, (_, index) => modelOf(ringCamera(index))),
      { subject, up, front },
    );
    for (const viewpoint of [
      { azimuth: 0, elevation: 0, distance: 8, fieldOfView: 35 },
      { azimuth: -123, elevation: 31, distance: 5, fieldOfView: 50 },
    ]) {
      const { translation, rotation, intrinsics } = venueOrbit(viewpoint);
      const expected: CameraModel = {
        ...orbitCamera(rig, viewpoint, size),
        ...intrinsics,
        position: translation,
        rotation: matrixOf(rotation),
      };
      expectSameCamera(orbitCamera(rig, viewpoint, size), expected);
    }
  });

  it('is undone by viewpointOf, in any world', () => {
    const random = seededRandom(8);
    for (let round = 0; round < 50; round += 1) {
      const world = randomWorld(random);
      const rig = analyseRig(ring(7, 20).map((camera) => cameraIn(world, camera)));
      const viewpoint = {
        azimuth: random() * 360 - 180,
        elevation: random() * 170 - 85,
        distance: world.size * (1 + random() * 10),
        fieldOfView: 5 + random() * 90,
      };
      const camera = orbitCamera(rig, viewpoint, size);
      const back = viewpointOf(rig, camera);
      expect(back.azimuth).to.be.closeTo(viewpoint.azimuth, 1e-5);
      expect(back.elevation).to.be.closeTo(viewpoint.elevation, 1e-5);
      expect(back.distance / viewpoint.distance).to.be.closeTo(1, 1e-7);
      expect(back.fieldOfView).to.be.closeTo(viewpoint.fieldOfView, 1e-9);
      const seen = project(camera, rig.pivot);
      expect(seen.x).to.be.closeTo(319.5, 1e-3);
      expect(seen.y).to.be.closeTo(179.5, 1e-3);
      expect(seen.depth).to.be.above(0);
    }
  });

  it('looks straight down with the front below', () => {
    const rig = analyseRig(ring(7), { up: [0, 1, 0], front: [0, 0, 1] });
    const camera = orbitCamera(rig, { azimuth: 0, elevation: 90, distance: 5, fieldOfView: 40 }, size);
    const seen = project(camera, [target[0], target[1], target[2] + 1]);
    expect(seen.x).to.be.closeTo(319.5, 1e-6);
    expect(seen.y).to.be.above(200);
  });
});

describe('clampViewpoint', () => {
  const wide = { elevation: 5, distance: 8, fieldOfView: 40 };

  it('lets a ring turn for ever', () => {
    const rig = analyseRig(ring(8));
    expect(clampViewpoint(rig, { ...wide, azimuth: 725 }).azimuth).to.be.closeTo(5, 1e-9);
    expect(clampViewpoint(rig, { ...wide, azimuth: -190 }).azimuth).to.be.closeTo(170, 1e-9);
  });

  it('stops at the nearer end of an arc, from wherever one comes', () => {
    const rig = analyseRig(arc([0, 10, 20, 30]));
    expect(clampViewpoint(rig, { ...wide, azimuth: 15 + 360 }).azimuth).to.be.closeTo(15, 1e-9);
    expect(clampViewpoint(rig, { ...wide, azimuth: 100 }).azimuth).to.be.closeTo(32.5, 1e-6);
    expect(clampViewpoint(rig, { ...wide, azimuth: -40 }).azimuth).to.be.closeTo(-2.5, 1e-6);
    expect(clampViewpoint(rig, { ...wide, azimuth: 250 }).azimuth).to.be.closeTo(-2.5, 1e-6);
  });

  it('follows a row whose height drifts', () => {
    const rig = analyseRig(
      Array.from({ length: 12 }, (_, index) => about(target, index * 8, 5 + index * 2.5, 6)),
      {
        up: [0, 1, 0],
      },
    );
    const [low, high] = elevationRange(rig, 4);
    expect(low).to.be.closeTo(1.25, 1e-6);
    expect(high).to.be.closeTo(11.25, 1e-6);
    expect(clampViewpoint(rig, { ...wide, azimuth: 4, elevation: 30 }).elevation).to.be.closeTo(high, 1e-9);
    expect(clampViewpoint(rig, { ...wide, azimuth: 80, elevation: 30 }).elevation).to.equal(30);
  });

  it('keeps distance and field of view to what the cameras support', () => {
    const rig = analyseRig(ring(8));
    const far = clampViewpoint(rig, { azimuth: 0, elevation: 5, distance: 1e9, fieldOfView: 170 });
    expect(far.distance).to.be.closeTo(10, 1e-6);
    expect(far.fieldOfView).to.be.below(50);
    expect(clampViewpoint(rig, { ...wide, azimuth: 0, distance: 0 }).distance).to.be.closeTo(4.8, 1e-6);
  });
});

describe('between', () => {
  const random = seededRandom(31);
  const rough = ring(9, 12).map((camera) => ({
    ...turned(turned(camera, 0, random() * 4 - 2), 2, random() * 4 - 2),
    fx: 500 + 200 * random(),
    fy: 500 + 200 * random(),
    cx: 320 + 10 * random(),
    distortion: [0.1 * random(), 0, 0, 0.01 * random(), 0] as const,
  }));
  const rig = analyseRig(rough);

  it('is exactly the real camera at both ends, and goes there smoothly', () => {
    for (const { a, b } of rig.gaps) {
      const [from, to] = [a, b].map((id) => rough.find((camera) => camera.id === id)!);
      expect(between(rig, a, b, 0)).to.deep.equal(from);
      expect(between(rig, a, b, 1)).to.deep.equal(to);
      expectSameCamera(between(rig, a, b, 1e-7), from!, 1e-4);
      expectSameCamera(between(rig, a, b, 1 - 1e-7), to!, 1e-4);
    }
  });

  it('keeps to the ring: same height, same distance, looking at the pivot', () => {
    const level = analyseRig(ring(6, 40), { up: [0, 1, 0] });
    for (const t of [0.25, 0.5, 0.8]) {
      const { azimuth, elevation, distance } = viewpointOf(level, between(level, '0/40', '60/40', t));
      expect(azimuth).to.be.closeTo(60 * t, 1e-6);
      expect(elevation).to.be.closeTo(40, 1e-6);
      expect(distance).to.be.closeTo(8, 1e-6);
      const seen = project(between(level, '0/40', '60/40', t), level.pivot);
      expect(seen.x).to.be.closeTo(319.5, 1e-4);
      expect(seen.y).to.be.closeTo(179.5, 1e-4);
    }
  });

  it('crosses the pole on a great circle', () => {
    const dome = analyseRig(
      [...ring(6, 20), about(target, 0, 80, 8, 'north'), about(target, 180, 80, 8, 'south')],
      { up: [0, 1, 0] },
    );
    const middle = between(dome, 'north', 'south', 0.5);
    expect(viewpointOf(dome, middle).elevation).to.be.closeTo(90, 1e-4);
    expect(angle(subtract(middle.position, dome.pivot), dome.up)).to.be.below(1e-4);
  });

  it('changes the focal length in equal ratios', () => {
    const pair = analyseRig(
      arc([0, 20]).map((camera, index) => ({ ...camera, fx: 400 * (index + 1), fy: 400 * (index + 1) })),
    );
    expect(between(pair, '0/5', '20/5', 0.5).fx).to.be.closeTo(400 * Math.SQRT2, 1e-9);
  });

  it('gives pictures of the size asked for', () => {
    const camera = between(rig, rig.gaps[0]!.a, rig.gaps[0]!.b, 1, { size: { width: 320, height: 180 } });
    const real = rough.find(({ id }) => id === rig.gaps[0]!.b)!;
    expect(camera).to.deep.equal(resized(real, 320, 180));
  });

  it('refuses cameras that the rig has not', () => {
    expect(() => between(rig, 'nobody', '0/12', 0)).to.throw(/nobody/);
  });
});

describe('orbitThrough', () => {
  it('passes every camera of a ring exactly, and never jumps', () => {
    const rig = analyseRig(ring(9, 12));
    for (const { azimuth, camera } of rig.cameras) expectSameCamera(orbitThrough(rig, azimuth), camera, 1e-9);
    let last = orbitThrough(rig, -180);
    for (let azimuth = -179; azimuth <= 180; azimuth += 1) {
      const next = orbitThrough(rig, azimuth);
      expect(angle(subtract(next.position, rig.pivot), subtract(last.position, rig.pivot))).to.be.below(1.01);
      last = next;
    }
  });

  it('stops at the ends of a row', () => {
    const cameras = arc([0, 10, 20]);
    const rig = analyseRig(cameras);
    expectSameCamera(orbitThrough(rig, 90), cameras[2]!, 1e-9);
    expectSameCamera(orbitThrough(rig, -90), cameras[0]!, 1e-9);
    expect(orbitThrough(analyseRig([cameras[0]!]), 70)).to.deep.equal(cameras[0]);
    expect(orbitThrough(analyseRig(row(5)), 0).position.every(Number.isFinite)).to.equal(true);
  });

  it('follows the row that is asked for', () => {
    const dome = [0, 30].flatMap((elevation) =>
      [0, 20, 40, 60].map((azimuth) => about(target, azimuth, elevation, 7)),
    );
    const rig = analyseRig(dome, { up: [0, 1, 0] });
    expect(viewpointOf(rig, orbitThrough(rig, 30, { elevation: 40 })).elevation).to.be.closeTo(30, 1e-6);
    expect(viewpointOf(rig, orbitThrough(rig, 30, { elevation: -3 })).elevation).to.be.closeTo(0, 1e-6);
  });
});
