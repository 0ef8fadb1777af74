import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Quaternion, Vector3 } from 'three';
import { centerOfMass } from '../../examples/venue/athlete/dynamics.js';
import { poseToVector } from '../../examples/venue/athlete/pose.js';
import { athleteAt, bedHeight } from '../../examples/venue/athlete/routine.js';
import { bones, placeBones, placePoint, soles } from '../../examples/venue/athlete/skeleton.js';
import { flights, flightSpan } from '../../examples/venue/athlete/timeline.js';
import { loopMs } from '../../examples/venue/loop.js';
import { cameras, subject } from '../../examples/venue/rig.js';
import { projectPoint } from '../../examples/venue/projection.js';

const frames = 240;
const frameMs = loopMs / frames;

/** Every joint and tip in world space. */
function points(timeMs: number): Vector3[] {
  const state = athleteAt(timeMs);
  const placed = placeBones(state.pose);
  return [...bones].flatMap(([name, { from, to }]) =>
    [from, to].map((rest) =>
      placePoint(placed, name, rest).applyQuaternion(state.rotation).add(state.pelvis),
    ),
  );
}

function worldCenter(timeMs: number): Vector3 {
  const state = athleteAt(timeMs);
  return centerOfMass(state.pose).applyQuaternion(state.rotation).add(state.pelvis);
}

const largest = (values: readonly number[]) => Math.max(...values);

/** The farthest any point moves between two times. */
function motion(a: number, b: number): number {
  const [from, to] = [points(a), points(b)];
  return largest(from.map((point, index) => point.distanceTo(to[index]!)));
}

