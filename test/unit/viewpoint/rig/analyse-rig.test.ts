/** What a set of cameras is as a rig: pivot, axes, places, shape, neighbours. */
import { expect } from '@open-wc/testing';
import { OlympicPlayerError } from '../../../../src/base/index.js';
import { dot, length, scale, subtract } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Vector3 } from '../../../../src/viewpoint/camera/index.js';
import { analyseRig } from '../../../../src/viewpoint/rig/index.js';
import type { Rig } from '../../../../src/viewpoint/rig/index.js';
import { viewpointOf as venueViewpoint } from '../../../../examples/venue/orbit.js';
import { cameras as venueCameras, front, subject, up } from '../../../../examples/venue/rig.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';
import {
  about,
  arc,
  cameraIn,
  directionIn,
  lookAt,
  pointIn,
  randomWorld,
  ring,
  row,
  target,
  turned,
} from './cameras.js';
import { modelOf } from './venue-pictures.js';

const near = (a: Vector3, b: Vector3, within: number, what = 'point'): void => {
  expect(length(subtract(a, b)), `${what} ${a} is not ${b}`).to.be.below(within);
};
const upright: Vector3 = [0, 1, 0];
const place = (rig: Rig, id: string) => rig.cameras.find((camera) => camera.id === id)!;
const reasonOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    expect(error).to.be.instanceOf(OlympicPlayerError);
    return (error as OlympicPlayerError).reason;
  }
  return 'nothing was thrown';
};

describe('analyseRig: the pivot', () => {
  it('is where the axes meet', () => {
    const rig = analyseRig(arc([-40, -20, 0, 25, 50]));
    near(rig.pivot, target, 1e-6);
    expect(rig.pivotQuality).to.include({ reason: 'converging', reliable: true });
    expect(rig.pivotQuality.elsewhere).to.deep.equal([]);
  });

  it('is not moved by a camera that looks elsewhere, and names it', () => {
    const astray = lookAt('astray', [6, 2, 3], [20, 2, 3]);
    const rig = analyseRig([...arc([-40, -20, 0, 25, 50]), astray]);
    near(rig.pivot, target, 0.05);
    expect(rig.pivotQuality.elsewhere).to.deep.equal(['astray']);
  });

  it('stays put when cameras are pointed by hand', () => {
    const random = seededRandom(3);
    const sloppy = ring(16).map((camera) =>
      turned(turned(camera, 0, (random() - 0.5) * 3), 1, (random() - 0.5) * 3),
    );
    near(analyseRig(sloppy).pivot, target, 0.15);
  });

  it('is the subject where one is given', () => {
    const center: Vector3 = [1, 2.5, -3];
    const rig = analyseRig(row(6), { subject: { center, radius: 1 } });
    expect(rig.pivot).to.deep.equal(center);
    expect(rig.pivotQuality).to.include({ reason: 'subject', reliable: true });
  });

  it('is guessed before cameras side by side, where the outermost share half of their pictures', () => {
    const rig = analyseRig(row(9, 0.5));
    expect(rig.pivotQuality).to.include({ reason: 'parallel', reliable: false });
    near(rig.pivot, [0, 1.5, -(2 * 4 * 600) / 640], 1e-6);
    expect(rig.pivotQuality.elsewhere).to.deep.equal([]);
  });

  it('does not take the crossing of badly pointed parallel cameras for a subject', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 20; round += 1) {
      const cameras = row(8).map((camera) =>
        turned(turned(camera, 0, random() - 0.5), 1, (random() - 0.5) * 0.6),
      );
      const { pivot, pivotQuality } = analyseRig(cameras);
      expect(pivotQuality.reliable, `round ${round}`).to.equal(false);
      expect(pivot.every(Number.isFinite)).to.equal(true);
      expect(pivot[2]).to.be.within(-30, -2);
    }
  });

  it('is finite where cameras look away from each other', () => {
    const outward = Array.from({ length: 8 }, (_, index) => {
      const a = (index * Math.PI) / 4;
      return lookAt(`${index}`, [Math.sin(a), 0, Math.cos(a)], [5 * Math.sin(a), 0, 5 * Math.cos(a)]);
    });
    const { pivot, pivotQuality } = analyseRig(outward);
    expect(pivotQuality).to.include({ reason: 'diverging', reliable: false });
    expect(pivot.every(Number.isFinite)).to.equal(true);
  });

  it('is guessed on the axis of a single camera, nearest to the origin', () => {
    const camera = lookAt('only', [0, 0, 10], [0, 0, 2]);
    const rig = analyseRig([camera]);
    expect(rig.pivotQuality.reason).to.equal('single');
    near(rig.pivot, [0, 0, 0], 1e-9);
    expect(rig.shape).to.equal('single');
    expect(rig.gaps).to.deep.equal([]);
  });
});

