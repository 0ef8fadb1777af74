/** The event descriptor's calibrations. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { projectPoint } from '../../../../examples/venue/projection.js';
import { cameras as venue, subject } from '../../../../examples/venue/rig.js';
import type { VenueCamera } from '../../../../examples/venue/rig.js';
import type { Calibration } from '../../../../src/event/index.js';
import { calibrationFromCamera, cameraFromCalibration } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal, seen } from './support.js';

/** What an event descriptor says of a camera of the venue. */
const described = ({ translation, rotation, intrinsics }: VenueCamera): Calibration => ({
  translation,
  rotation,
  intrinsics: { ...intrinsics },
});
const first = described(venue[0]!);

describe('cameraFromCalibration', () => {
  it('shows the subject where the venue shows it', () => {
    for (const camera of venue) {
      const { x, y } = projectPoint(camera, subject.center);
      expectNear(seen(cameraFromCalibration(camera.id, described(camera)), subject.center), [x, y]);
    }
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(anyCamera(), (camera) => {
        expectSame(cameraFromCalibration(camera.id, calibrationFromCamera(camera)), camera, 1e-11);
      }),
    );
  });

  it('puts the coefficients in their places', () => {
    const distortion = { model: 'brown-conrady', radial: [1, 2, 3], tangential: [4, 5] } as const;
    expect(cameraFromCalibration('a', { ...first, distortion }).distortion).to.deep.equal([1, 2, 4, 5, 3]);
  });

  it('refuses lenses of other models, by name', () => {
    for (const distortion of [
      { model: 'fisheye', radial: [0, 0, 0, 0], tangential: [] },
      { model: 'brown-conrady', radial: [0, 0, 0, 1], tangential: [] },
    ] as const) {
      expect(refusal(() => cameraFromCalibration('a', { ...first, distortion })).reason).to.equal(
        'viewpoint/unsupported-distortion',
      );
    }
  });

  it('refuses a quaternion that is no rotation, and skew', () => {
    const rotation = [0, 0, 0, 0] as const;
    expect(refusal(() => cameraFromCalibration('a', { ...first, rotation })).reason).to.equal(
      'viewpoint/invalid-camera',
    );
    const skewed = { ...cameraFromCalibration('a', first), skew: 3 };
    expect(refusal(() => calibrationFromCamera(skewed)).reason).to.equal('viewpoint/not-expressible');
  });
});