describe('venue routine', () => {
  it('is a function of loop time: it repeats every loop, backwards too', () => {
    for (const timeMs of [0, 1234.5, 3999, 7999.9]) {
      for (const turns of [-2, 1, 5]) {
        const shift = largest(
          points(timeMs).map((p, i) => p.distanceTo(points(timeMs + turns * loopMs)[i]!)),
        );
        assert.ok(shift < 1e-6, `${timeMs} ms, ${turns} turns: ${shift} m`);
      }
    }
  });

  it('loops without a jump: the last step to frame 0 is like its neighbours', () => {
    const steps = [-3, -2, -1, 0, 1, 2].map((frame) => motion(frame * frameMs, (frame + 1) * frameMs));
    const [before, seam, after] = [steps[1]!, steps[2]!, steps[3]!];
    assert.ok(
      seam <= 1.25 * Math.max(before, after),
      `moves ${steps.map((step) => step.toFixed(4)).join(', ')} m`,
    );
  });

  it('never pops: position and velocity change smoothly through the whole loop', () => {
    const step = 2;
    let [fastest, hardest] = [0, 0];
    for (let timeMs = 0; timeMs < loopMs; timeMs += step) {
      const [a, b, c] = [points(timeMs), points(timeMs + step), points(timeMs + 2 * step)];
      a.forEach((point, index) => {
        const [p, q] = [b[index]!, c[index]!];
        fastest = Math.max(fastest, point.distanceTo(p) / (step / 1000));
        hardest = Math.max(
          hardest,
          q.clone().add(point).addScaledVector(p, -2).length() / (step / 1000) ** 2,
        );
      });
    }
    assert.ok(fastest < 22, `a point moves at ${fastest} m/s`);
    // A jump of 1 m/s within one step would be 500 m/s^2 on top of the swing's own.
    assert.ok(hardest < 700, `a point is pulled at ${hardest} m/s^2`);
  });

  it('falls freely in every flight', () => {
    const h = 4;
    flights.forEach((flight, index) => {
      const { from, to } = flightSpan(index);
      for (let seconds = from + 0.02; seconds < to - 0.02; seconds += 0.05) {
        const [a, b, c] = [-h, 0, h].map((offset) => worldCenter(seconds * 1000 + offset).y);
        const gravity = -(a! - 2 * b! + c!) / (h / 1000) ** 2;
        assert.ok(Math.abs(gravity - 9.81) < 0.05, `${flight.id} at ${seconds} s: ${gravity} m/s^2`);
      }
    });
  });

  it('leaves and meets the bed with the soles on it', () => {
    flights.forEach((flight, index) => {
      const { from, to } = flightSpan(index);
      for (const seconds of [from, to]) {
        const state = athleteAt(seconds * 1000 + (seconds === from ? 1e-6 : -1e-6));
        const placed = placeBones(state.pose);
        const heights = soles.map(
          ({ bone, point }) =>
            placePoint(placed, bone, point).applyQuaternion(state.rotation).add(state.pelvis).y,
        );
        const lowest = Math.min(...heights);
        assert.ok(Math.abs(lowest - bedHeight) < 0.01, `${flight.id} at ${seconds} s: soles at ${lowest} m`);
      }
    });
  });

  it('presses the bed as deep as the feet go, never to the floor', () => {
    for (let frame = 0; frame < frames; frame++) {
      const { bedDepth, airborne } = athleteAt(frame * frameMs);
      assert.ok(bedDepth < bedHeight - 0.2 && bedDepth > -0.1, `frame ${frame}: ${bedDepth} m`);
      if (airborne < -0.05 && airborne > -0.27) assert.ok(bedDepth > 0.1, `frame ${frame}: ${bedDepth} m`);
    }
  });

  it('turns as many somersaults as it says, backwards', () => {
    flights.forEach((flight, index) => {
      const { from, to } = flightSpan(index);
      let turned = 0;
      let last: number | undefined;
      for (let seconds = from; seconds <= to; seconds += 0.005) {
        // The body's long axis in the plane of the somersault, as an angle that grows forwards (+X is ahead).
        const axis = new Vector3(0, 1, 0).applyQuaternion(athleteAt(seconds * 1000).rotation);
        const angle = Math.atan2(axis.x, axis.y);
        if (last !== undefined) turned += ((angle - last + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
        last = angle;
      }
      assert.ok(
        Math.abs(turned / (2 * Math.PI) + flight.somersaults) < 0.08,
        `${flight.id}: ${turned / 2 / Math.PI}`,
      );
    });
  });

  it('twists once in the last flight and nowhere else', () => {
    flights.forEach((flight, index) => {
      const { from, to } = flightSpan(index);
      // The athlete's left arm axis leaves the across-the-bed direction only by twisting or tilting.
      let least = 1;
      for (let seconds = from; seconds <= to; seconds += 0.01) {
        const left = new Vector3(1, 0, 0).applyQuaternion(athleteAt(seconds * 1000).rotation);
        least = Math.min(least, -left.z);
      }
      assert.ok(flight.twists === 1 ? least < -0.95 : least > 0.999, `${flight.id}: ${least}`);
    });
  });

  it('spins faster the tighter it tucks, by itself', () => {
    const { from, to } = flightSpan(flights.findIndex(({ id }) => id === 'double-back'));
    const rate = (fraction: number) => {
      const at = (from + fraction * (to - from)) * 1000;
      const [a, b] = [athleteAt(at).rotation, athleteAt(at + 5).rotation];
      return new Quaternion().copy(a).angleTo(b) / 0.005;
    };
    assert.ok(rate(0.5) > 2 * rate(0.03), `${rate(0.5)} rad/s tucked, ${rate(0.03)} long`);
    assert.ok(rate(0.5) < 20, `${rate(0.5)} rad/s is more than anyone can`);
  });

  it('bends no joint further than a gymnast can', () => {
    for (let frame = 0; frame < frames; frame++) {
      const { pose } = athleteAt(frame * frameMs);
      assert.ok(poseToVector(pose).every(Number.isFinite));
      for (const leg of [pose.legL, pose.legR]) {
        assert.ok(leg.knee >= 0 && leg.knee <= 140, `frame ${frame}: knee ${leg.knee}`);
        assert.ok(leg.flexion >= -15 && leg.flexion <= 130, `frame ${frame}: hip ${leg.flexion}`);
        assert.ok(leg.ankle >= -20 && leg.ankle <= 65, `frame ${frame}: ankle ${leg.ankle}`);
      }
      for (const arm of [pose.armL, pose.armR]) {
        assert.ok(arm.elbow >= 0 && arm.elbow <= 145, `frame ${frame}: elbow ${arm.elbow}`);
        assert.ok(arm.flexion >= -40 && arm.flexion <= 180, `frame ${frame}: shoulder ${arm.flexion}`);
      }
    }
  });

  it('stays within the subject and in the ring pictures', () => {
    for (let frame = 0; frame < frames; frame += 2) {
      for (const point of points(frame * frameMs)) {
        const distance = point.distanceTo(new Vector3(...subject.center));
        assert.ok(
          distance < subject.radius + 0.25,
          `frame ${frame}: ${distance} m from the subject's centre`,
        );
        for (const camera of [cameras[0]!, cameras[4]!, cameras[20]!]) {
          const { x, y } = projectPoint(camera, [point.x, point.y, point.z]);
          assert.ok(x > 0 && x < 639 && y > 0 && y < 359, `frame ${frame}, ${camera.id}: ${x}, ${y}`);
        }
      }
    }
  });
});