describe('analyseRig: axes and places', () => {
  it('agrees with the venue about every azimuth, elevation and distance', () => {
    const rig = analyseRig(venueCameras.map(modelOf), { subject, up, front });
    for (const camera of venueCameras) {
      const expected = venueViewpoint(camera);
      const found = place(rig, camera.id);
      expect(Math.cos(((found.azimuth - expected.azimuth) * Math.PI) / 180)).to.be.closeTo(1, 1e-12);
      expect(found.elevation).to.be.closeTo(expected.elevation, 1e-9);
      expect(found.distance).to.be.closeTo(expected.distance, 1e-9);
    }
  });

  it('has azimuth 0 at the first camera where no front is given, positive counter-clockwise from above', () => {
    const rig = analyseRig(arc([30, 40, 20]));
    rig.cameras.forEach(({ azimuth }, index) => expect(azimuth).to.be.closeTo([0, 10, -10][index]!, 0.01));
    expect(rig.cameras.every(({ elevation }) => Math.abs(elevation - 5) < 0.1)).to.equal(true);
  });

  it('finds up from cameras that look down steeply, where their own up leans', () => {
    near(analyseRig(arc([-50, -30, -10, 10, 30], 40)).up, upright, 0.01);
    near(analyseRig(ring(6, 50)).up, upright, 1e-6);
  });

  it('finds up although one camera lies on its side and another hangs upside down', () => {
    const cameras = arc([-50, -40, -30, -10, 0, 10, 30, 50]);
    const askew = cameras.map((camera, index) =>
      index === 2 ? turned(camera, 2, 90) : index === 5 ? turned(camera, 2, 180) : camera,
    );
    near(analyseRig(askew).up, upright, 0.01);
  });

  it('takes the plane of a ring for level, better than its cameras', () => {
    const random = seededRandom(5);
    const rolled = ring(12).map((camera) => turned(camera, 2, (random() - 0.5) * 8));
    near(analyseRig(rolled).up, upright, 1e-3);
  });

  it('does not take the plane of a vertical sweep for the ground', () => {
    const sweep = [-10, 0, 10, 20, 30, 40].map((elevation) => about(target, 20, elevation, 6));
    near(analyseRig(sweep).up, upright, 0.35);
  });

  it('has axes that are perpendicular unit vectors, whatever up and front are given', () => {
    const rig = analyseRig(ring(8), { up: [0.1, 3, 0.2], front: [1, 1, 0] });
    const { up: u, front: f, left: l } = rig;
    for (const axis of [u, f, l]) expect(length(axis)).to.be.closeTo(1, 1e-12);
    for (const [a, b] of [
      [u, f],
      [u, l],
      [f, l],
    ] as const)
      expect(dot(a, b)).to.be.closeTo(0, 1e-12);
  });

  it('has a front for cameras that all look straight down', () => {
    const camera: CameraModel = {
      ...lookAt('top', [0, 5, 0.001], [0, 0, 0]),
      position: [0, 5, 0],
    };
    const rig = analyseRig([camera], { up: upright, subject: { center: [0, 0, 0], radius: 1 } });
    near(rig.front, [0, 0, 1], 1e-3);
  });

  it('refuses what cannot be a rig, saying why', () => {
    const [camera] = ring(3);
    expect(reasonOf(() => analyseRig([]))).to.equal('viewpoint/empty-rig');
    expect(reasonOf(() => analyseRig([{ ...camera!, position: [NaN, 0, 0] }]))).to.equal(
      'viewpoint/invalid-camera',
    );
    expect(reasonOf(() => analyseRig(ring(3), { up: [0, 0, 0] }))).to.equal('viewpoint/invalid-rig-axes');
    expect(reasonOf(() => analyseRig(ring(3), { up: [0, 1, 0], front: [0, 2, 0] }))).to.equal(
      'viewpoint/invalid-rig-axes',
    );
    expect(
      reasonOf(() => analyseRig(ring(3), { subject: { center: [0, Infinity, 0], radius: 1 } })),
    ).to.equal('viewpoint/invalid-rig-axes');
  });
});

