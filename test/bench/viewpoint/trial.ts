/**
 * The trial that every method takes: every k-th frame of an orbit is a camera of the rig, and the method draws what the frames
 * between would have seen, which are then compared with what they did see. The true picture is never given to the method.
 */
import type { CameraModel, Vector3 } from '../../../src/viewpoint/camera/index.js';
import { psnr, speedJitter, speedOf, ssim, temporalDifference, trueStep, warpError } from './metrics.js';
import type { TrueStep } from './metrics.js';
import type { Picture } from './picture.js';
import type { Frame, View } from './pavilion.js';
import { pivotOf } from './pivot.js';

/** What a method is asked for. */
export interface Request {
  readonly target: CameraModel;
  /** All cameras of the rig with their pictures, in the order of the orbit. */
  readonly rig: readonly View[];
  /** Place in the rig of the camera before the target; the one after it is the next. */
  readonly before: number;
  /** What all cameras look at. */
  readonly pivot: Vector3;
}

export type Synthesize = (request: Request) => Picture | Promise<Picture>;

export interface Likeness {
  /** Mean over the pictures, dB. */
  readonly psnr: number;
  readonly ssim: number;
  /** The least PSNR of them, dB. */
  readonly worst: number;
}

export interface OrbitScores extends Likeness {
  /** Mean over the steps of temporalDifference and of warpError, steps of 1/255. */
  readonly temporal: number;
  readonly warp: number;
  readonly jitter: number;
}

export interface Scores {
  /** Every 2nd frame a camera; all frames between. */
  readonly second: Likeness;
  /** Every 4th frame a camera; the frame in the middle between two, furthest from both. */
  readonly fourth: Likeness;
  /**
   * Every 4th frame a camera; likeness of the three frames between each two, motion over the whole sequence, in which the
   * cameras' own pictures stand as they are, since an orbit passes through them.
   */
  readonly orbit: OrbitScores;
  /** Median time a synthesized picture took, ms. */
  readonly pictureMs: number;
}

/** Trials on one sequence; what is true of it is worked out once for all methods. */
export class Trial {
  readonly #frames: readonly Frame[];
  readonly #pivot: Vector3;
  #steps: readonly TrueStep[] | undefined;

  constructor(frames: readonly Frame[]) {
    this.#frames = frames;
    this.#pivot = pivotOf(frames.map(({ camera }) => camera));
  }

  async score(synthesize: Synthesize): Promise<Scores> {
    const times: number[] = [];
    const second = await this.draw(synthesize, 2, times);
    const sequence = await this.draw(synthesize, 4, times);
    times.sort((a, b) => a - b);
    return {
      second: this.#likeness(second, (place) => place % 2 !== 0),
      fourth: this.#likeness(sequence, (place) => place % 4 === 2),
      orbit: { ...this.#likeness(sequence, (place) => place % 4 !== 0), ...this.#motion(sequence) },
      pictureMs: times[times.length >> 1] ?? NaN,
    };
  }

  /** The whole sequence as it is seen with every k-th frame a camera. */
  async draw(synthesize: Synthesize, every: number, times: number[] = []): Promise<readonly Picture[]> {
    const rig = this.#frames.filter((_, place) => place % every === 0);
    const pictures: Picture[] = [];
    for (const [place, { camera, picture }] of this.#frames.entries()) {
      if (place % every === 0) {
        pictures.push(picture);
        continue;
      }
      const began = performance.now();
      const before = Math.floor(place / every);
      pictures.push(await synthesize({ target: camera, rig, before, pivot: this.#pivot }));
      times.push(performance.now() - began);
    }
    return pictures;
  }

  #likeness(pictures: readonly Picture[], counts: (place: number) => boolean): Likeness {
    const held = this.#frames.map((frame, place) => ({ frame, place })).filter(({ place }) => counts(place));
    const noise = held.map(({ frame, place }) => psnr(pictures[place]!, frame.picture));
    const similarity = held.map(({ frame, place }) => ssim(pictures[place]!, frame.picture));
    return { psnr: mean(noise), ssim: mean(similarity), worst: Math.min(...noise) };
  }

  #motion(pictures: readonly Picture[]): Omit<OrbitScores, keyof Likeness> {
    const truth = this.#frames.map(({ picture }) => picture);
    this.#steps ??= truth.slice(1).map((after, step) => trueStep(truth[step]!, after));
    const steps = this.#steps.map((step, place) => {
      const [before, after] = [pictures[place]!, pictures[place + 1]!];
      return {
        temporal: temporalDifference([before, after], [truth[place]!, truth[place + 1]!]),
        warp: warpError(before, after, step),
        speed: speedOf(before, after),
      };
    });
    return {
      temporal: mean(steps.map(({ temporal }) => temporal)),
      warp: mean(steps.map(({ warp }) => warp)),
      jitter: speedJitter(
        steps.map(({ speed }) => speed),
        this.#steps.map(({ speed }) => speed),
      ),
    };
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
