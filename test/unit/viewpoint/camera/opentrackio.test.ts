/** OpenTrackIO samples. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  camerasFromOpenTrackIO,
  forward,
  openTrackIOFromCameras,
  undistort,
} from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal, seen } from './support.js';

const camera = {
  activeSensorPhysicalDimensions: { width: 36, height: 24 },
  activeSensorResolution: { width: 3840, height: 2560 },
  label: 'A',
};
const transform = (translation: number[], pan = 0, tilt = 0, roll = 0) => ({
  translation: { x: translation[0], y: translation[1], z: translation[2] },
  rotation: { pan, tilt, roll },
});
const sample = (changes: object = {}): string =>
  JSON.stringify({
    protocol: { name: 'OpenTrackIO', version: [1, 0, 0] },
    static: { camera },
    lens: { pinholeFocalLength: 36 },
    transforms: [transform([0, 0, 0])],
    ...changes,
  });
const one = (changes?: object) => camerasFromOpenTrackIO(sample(changes)).cameras[0]!;
const lens = (changes: object) => one({ lens: { pinholeFocalLength: 36, ...changes } });

describe('OpenTrackIO', () => {
  it('looks along Y with X to the right and Z up, in metres', () => {
    const { cameras, up, unit } = camerasFromOpenTrackIO(sample());
    expect([up, unit]).to.deep.equal([[0, 0, 1], 'metre']);
    expect(cameras[0]!.id).to.equal('A');
    expectNear(forward(cameras[0]!), [0, 1, 0]);
    // 36 mm before a sensor of 36 mm: the focal length is the width of the picture.
    expectNear(seen(cameras[0]!, [1, 10, 0]), [1919.5 + 384, 1279.5]);
    expectNear(seen(cameras[0]!, [0, 10, 1]), [1919.5, 1279.5 - 384]);
  });

  it('pans to the left, tilts up, rolls clockwise as the camera sees it', () => {
    const turned = (pan: number, tilt: number, roll: number) =>
      one({ transforms: [transform([0, 0, 0], pan, tilt, roll)] });
    expectNear(forward(turned(90, 0, 0)), [-1, 0, 0]);
    expectNear(forward(turned(0, 90, 0)), [0, 0, 1]);
    expectNear(forward(turned(90, 30, 0)), [-Math.cos(Math.PI / 6), 0, 0.5]);
    // The camera's top leans to its right, so what is above it appears to the left.
    const [x, y] = seen(turned(0, 0, 90), [0, 10, 1]);
    expectNear([x!, y!], [1919.5 - 384, 1279.5]);
  });

  it('composes its transforms from the stage to the sensor', () => {
    const crane = one({ transforms: [transform([1, 2, 3], 90), transform([0, 5, 0], 0, 0, 0)] });
    expectNear(crane.position, [-4, 2, 3]);
    expectNear(forward(crane), [-1, 0, 0]);
  });

  it('puts the centre of projection into the entrance pupil', () => {
    expectNear(lens({ entrancePupilOffset: 0.123 }).position, [0, 0.123, 0]);
  });

  it('moves the principal point to the right and down', () => {
    const { cx, cy } = lens({ projectionOffset: { x: 0.36, y: 0.24 } });
    expectNear([cx, cy], [1919.5 + 38.4, 1279.5 + 25.6]);
  });

  it('takes a lens U-D as OpenCV has it: odd coefficients above, in millimetres', () => {
    const { distortion } = lens({
      distortion: [
        { model: 'Brown-Conrady U-D', radial: [0.1 / 36 ** 2, 0, 0.2 / 36 ** 4], tangential: [0.01 / 36] },
      ],
    });
    expectNear(distortion, [0.1, 0.2, 0.01, 0, 0]);
  });

  it('turns a lens D-U, the default, around', () => {
    const [l1, q1] = [0.05 / 36 ** 2, 0.001 / 36];
    const { distortion } = lens({ distortion: [{ radial: [l1], tangential: [q1, 0] }] });
    for (const [x, y] of [
      [0.4, 0.3],
      [-0.5, 0.1],
      [0.1, -0.3],
    ] as const) {
      const r2 = x * x + y * y;
      const straight = undistort(distortion, { x, y });
      const expected = [x * (1 + 0.05 * r2) + 0.002 * x * y, y * (1 + 0.05 * r2) + 0.001 * (r2 + 2 * y * y)];
      expectNear([straight.x, straight.y], expected, 0.1 / 3840);
    }
  });

  it('prefers the description of a lens that needs no turning', () => {
    const distortion = [
      { radial: [1, 2, 3, 4, 5, 6] },
      { model: 'Brown-Conrady U-D', radial: [0.1 / 36 ** 2] },
      { model: 'Other', radial: [3] },
    ];
    expectNear(lens({ distortion }).distortion, [0.1, 0, 0, 0, 0]);
  });

  it('fits a lens with a centre of its own or a denominator, and refuses one that it cannot', () => {
    const weak = { model: 'Brown-Conrady U-D', radial: [0.02 / 36 ** 2, 0.001 / 36 ** 2] };
    expect(lens({ distortion: [weak], distortionOffset: { x: 0.02, y: 0 } }).distortion[0]).to.be.closeTo(
      0.019,
      2e-3,
    );
    for (const distortion of [
      [{ radial: [1, 2, 3, 4, 5, 6], tangential: [1, 2] }],
      [{ model: 'Anamorphic', radial: [1] }],
      [{ model: 'Brown-Conrady U-D', radial: [0, 0, 0, 0, 0, 0, 1] }],
    ])
      expect(refusal(() => lens({ distortion })).reason).to.equal('viewpoint/unsupported-distortion');
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(anyCamera(), (given) => {
        expectSame(camerasFromOpenTrackIO(openTrackIOFromCameras([given])).cameras[0], given, 1e-9);
      }),
    );
  });

  it('comes back from straight up and down', () => {
    for (const tilt of [90, -90]) {
      const steep = one({ transforms: [transform([0, 0, 0], 30, tilt, 20)] });
      expectSame(camerasFromOpenTrackIO(openTrackIOFromCameras([steep])).cameras[0], steep, 1e-9);
    }
  });

  it('says what is wrong', () => {
    const reason = (changes: object): string => refusal(() => one(changes)).reason;
    expect(reason({ static: {} })).to.equal('viewpoint/incomplete-calibration');
    expect(reason({ lens: {} })).to.equal('viewpoint/incomplete-calibration');
    expect(reason({ lens: { pinholeFocalLength: -1 } })).to.equal('viewpoint/incomplete-calibration');
    expect(reason({ transforms: [] })).to.equal('viewpoint/incomplete-calibration');
    expect(reason({ protocol: { name: 'OpenTrackIO', version: [2, 0, 0] } })).to.equal(
      'viewpoint/unreadable-calibration',
    );
    expect(reason({ transforms: [{ ...transform([0, 0, 0]), scale: { x: 2, y: 2, z: 2 } }] })).to.equal(
      'viewpoint/unreadable-calibration',
    );
    const squeezed = { ...camera, anamorphicSqueeze: { num: 2, denom: 1 } };
    expect(reason({ static: { camera: squeezed } })).to.equal('viewpoint/unsupported-distortion');
    for (const file of ['', '[]', 'null', '[7]', '"OpenTrackIO"'])
      expect(refusal(() => camerasFromOpenTrackIO(file)).reason).to.equal('viewpoint/unreadable-calibration');
  });
});