describe('analyseRig: shape, neighbours and limits', () => {
  it('sees a ring that wraps, in order from the front', () => {
    const shuffled = [3, 0, 7, 1, 5, 2, 6, 4].map((index) => ring(8)[index]!);
    const rig = analyseRig(shuffled, { front: [0, 0, 1] });
    expect(rig.shape).to.equal('ring');
    expect(rig.rows).to.deep.equal([ring(8).map(({ id }) => id)]);
    expect(rig.gaps).to.have.length(8);
    expect(rig.gaps.at(-1)).to.include({ a: '315/5', b: '0/5' });
    for (const { angle } of rig.gaps) expect(angle).to.be.closeTo(44.8, 0.1);
    expect(rig.limits.azimuth).to.equal('wraps');
    expect(rig.limits.elevation[0]).to.be.closeTo(0, 1e-6);
    expect(rig.limits.elevation[1]).to.be.closeTo(10, 1e-6);
    expect(rig.limits.distance[0]).to.be.closeTo(8 * 0.6, 1e-6);
    expect(rig.limits.distance[1]).to.be.closeTo(8 * 1.25, 1e-6);
  });

  it('sees a ring of three, and one with a camera missing', () => {
    expect(analyseRig(ring(3)).shape).to.equal('ring');
    expect(analyseRig(ring(12).filter((_, index) => index !== 5)).shape).to.equal('ring');
    expect(analyseRig(ring(24).slice(4)).shape).to.equal('arc');
  });

  it('sees an arc across the back as one range, beyond 180 degrees', () => {
    const rig = analyseRig(arc([150, 165, 180, -165, -150]), { front: [0, 0, 1] });
    expect(rig.shape).to.equal('arc');
    expect(rig.rows[0]).to.deep.equal(['150/5', '165/5', '180/5', '-165/5', '-150/5']);
    const { azimuth } = rig.limits;
    expect(azimuth).to.not.equal('wraps');
    expect(azimuth[0]).to.be.closeTo(147, 1e-6);
    expect(azimuth[1]).to.be.closeTo(213, 1e-6);
  });

  it('sees four wide cameras as an open arc, not as a ring with a hole', () => {
    expect(analyseRig(arc([0, 54, 124, 204])).shape).to.equal('arc');
  });

  it('sees rows of parallel and of converging cameras', () => {
    expect(analyseRig(row(7)).shape).to.equal('row');
    const converging = [-2, -1, 0, 1, 2].map((x) => lookAt(`${x}`, [x, 1.5, 0], [0, 1.5, -9]));
    expect(analyseRig(converging).shape).to.equal('row');
    expect(analyseRig(converging).gaps).to.have.length(4);
  });

  it('sees pairs, and several at one place', () => {
    const pair = analyseRig(arc([10, 30]));
    expect(pair.shape).to.equal('pair');
    expect(pair.gaps).to.have.length(1);
    expect(pair.limits.azimuth).to.have.length(2);
    const [camera] = ring(1);
    expect(analyseRig([camera!, { ...camera!, id: 'twin' }]).shape).to.equal('single');
  });

  it('sees rows, and neighbours above and beside, without diagonals', () => {
    const dome = [0, 30].flatMap((elevation) =>
      [0, 20, 40, 60].map((azimuth) => about(target, azimuth, elevation, 7)),
    );
    const rig = analyseRig(dome);
    expect(rig.shape).to.equal('rows');
    expect(rig.rows.map((ids) => ids.length)).to.deep.equal([4, 4]);
    const pairs = rig.gaps.map(({ a, b }) => [a, b].sort().join(' '));
    expect(pairs).to.include('0/0 0/30');
    expect(pairs).to.include('0/0 20/0');
    expect(pairs).to.not.include('0/0 40/0');
    expect(rig.gaps).to.have.length(10);
    expect(rig.limits.elevation[0]).to.be.closeTo(-5, 1e-3);
    expect(rig.limits.elevation[1]).to.be.closeTo(35, 1e-3);
  });

  it('keeps a crane above a ring out of the row, as a neighbour of those below it', () => {
    const rig = analyseRig([...ring(12), about(target, 45, 45, 9, 'crane')], { front: [0, 0, 1] });
    expect(rig.shape).to.equal('ring');
    expect(rig.rows.flat()).to.not.include('crane');
    const beside = rig.gaps.filter(({ a, b }) => a === 'crane' || b === 'crane');
    expect(beside.map(({ a, b }) => (a === 'crane' ? b : a))).to.include.members(['30/5', '60/5']);
    expect(rig.limits.elevation[1]).to.be.below(11);
  });

  it('sees an arc whose height drifts as one row', () => {
    const drifting = Array.from({ length: 12 }, (_, index) => about(target, index * 8, 5 + index * 2.5, 6));
    const rig = analyseRig(drifting);
    expect(rig.shape).to.equal('arc');
    expect(rig.gaps).to.have.length(11);
  });

  it('does not let the orbit into the subject', () => {
    const rig = analyseRig(ring(8), { subject: { center: target, radius: 5 } });
    expect(rig.limits.distance[0]).to.be.closeTo(6, 1e-9);
  });
});

