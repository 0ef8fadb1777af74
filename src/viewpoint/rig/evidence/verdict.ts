import type { Rig } from '../rig.js';
import { median } from '../statistics.js';
import type { Evidence } from './agreement.js';
import type { Cause, Remedy } from './remedy.js';
import { agreeingPx, goodPx } from './suspects.js';
import type { Suspicion } from './suspects.js';

export type Verdict = 'good' | 'off' | 'unknown';

export interface PairVerdict {
  readonly a: string;
  readonly b: string;
  /** Points of both pictures that agree on some epipolar geometry. */
  readonly matches: number;
  /** Median distance from the calibration's epipolar lines, pixels of the full picture; undefined where too few match. */
  readonly medianPx: number | undefined;
  readonly verdict: Verdict;
}

export interface CameraVerdict {
  readonly id: string;
  /** Median over its pairs with cameras that are not off, pixels of the full picture; undefined where unknown. */
  readonly medianPx: number | undefined;
  /**
   * Median distance of where the camera sees points from where the others say they are, their own errors discounted, pixels
   * of the full picture. This also shows what lies along epipolar lines. Undefined where three cameras share too few points.
   */
  readonly reprojectionPx: number | undefined;
  /** How many pairs could be judged. */
  readonly pairs: number;
  readonly verdict: Verdict;
  /** What would mend a camera that is off. */
  readonly cause: Cause | undefined;
  readonly hint: string;
}

export interface RigValidation {
  /** Some cameras could be judged, and none of them disagrees; a rig's median is below half a (working) pixel then. */
  readonly ok: boolean;
  /** Over all pairs that could be judged, pixels of the full picture. */
  readonly medianPx: number | undefined;
  readonly pairs: readonly PairVerdict[];
  readonly cameras: readonly CameraVerdict[];
  /** Ids of cameras that are off, the worst first. */
  readonly suspects: readonly string[];
  /** About the rig as a whole; empty where all is well. */
  readonly hint: string;
}

export interface Judged {
  readonly rig: Rig;
  readonly evidence: Evidence;
  readonly suspicion: Suspicion;
  /** By index of camera, of those that are off. */
  readonly remedies: ReadonlyMap<number, Remedy>;
  /** Pixels of the full picture for each working pixel, by index of camera. */
  readonly scales: readonly number[];
  /** Cameras in whose pictures too little was found. */
  readonly plain: ReadonlySet<number>;
}

const known = (values: readonly number[]): readonly number[] => values.filter(Number.isFinite);
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

export function verdictOf(judged: Judged): RigValidation {
  const { rig, evidence, suspicion, scales } = judged;
  const idOf = (index: number): string => rig.cameras[index]?.id ?? '';
  const pairs = evidence.pairs.map(({ a, b, matches, epipolar }): PairVerdict => ({
    a: idOf(a),
    b: idOf(b),
    matches,
    medianPx: finite((epipolar * ((scales[a] ?? 1) + (scales[b] ?? 1))) / 2),
    verdict: gradeOf(epipolar),
  }));
  const cameras = rig.cameras.map((_, index) => cameraVerdict(judged, index));
  const medianPx = finite(median(known(pairs.map((pair) => pair.medianPx ?? NaN))));
  const unresolved = suspicion.off.length === 0 && disagrees(judged);
  return {
    ok: suspicion.off.length === 0 && !unresolved && cameras.some(({ verdict }) => verdict === 'good'),
    medianPx,
    pairs,
    cameras,
    suspects: suspicion.off.map(idOf),
    hint: rigHint(judged, idOf, unresolved),
  };
}

const gradeOf = (px: number): Verdict =>
  !Number.isFinite(px) ? 'unknown' : px <= agreeingPx ? 'good' : 'off';

