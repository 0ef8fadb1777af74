import { depthOf, determinant, dot, forward, length, subtract } from '../camera/index.js';
import type { CameraModel } from '../camera/index.js';
import { angleBetween, degrees } from './angles.js';
import type { Rig } from './rig.js';

export type RigIssueCode =
  | 'duplicate-id'
  | 'coincident'
  | 'mirrored'
  | 'upside-down'
  | 'behind'
  | 'looks-away'
  | 'field-of-view'
  | 'pixel-shape'
  | 'principal-point';

/** What is wrong, or at least strange, in the calibration itself. */
export interface RigIssue {
  readonly code: RigIssueCode;
  /** Ids. */
  readonly cameras: readonly string[];
  readonly message: string;
  readonly hint: string;
}

/** Part of the distance to the pivot below which two cameras stand at one place. */
const coincident = 1e-4;
/** Degrees, across the longer side of the picture. Broadcast's longest lenses see half a degree. */
const plausibleField = [0.3, 150] as const;
/** fx / fy, either way: anamorphic pictures reach 2. */
const plausibleRatio = 2.1;
/** Of the picture's size, from its middle: beyond its border only where it was cut out of a larger one. */
const plausibleCentre = 0.5;

const each = (
  cameras: readonly CameraModel[],
  code: RigIssueCode,
  isSo: (camera: CameraModel) => boolean,
  message: string,
  hint: string,
): readonly RigIssue[] => {
  const found = cameras.filter(isSo).map(({ id }) => id);
  return found.length === 0
    ? []
    : [{ code, cameras: found, message: `${found.join(', ')}: ${message}`, hint }];
};

const fieldOfView = ({ width, height, fx, fy }: CameraModel): number =>
  degrees(2 * Math.atan(Math.max(width / fx, height / fy) / 2));

/** Checks of the numbers alone; `validateRig` holds them against the pictures. */
export function checkRig(rig: Rig): readonly RigIssue[] {
  const cameras = rig.cameras.map(({ camera }) => camera);
  const outward = behind(rig);
  return [
    ...duplicates(cameras),
    ...places(rig),
    ...each(
      cameras,
      'mirrored',
      ({ rotation }) => !(determinant(rotation) > 0),
      'the rotation mirrors, so that its picture would be seen in a mirror.',
      'One axis has the wrong sign, or the scene is left-handed: convert it to right-handed axes first.',
    ),
    ...each(
      cameras,
      'upside-down',
      ({ rotation: [, x, , , y, , , z] }) => dot([x, y, z], rig.up) < -0.5,
      "stands on its head in the rig's up.",
      'If all do, up or the y axis of the cameras has the wrong sign: OpenCV has y down, glTF up.',
    ),
    ...(outward.length * 2 > cameras.length
      ? [
          {
            code: 'behind' as const,
            cameras: outward,
            message: 'most cameras have what they surround behind them.',
            hint: 'If they do not look outwards, their z axis has the wrong sign: OpenCV looks along +z, glTF along -z.',
          },
        ]
      : awayFrom(rig)),
    ...each(
      cameras,
      'field-of-view',
      (camera) => !(fieldOfView(camera) > plausibleField[0] && fieldOfView(camera) < plausibleField[1]),
      'no such lens: its field of view is implausible.',
      'Focal lengths have to be in pixels of a picture of the size given; millimetres want width / sensor width.',
    ),
    ...each(
      cameras,
      'pixel-shape',
      ({ fx, fy }) => !(fx / fy < plausibleRatio && fy / fx < plausibleRatio),
      'fx and fy differ by more than any pixels do.',
      'Check whether width and height, or the rows of K, were swapped.',
    ),
    ...each(
      cameras,
      'principal-point',
      ({ cx, cy, width, height }) =>
        Math.abs(cx / width - 0.5) > plausibleCentre || Math.abs(cy / height - 0.5) > plausibleCentre,
      'the principal point is outside the picture.',
      'Check whether the calibration is for a picture of another size, and that cx and cy were not swapped.',
    ),
  ];
}

/** With a pivot that was only guessed in front of them, what the axes say is told by why it was. */
function behind({ cameras, pivot, pivotQuality }: Rig): readonly string[] {
  return cameras
    .filter(({ camera }) => pivotQuality.reason === 'diverging' || !(depthOf(camera, pivot) > 0))
    .map(({ id }) => id);
}

function duplicates(cameras: readonly CameraModel[]): readonly RigIssue[] {
  const ids = cameras.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return twice.map((id) => ({
    code: 'duplicate-id',
    cameras: [id],
    message: `${id}: more than one camera has this id.`,
    hint: 'Give every camera an id of its own: pictures are told apart by it.',
  }));
}

function places({ cameras }: Rig): readonly RigIssue[] {
  return cameras.flatMap((a, index) =>
    cameras
      .slice(index + 1)
      .filter((b) => length(subtract(a.camera.position, b.camera.position)) <= coincident * a.distance)
      .map((b) => ({
        code: 'coincident' as const,
        cameras: [a.id, b.id],
        message: `${a.id} and ${b.id} stand at the same place.`,
        hint: 'If they do not, one was given the calibration of the other; if they do, there is nothing to see between them.',
      })),
  );
}

/** Who does not have the pivot in the picture while most others do. */
function awayFrom({ cameras, pivotQuality, pivot }: Rig): readonly RigIssue[] {
  if (!pivotQuality.reliable) return [];
  return cameras
    .filter(({ id }) => pivotQuality.elsewhere.includes(id))
    .map(({ id, camera }) => {
      const off = angleBetween(forward(camera), subtract(pivot, camera.position));
      return {
        code: 'looks-away',
        cameras: [id],
        message: `${id} looks ${off.toFixed(0)} degrees past what the others look at.`,
        hint: 'If the camera does look at the subject, its rotation is wrong; if not, leave it out of the rig.',
      };
    });
}
