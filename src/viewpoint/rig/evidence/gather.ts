import type { CameraModel } from '../../camera/index.js';
import { median } from '../statistics.js';
import { leastPoints } from './agreement.js';
import type { ComparedPair, Evidence, SeenPoint, Sighting } from './agreement.js';
import { essential, sampson } from './epipolar.js';
import type { Focals, SightPair } from './epipolar.js';
import { matchFeatures } from './matching.js';
import type { Features } from './features.js';
import { seeded } from './random.js';
import { agreeing } from './ransac.js';
import { sightCamera, sightsOf } from './sight.js';
import type { SightCamera, Sights } from './sight.js';
import { joinTracks } from './tracks.js';
import type { Edge, Track } from './tracks.js';

/** A camera with what was found in its picture; cameras and features are for the same size of picture. */
export interface Witness {
  readonly camera: CameraModel;
  readonly features: Features;
}

export interface Comparison {
  readonly pair: ComparedPair;
  readonly edges: readonly Edge[];
}

interface Indexed extends SightPair {
  readonly edge: Edge;
}

/** Pixels from its epipolar line within which a match fits the calibration. */
const fits = 1;
/**
 * Where the calibration explains nearly as many matches as the best geometry of all does, those are the right ones: the best
 * may be led astray by wrong matches that are wrong alike.
 */
const asGood = 0.8;

/** Compares all pairs; yields after each, so that the caller may pause there. */
export function* gather(
  witnesses: readonly Witness[],
  pairs: readonly (readonly [number, number])[],
): Generator<void, Evidence> {
  const cameras = witnesses.map(({ camera }) => sightCamera(camera));
  const sights = witnesses.map(({ camera, features }) => sightsOf(camera, features));
  const compared: Comparison[] = [];
  for (const [a, b] of pairs) {
    compared.push(compare(witnesses, cameras, sights, a, b));
    yield;
  }
  const tracks = joinTracks(
    compared.flatMap(({ edges }) => edges),
    witnesses.map(({ features }) => features.count),
  );
  return { cameras, pairs: compared.map(({ pair }) => pair), seen: seenBy(tracks, cameras, sights) };
}

function compare(
  witnesses: readonly Witness[],
  cameras: readonly SightCamera[],
  sights: readonly Sights[],
  a: number,
  b: number,
): Comparison {
  const nothing = { pair: { a, b, matches: 0, epipolar: NaN }, edges: [] };
  const [one, other, seenA, seenB] = [cameras[a], cameras[b], sights[a], sights[b]];
  const [featuresA, featuresB] = [witnesses[a]?.features, witnesses[b]?.features];
  if (!one || !other || !seenA || !seenB || !featuresA || !featuresB) return nothing;
  const candidates = matchFeatures(featuresA, featuresB).map((match): Indexed => ({
    ax: seenA.x[match.a] ?? 0,
    ay: seenA.y[match.a] ?? 0,
    bx: seenB.x[match.b] ?? 0,
    by: seenB.y[match.b] ?? 0,
    edge: { a: { camera: a, feature: match.a }, b: { camera: b, feature: match.b } },
  }));
  const focals: Focals = [one.fx, one.fy, other.fx, other.fy];
  const e = essential(one, other);
  const miss = (pair: SightPair): number => sampson(e, pair, focals);
  // A seed of its own for every pair: which others are compared changes nothing.
  const free = agreeing(candidates, focals, seeded(a * 4099 + b));
  const fitting = candidates.filter((pair) => miss(pair) < fits);
  const kept =
    fitting.length >= asGood * free.length ? candidates.filter((pair) => miss(pair) < 2 * fits) : free;
  if (kept.length < leastPoints) return { ...nothing, pair: { ...nothing.pair, matches: kept.length } };
  const epipolar = median(kept.map(miss));
  return { pair: { a, b, matches: kept.length, epipolar }, edges: kept.map(({ edge }) => edge) };
}

function seenBy(
  tracks: readonly Track[],
  cameras: readonly SightCamera[],
  sights: readonly Sights[],
): readonly (readonly SeenPoint[])[] {
  const seen = cameras.map((): SeenPoint[] => []);
  for (const track of tracks) {
    if (track.length < 3) continue;
    const points = track.flatMap(({ camera: index, feature }): readonly Sighting[] => {
      const camera = cameras[index];
      const at = sights[index];
      return camera && at ? [{ index, camera, x: at.x[feature] ?? 0, y: at.y[feature] ?? 0 }] : [];
    });
    for (const own of points) seen[own.index]?.push({ own, others: points.filter((each) => each !== own) });
  }
  return seen;
}