/** Whether cameras do not agree, or the rig as a whole is not good enough, though nobody can be named. */
function disagrees({ evidence, suspicion }: Judged): boolean {
  const pairs = known(evidence.pairs.map(({ epipolar }) => epipolar));
  return (
    suspicion.either.length > 0 || suspicion.agreement.some((px) => px > agreeingPx) || median(pairs) > goodPx
  );
}

function cameraVerdict(judged: Judged, index: number): CameraVerdict {
  const { rig, evidence, suspicion, scales, remedies } = judged;
  const off = new Set(suspicion.off);
  const own = evidence.pairs.filter(
    ({ a, b }) => (a === index && !off.has(b)) || (b === index && !off.has(a)),
  );
  const judgeable = known(own.map(({ epipolar }) => epipolar));
  const epipolar = median(judgeable);
  const agreement = suspicion.agreement[index] ?? NaN;
  const worst = Math.max(...known([epipolar, agreement]), -Infinity);
  const verdict: Verdict = off.has(index)
    ? 'off'
    : worst >= 0 && worst <= agreeingPx && !suspicion.either.includes(index)
      ? 'good'
      : 'unknown';
  const scale = scales[index] ?? 1;
  const remedy = remedies.get(index);
  return {
    id: rig.cameras[index]?.id ?? '',
    medianPx: finite(epipolar * scale),
    reprojectionPx: finite(agreement * scale),
    pairs: judgeable.length,
    verdict,
    cause: remedy?.cause,
    hint: verdict === 'off' ? offHint(remedy) : verdict === 'good' ? '' : unknownHint(judged, index, worst),
  };
}

function offHint(remedy: Remedy | undefined): string {
  const unclear =
    'Its calibration does not fit its picture: check that the picture is from this camera and this instant, then calibrate it again.';
  if (remedy === undefined) return unclear;
  switch (remedy.cause) {
    case 'rotation':
      return `Its picture fits a camera turned ${remedy.turned.toFixed(2)} degrees from where its calibration says: was it touched? Calibrate its rotation again.`;
    case 'focal-length':
      return `Its picture fits a focal length of ${(remedy.zoom * 100).toFixed(1)} % of its calibration's: was it zoomed, or calibrated at another picture size?`;
    case 'position':
      return `Its picture fits a camera ${remedy.moved.toPrecision(2)} scene units from where its calibration says: was it moved?`;
    case 'pose':
      return `Its picture fits a camera turned ${remedy.turned.toFixed(2)} degrees and ${remedy.moved.toPrecision(2)} scene units from where its calibration says: was it moved, or is this the picture of another?`;
    case 'unclear':
      return unclear;
  }
}

function unknownHint({ plain, suspicion, rig }: Judged, index: number, worst: number): string {
  if (plain.has(index)) return 'Its picture is missing or has too little texture to judge by.';
  if (suspicion.either.includes(index)) {
    const ids = suspicion.either.map((each) => rig.cameras[each]?.id ?? '');
    return `One of ${ids.join(', ')} is off; the pictures cannot tell which. A further camera near them would.`;
  }
  if (worst > agreeingPx)
    return 'It does not agree with its neighbours, and neither do enough of them with each other.';
  return 'No other camera near enough sees enough of the same points.';
}

function rigHint(
  { suspicion, evidence }: Judged,
  idOf: (index: number) => string,
  unresolved: boolean,
): string {
  if (suspicion.off.length > 0)
    return `Without ${suspicion.off.map(idOf).join(', ')} the other cameras agree with each other.`;
  if (suspicion.either.length > 0)
    return `One of ${suspicion.either.map(idOf).join(', ')} is off; the pictures cannot tell which.`;
  if (unresolved)
    return 'The calibration as a whole does not fit the pictures: check that they are in the order of the cameras, of one instant, and that the calibration is for this size of picture.';
  if (evidence.pairs.every(({ epipolar }) => !Number.isFinite(epipolar)))
    return 'The cameras stand too far apart, or their pictures have too little texture, to judge the calibration.';
  return '';
}
