/** Where the visitor looks from, and where the look is heading: dragged, flung, flown to a camera, held softly at the rig's limits. */
import {
  cameraById,
  clampViewpoint,
  elevationRange,
  orbitCamera,
  orbitThrough,
  resized,
  viewpointOf,
} from '../../../src/viewpoint/index.js';
import type { CameraModel, PictureSize, Rig, Viewpoint } from '../../../src/viewpoint/index.js';
import { mixCameras } from './mix-cameras.js';
import { clamp, shortTurn, soft } from './soft-limits.js';
import { atRest, flung, step, type Spring } from './spring.js';
import { zoomed } from './zoom.js';

/** Decay of what follows a finger, and of what goes on by itself, milliseconds. */
const followMs = 50;
const glideMs = 220;
const flightMs = 170;
/** How far a finger gets beyond the limits, degrees. */
const give = 7;
/** Nearer than this to its goal, and slower than a tenth of it a millisecond, a thing is there: degrees, logarithms, parts. */
const restNear = { angle: 0.01, log: 2e-4, hold: 1e-3 };

interface Axes<T> {
  readonly azimuth: T;
  readonly elevation: T;
  /** Natural logarithms, so that equal steps are equal enlargements. */
  readonly distance: T;
  readonly fieldOfView: T;
}

/** How much the view is exactly a real camera's, 0 to 1. */
interface Hold {
  readonly id: string;
  readonly spring: Spring;
}

const springsAt = (viewpoint: Viewpoint): Axes<Spring> => ({
  azimuth: atRest(viewpoint.azimuth),
  elevation: atRest(viewpoint.elevation),
  distance: atRest(Math.log(viewpoint.distance)),
  fieldOfView: atRest(Math.log(viewpoint.fieldOfView)),
});

export class Orbit {
  readonly #rig: Rig;
  readonly #still: () => boolean;
  #springs: Axes<Spring>;
  #goal: Viewpoint;
  #dragged: { azimuth: number; elevation: number } | undefined;
  #decayMs = followMs;
  #holds: readonly Hold[] = [];
  #held: string | undefined;
  #moving = false;

  /** @param still whether to be there at once instead of moving: for people who want less motion */
  constructor(rig: Rig, from: string, still: () => boolean) {
    this.#rig = rig;
    this.#still = still;
    this.#goal = viewpointOf(rig, cameraById(rig, from).camera);
    this.#springs = springsAt(this.#goal);
    this.#held = from;
    this.#holds = [{ id: from, spring: atRest(1) }];
  }

  /** As it is now; its azimuth may be any number of turns. */
  get viewpoint(): Viewpoint {
    const { azimuth, elevation, distance, fieldOfView } = this.#springs;
    return {
      azimuth: azimuth.value,
      elevation: elevation.value,
      distance: Math.exp(distance.value),
      fieldOfView: Math.exp(fieldOfView.value),
    };
  }

  /** The real camera that the view is exactly that of. */
  get at(): string | undefined {
    return this.#moving ? undefined : this.#held;
  }

  /** The real camera that the view is, or is flying to. */
  get bound(): string | undefined {
    return this.#held;
  }

