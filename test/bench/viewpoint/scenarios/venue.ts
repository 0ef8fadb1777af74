/** Scenarios that the venue is rendered for. */
import { lookAt } from '../../../../examples/venue/rig.js';
import type { Vector3 } from '../../../../examples/venue/rig.js';
import { multiply } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Matrix3 } from '../../../../src/viewpoint/camera/index.js';
import type { MomentRequest } from '../page/protocol.js';
import { modelOf, ringCamera, ringView, subject } from '../venue/cameras.js';
import type { VenueView } from '../venue/cameras.js';
import { instants } from '../venue/instants.js';
import { usual } from '../venue/truth.js';
import type { VenueTruth } from '../venue/truth.js';
import type { Made, Scenario } from './contract.js';

const { timeMs } = instants[0]!;
const ring = (...numbers: readonly number[]): readonly VenueView[] => numbers.map(ringCamera);
const middle = ring(-2, -1, 0, 1, 2, 3);

interface Options {
  readonly subject?: boolean;
  /** The calibration that is given, of the true one. */
  readonly calibrated?: (cameras: readonly CameraModel[]) => readonly CameraModel[];
}

async function made(
  truth: VenueTruth,
  cameras: readonly VenueView[],
  views: readonly VenueView[],
  { subject: told = true, calibrated = (same) => same }: Options = {},
): Promise<Made> {
  const request: MomentRequest = {
    size: usual,
    cameras: calibrated(cameras.map(modelOf)),
    frames: await truth.keys(cameras, timeMs),
    ...(told && { subject }),
  };
  return { request, views: views.map(modelOf) };
}

/** Side by side with parallel axes, along a line; metres apart. */
function alongLine(places: readonly number[]): readonly VenueView[] {
  const { translation, intrinsics } = ringCamera(0);
  return places.map((x) => {
    const eye: Vector3 = [x, translation[1], translation[2]];
    return {
      id: `line-${x}`,
      translation: eye,
      rotation: lookAt(eye, [x, translation[1], 0]),
      intrinsics,
    };
  });
}

/** About the camera's own upright axis. */
function turned(camera: CameraModel, degrees: number): CameraModel {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turn: Matrix3 = [c, 0, s, 0, 1, 0, -s, 0, c];
  return { ...camera, rotation: multiply(camera.rotation, turn) };
}

/** Each has the calibration of another, but its own name. */
const shuffled = (cameras: readonly CameraModel[]): readonly CameraModel[] =>
  cameras.map(({ id }, index) => ({ ...cameras[(index * 5 + 3) % cameras.length]!, id }));

export const venueScenarios: readonly Scenario[] = [
  {
    name: 'no subject given',
    right: ['depth'],
    make: (_, truth) => made(truth, middle, [ringView(0.5), ringView(1.3, 2)], { subject: false }),
  },
  {
    name: 'ring with gaps of 45 degrees',
    right: ['blend'],
    make: (_, truth) =>
      made(truth, ring(0, 3, 6, 9, 12, 15, 18, 21), [ringView(1.5), ringView(4), ringView(10.5, 3)]),
  },
  {
    name: 'two cameras only',
    right: ['depth', 'blend'],
    make: (_, truth) => made(truth, ring(0, 1), [ringView(0.3), ringView(0.5)]),
  },
  {
    name: 'one camera only',
    right: ['snap', 'blend'],
    make: (_, truth) => made(truth, ring(0), [ringView(0), ringView(0.2)]),
  },
  {
    name: 'cameras on a line, axes parallel, no subject',
    right: ['depth', 'blend'],
    make: (_, truth) =>
      made(truth, alongLine([-1.6, -0.8, 0, 0.8, 1.6]), alongLine([-0.4, 0.5]), { subject: false }),
  },
  {
    name: 'one camera calibrated 5 degrees off, views beside it',
    right: ['blend'],
    make: (_, truth) =>
      made(truth, middle, [ringView(-0.5), ringView(0.5)], {
        calibrated: (cameras) =>
          cameras.map((camera) => (camera.id === 'ring-00' ? turned(camera, 5) : camera)),
      }),
  },
  {
    name: 'calibration shuffled among all cameras',
    right: ['blend'],
    make: (_, truth) => made(truth, middle, [ringView(0.5), ringView(1.5)], { calibrated: shuffled }),
  },
];
