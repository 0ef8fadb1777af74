/** The venue's cameras in the terms of the synthesis. */
import { cameras as rig, subject } from '../../../../examples/venue/rig.js';
import type { CalibratedCamera } from '../../../../examples/venue/projection.js';
import { orbitCamera, viewpointOf } from '../../../../examples/venue/orbit.js';
import { matrixOf, noDistortion } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';

export { subject };

/** A camera that the venue can be rendered from, with a name. */
export interface VenueView extends CalibratedCamera {
  readonly id: string;
}

export const ringSize = 24;
/** Between two neighbours of the ring, degrees. */
export const ringGap = 360 / ringSize;

export const modelOf = ({ id, translation, rotation, intrinsics }: VenueView): CameraModel => ({
  id,
  ...intrinsics,
  skew: 0,
  distortion: noDistortion,
  position: translation,
  rotation: matrixOf(rotation),
});

export function venueCamera(id: string): VenueView {
  const found = rig.find((camera) => camera.id === id);
  if (found === undefined) throw new Error(`the venue has no camera ${id}`);
  return found;
}

/** Counted round the ring, any whole number. */
export const ringCamera = (number: number): VenueView =>
  venueCamera(`ring-${String(((number % ringSize) + ringSize) % ringSize).padStart(2, '0')}`);

/** A view from the ring: at a camera's number and parts of the gap after it, raised by degrees. */
export function ringView(place: number, raised = 0): VenueView {
  const { elevation, distance, fieldOfView } = viewpointOf(ringCamera(0));
  const viewpoint = { azimuth: place * ringGap, elevation: elevation + raised, distance, fieldOfView };
  return { id: `at-${place}-${raised}`, ...orbitCamera(viewpoint) };
}