  /** Follows a finger; degrees. */
  drag(azimuth: number, elevation: number): void {
    const from = this.#dragged ?? { azimuth: this.#goal.azimuth, elevation: this.#goal.elevation };
    const { limits } = this.#rig;
    const before = this.#rail(from.azimuth);
    const dragged = { azimuth: from.azimuth + azimuth, elevation: from.elevation + elevation };
    const after = this.#rail(dragged.azimuth);
    dragged.elevation += after.elevation - before.elevation;
    this.#dragged = dragged;
    this.#goal = {
      azimuth: limits.azimuth === 'wraps' ? dragged.azimuth : soft(dragged.azimuth, limits.azimuth, give),
      elevation: soft(dragged.elevation, elevationRange(this.#rig, dragged.azimuth), give),
      distance: clamp(this.#goal.distance * (after.distance / before.distance), limits.distance),
      fieldOfView: clamp(
        this.#goal.fieldOfView * (after.fieldOfView / before.fieldOfView),
        limits.fieldOfView,
      ),
    };
    this.#letGo(followMs);
  }

  /** The finger is lifted: what moves glides on. */
  release(): void {
    if (this.#dragged === undefined) return;
    this.#dragged = undefined;
    const { azimuth, elevation } = this.#springs;
    this.#goal = this.#within(
      this.#still()
        ? this.#goal
        : {
            ...this.#goal,
            azimuth: flung(azimuth, this.#goal.azimuth, followMs, glideMs),
            elevation: flung(elevation, this.#goal.elevation, followMs, glideMs),
          },
    );
    this.#letGo(glideMs);
  }

  /** By keys and by the sweep: degrees, along the cameras. */
  turn(azimuth: number, elevation: number, decayMs = flightMs): void {
    const before = this.#rail(this.#goal.azimuth);
    const after = this.#rail(this.#goal.azimuth + azimuth);
    this.#goal = this.#within({
      azimuth: this.#goal.azimuth + azimuth,
      elevation: this.#goal.elevation + elevation + after.elevation - before.elevation,
      distance: this.#goal.distance * (after.distance / before.distance),
      fieldOfView: this.#goal.fieldOfView * (after.fieldOfView / before.fieldOfView),
    });
    this.#letGo(decayMs);
  }

  /** @param amount natural logarithm of the enlargement */
  zoom(amount: number): void {
    const usual = this.#rail(this.#goal.azimuth).fieldOfView;
    this.#goal = { ...this.#goal, ...zoomed(this.#goal, amount, this.#rig.limits, usual) };
    this.#letGo(this.#dragged === undefined ? flightMs : followMs);
  }

  /** To a real camera, exactly. */
  flyTo(id: string): void {
    const there = viewpointOf(this.#rig, cameraById(this.#rig, id).camera);
    const { azimuth } = this.viewpoint;
    this.#goal = { ...there, azimuth: azimuth + shortTurn(azimuth, there.azimuth) };
    this.#dragged = undefined;
    this.#letGo(flightMs);
    this.#held = id;
    if (!this.#holds.some((hold) => hold.id === id))
      this.#holds = [...this.#holds, { id, spring: atRest(0) }];
  }

  /** @returns whether it still moves */
  step(elapsedMs: number): boolean {
    const decayMs = this.#still() ? 0 : this.#decayMs;
    const { azimuth, elevation, distance, fieldOfView } = this.#goal;
    const goals = springsAt({ azimuth, elevation, distance, fieldOfView });
    const next = (axis: keyof Axes<Spring>): Spring =>
      step(this.#springs[axis], goals[axis].value, elapsedMs, decayMs);
    this.#springs = {
      azimuth: next('azimuth'),
      elevation: next('elevation'),
      distance: next('distance'),
      fieldOfView: next('fieldOfView'),
    };
    this.#holds = this.#holds.map(({ id, spring }) => ({
      id,
      spring: step(spring, id === this.#held ? 1 : 0, elapsedMs, decayMs),
    }));
    this.#moving = !this.#arrived(goals);
    if (!this.#moving) {
      this.#springs = goals;
      this.#holds = this.#held === undefined ? [] : [{ id: this.#held, spring: atRest(1) }];
    }
    return this.#moving;
  }

  /** What is seen from there. */
  camera(size: PictureSize): CameraModel {
    const free = orbitCamera(this.#rig, this.viewpoint, size);
    return this.#holds.reduce((camera, { id, spring }) => {
      const real = resized(cameraById(this.#rig, id).camera, size.width, size.height);
      return mixCameras(camera, real, spring.value);
    }, free);
  }

  #letGo(decayMs: number): void {
    this.#held = undefined;
    this.#decayMs = decayMs;
    this.#moving = true;
  }

  /** How the cameras stand at an azimuth, where they stand in one row. */
  #rail(azimuth: number): Viewpoint {
    if (this.#rig.shape === 'rows' || this.#rig.rows.length === 0) return this.#goal;
    return viewpointOf(this.#rig, orbitThrough(this.#rig, azimuth));
  }

  #within(viewpoint: Viewpoint): Viewpoint {
    const clamped = clampViewpoint(this.#rig, viewpoint);
    if (this.#rig.limits.azimuth !== 'wraps') return clamped;
    return { ...clamped, azimuth: viewpoint.azimuth };
  }

  #arrived(goals: Axes<Spring>): boolean {
    const near = (a: Spring, b: Spring, within: number): boolean =>
      Math.abs(a.value - b.value) < within && Math.abs(a.velocity) < within / 10;
    return (
      near(this.#springs.azimuth, goals.azimuth, restNear.angle) &&
      near(this.#springs.elevation, goals.elevation, restNear.angle) &&
      near(this.#springs.distance, goals.distance, restNear.log) &&
      near(this.#springs.fieldOfView, goals.fieldOfView, restNear.log) &&
      this.#holds.every(({ id, spring }) => near(spring, atRest(id === this.#held ? 1 : 0), restNear.hold))
    );
  }
}
