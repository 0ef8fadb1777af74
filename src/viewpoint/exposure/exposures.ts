import type { CameraModel, Vector3 } from '../camera/index.js';
import type { Gpu, Texture } from '../gl/index.js';
import type { Pace } from '../pace.js';
import type { Gap, Rig } from '../rig/index.js';
import { balance } from './balance.js';
import type { Link } from './balance.js';
import { pointsOf, pointsOnPlane } from './points.js';
import type { Surface } from './points.js';
import { ratioOf } from './ratio.js';
import { thumbnailOf } from './thumbnail.js';
import type { Thumbnail } from './thumbnail.js';

/** What is known of a camera when exposures are compared. */
export interface Exposed {
  readonly id: string;
  readonly camera: CameraModel;
  readonly picture: Texture;
  /** Its depth, where that is known. */
  readonly surface: Surface | undefined;
}

/** Degrees beyond which two cameras see too little of the same. */
const widest = 45;

/** How the cameras are exposed: red, green and blue as logarithms, 0 on average. Those that are not known are alike. */
export class Exposures {
  #thumbnails: ReadonlyMap<string, Thumbnail> | undefined;
  readonly #known = new Map<string, Vector3>();

  of(id: string): Vector3 {
    return this.#known.get(id) ?? [0, 0, 0];
  }

  /** Compares what cameras see of the same surfaces; where no depth is known yet, of the plane through the pivot. */
  async measure(gpu: Gpu, pace: Pace, cameras: readonly Exposed[], { gaps, pivot }: Rig): Promise<void> {
    this.#thumbnails ??= new Map(
      await Promise.all(
        cameras.map(
          async ({ id, camera, picture }) => [id, await thumbnailOf(gpu, pace, camera, picture)] as const,
        ),
      ),
    );
    const links: Link[] = [];
    for (const [a, { id, camera, surface }] of cameras.entries()) {
      const points = surface === undefined ? pointsOnPlane(camera, pivot) : pointsOf(surface);
      for (const other of gaps.flatMap((gap) => across(gap, id))) {
        const [own, theirs] = [this.#thumbnails.get(id), this.#thumbnails.get(other)];
        if (own === undefined || theirs === undefined) continue;
        const ratio = ratioOf(own, theirs, points, surface === undefined ? 'plane' : 'surface');
        const b = cameras.findIndex((one) => one.id === other);
        if (ratio !== undefined && b >= 0) links.push({ a, b, ratio });
      }
      await pace.turn();
    }
    for (const [at, log] of balance(cameras.length, links).entries()) {
      const id = cameras[at]?.id;
      if (id !== undefined) this.#known.set(id, log);
    }
  }
}

/** The camera on the other side of a gap that is narrow enough. */
const across = ({ a, b, angle }: Gap, id: string): string[] =>
  angle > widest || (a !== id && b !== id) ? [] : [a === id ? b : a];