describe('analyseRig: other worlds', () => {
  it('sees the same rig in any units, axes and origin', () => {
    const random = seededRandom(21);
    const rigs: readonly (readonly CameraModel[])[] = [
      ring(9),
      arc([0, 12, 30, 41, 55], 20),
      arc([0, 30]),
      row(5),
      [...ring(12), about(target, 45, 45, 9, 'crane')],
      [0, 25].flatMap((elevation) => [0, 20, 40].map((azimuth) => about(target, azimuth, elevation, 7))),
    ];
    for (const cameras of rigs)
      for (let round = 0; round < 15; round += 1) {
        const world = randomWorld(random);
        const [here, there] = [analyseRig(cameras), analyseRig(cameras.map((each) => cameraIn(world, each)))];
        const what = `${cameras.length} cameras, size ${world.size}`;
        const reach = 10 * world.size;
        near(there.pivot, pointIn(world, here.pivot), 1e-5 * reach, what);
        near(there.up, directionIn(world, here.up), 1e-5, what);
        near(there.front, directionIn(world, here.front), 1e-5, what);
        expect(there.shape, what).to.equal(here.shape);
        expect(there.rows, what).to.deep.equal(here.rows);
        expect(there.gaps.map(({ a, b }) => `${a} ${b}`)).to.deep.equal(
          here.gaps.map(({ a, b }) => `${a} ${b}`),
        );
        near(scale([...there.limits.distance, 0], 1 / world.size), [...here.limits.distance, 0], 1e-4, what);
      }
  });

  it('finds up of a ring in a world where z is up', () => {
    const zUp = { size: 1000, rotation: [1, 0, 0, 0, 0, -1, 0, 1, 0] as const, origin: [0, 0, 0] as const };
    const rig = analyseRig(ring(10, 15).map((camera) => cameraIn(zUp, camera)));
    near(rig.up, [0, 0, 1], 1e-6);
    expect(rig.cameras[3]!.azimuth).to.be.closeTo(108, 1e-6);
    expect(rig.cameras[3]!.elevation).to.be.closeTo(15, 1e-6);
  });
});
