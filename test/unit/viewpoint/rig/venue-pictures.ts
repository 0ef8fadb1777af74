/** The venue seen by its ring: calibrated exactly, rendered here. */
import { cameras } from '../../../../examples/venue/rig.js';
import type { VenueCamera } from '../../../../examples/venue/rig.js';
import { createVenue } from '../../../../examples/venue/venue.js';
import { matrixOf, noDistortion } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';

export const modelOf = ({ id, translation, rotation, intrinsics }: VenueCamera): CameraModel => ({
  id,
  ...intrinsics,
  skew: 0,
  distortion: noDistortion,
  position: translation,
  rotation: matrixOf(rotation),
});

export const ringCamera = (number: number): VenueCamera => {
  const found = cameras.find((camera) => camera.ring && camera.number === (number + 24) % 24);
  if (found === undefined) throw new Error(`There is no ring camera ${number}.`);
  return found;
};

/** One instant, as each of the cameras sees it. */
export function picturesOf(seen: readonly VenueCamera[], timeMs: number): readonly ImageData[] {
  const size = { width: 640, height: 360 };
  const venue = createVenue({ canvas: document.createElement('canvas'), ...size });
  const flat = new OffscreenCanvas(size.width, size.height);
  const context = flat.getContext('2d', { willReadFrequently: true })!;
  const pictures = seen.map((camera) => {
    venue.render(camera, timeMs);
    context.drawImage(venue.canvas, 0, 0);
    return context.getImageData(0, 0, flat.width, flat.height);
  });
  venue.dispose();
  return pictures;
}
