import { child, children, number, numbers } from './fields.js';
import type { Located } from './fields.js';
import type { IssueLog } from './issue.js';
import { within } from './place.js';

/** How far a quaternion's length may be from 1; what JSON writers round away is far less. */
const unitTolerance = 1e-3;

/** Directions whose angle's sine is below this count as parallel. */
const parallelTolerance = 1e-3;

/** Cameras stand and look as the format says: glTF space, metres, down their own -Z. */
export function checkRig(root: Located, log: IssueLog): void {
  const rig = child(root, 'rig');
  const subject = numbers(child(rig, 'subject'), 'center', 3);
  for (const camera of children(rig, 'cameras')) {
    checkCamera(camera, log);
    if (subject !== undefined) checkSight(camera, subject, log);
  }
  for (const angle of children(root, 'angles')) {
    const calibration = child(angle, 'calibration');
    if (calibration !== undefined) checkCamera(calibration, log);
  }
  if (rig !== undefined) checkAxes(rig, log);
  for (const replay of children(root, 'replays')) {
    const space = child(replay, 'space');
    if (space !== undefined) checkRotation(space, log);
  }
}

function checkCamera(camera: Located, log: IssueLog): void {
  checkRotation(camera, log);
  const intrinsics = child(camera, 'intrinsics');
  for (const [axis, size] of [
    ['cx', 'width'],
    ['cy', 'height'],
  ] as const) {
    const center = number(intrinsics, axis);
    const extent = number(intrinsics, size);
    if (intrinsics === undefined || center === undefined || extent === undefined) continue;
    if (center >= 0 && center <= extent) continue;
    log.warn(within(intrinsics.place, axis), {
      code: 'event/principal-point-outside',
      found: String(center),
      expected: `a principal point inside the picture, 0 to ${extent} pixels`,
      hint: `It is mostly near ${extent / 2}: check that ${axis} and ${size} are in pixels of the same picture.`,
    });
  }
}

function checkRotation(of: Located, log: IssueLog): void {
  const rotation = numbers(of, 'rotation', 4);
  if (rotation === undefined) return;
  const length = Math.hypot(...rotation);
  if (Math.abs(length - 1) <= unitTolerance) return;
  log.error(within(of.place, 'rotation'), {
    code: 'event/not-a-rotation',
    found: `a quaternion of length ${Number(length.toPrecision(6))}`,
    expected: `length 1 to within ${unitTolerance}`,
    hint:
      length === 0
        ? 'Write x, y, z, w of the rotation; no rotation is [0, 0, 0, 1].'
        : 'Divide x, y, z and w by this length; check that they are a quaternion and not angles.',
  });
}

/** The most common mistake: poses in OpenCV's convention, whose cameras look down +Z. */
function checkSight(camera: Located, subject: readonly number[], log: IssueLog): void {
  const rotation = numbers(camera, 'rotation', 4);
  const translation = numbers(camera, 'translation', 3);
  if (rotation === undefined || translation === undefined) return;
  const [x = 0, y = 0, z = 0, w = 0] = rotation;
  // The camera's -Z in the scene: the third column of the rotation matrix, negated.
  const sight = [-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y))];
  const towards = subject.map((value, index) => value - (translation[index] ?? 0));
  if (dot(sight, towards) >= 0) return;
  log.warn(within(camera.place, 'rotation'), {
    code: 'event/looks-away',
    found: 'a camera with the subject behind it',
    expected: 'a camera that looks at the subject',
    hint: 'A camera looks down its own -Z with +Y up (glTF). Poses from OpenCV or COLMAP look down +Z with +Y down: turn each by half a turn about its own X axis.',
  });
}

function checkAxes(rig: Located, log: IssueLog): void {
  const up = rig.object['up'] === undefined ? [0, 1, 0] : numbers(rig, 'up', 3);
  const front = rig.object['front'] === undefined ? [0, 0, 1] : numbers(rig, 'front', 3);
  if (up === undefined || front === undefined) return;
  const lengths = Math.hypot(...up) * Math.hypot(...front);
  if (lengths > 0 && Number.isFinite(lengths) && sine(up, front) > parallelTolerance) return;
  log.error(rig.place, {
    code: 'event/not-a-direction',
    found: `up [${up.join(', ')}] and front [${front.join(', ')}]`,
    expected: 'two directions that are not zero and not parallel',
    hint: 'up is mostly [0, 1, 0]; front points from the subject along the ground, for example [0, 0, 1].',
  });
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

function sine(a: readonly number[], b: readonly number[]): number {
  const cosine = dot(a, b) / (Math.hypot(...a) * Math.hypot(...b));
  return Math.sqrt(Math.max(0, 1 - cosine * cosine));
}
