/** OpenCV's cameras: x = K (R X + t). */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { cameraFromOpenCV, distort, openCVFromCamera } from '../../../../src/viewpoint/camera/index.js';
import type { OpenCVCamera } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal, seen } from './support.js';

/** Looks along the scene's +Z, y down, from (0, 0, -5). */
const given: OpenCVCamera = {
  id: 'cv',
  K: [700, 0, 320, 0, 600, 180, 0, 0, 1],
  R: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  t: [0, 0, 5],
  width: 640,
  height: 360,
};

describe('cameraFromOpenCV', () => {
  it('projects as x = K (R X + t), lens included, and leaves the scene alone', () => {
    const camera = cameraFromOpenCV({ ...given, distortion: [0.1, -0.05, 0.001, 0.002, 0.01] });
    const bent = distort([0.1, -0.05, 0.001, 0.002, 0.01], { x: 1 / 10, y: 2 / 10 });
    expectNear(seen(camera, [1, 2, 5]), [700 * bent.x + 320, 600 * bent.y + 180]);
    expectNear(camera.position, [0, 0, -5]);
    expect(camera.rotation.map((cell) => cell + 0)).to.deep.equal([1, 0, 0, 0, -1, 0, 0, 0, -1]);
  });

  it('takes nested, typed and scaled matrices alike', () => {
    const nested = cameraFromOpenCV({
      ...given,
      K: [
        [700, 0, 320],
        [0, 600, 180],
        [0, 0, 1],
      ],
      R: [new Float64Array([1, 0, 0]), new Float64Array([0, 1, 0]), new Float64Array([0, 0, 1])],
      t: [[0], [0], [5]],
    });
    const typed = cameraFromOpenCV({ ...given, K: new Float32Array([1400, 0, 640, 0, 1200, 360, 0, 0, 2]) });
    expectSame(nested, cameraFromOpenCV(given));
    expectSame(typed, cameraFromOpenCV(given));
  });

  it('fills a short lens up with zeros and takes a long one that is zero beyond k3', () => {
    expect(cameraFromOpenCV({ ...given, distortion: [0.1, 0.2] }).distortion).to.deep.equal([
      0.1, 0.2, 0, 0, 0,
    ]);
    const long = [0.1, 0.2, 0.3, 0.4, 0.5, 0, 0, 0];
    expect(cameraFromOpenCV({ ...given, distortion: long }).distortion).to.deep.equal([
      0.1, 0.2, 0.3, 0.4, 0.5,
    ]);
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(anyCamera({ skewed: true }), (camera) => {
        expectSame(cameraFromOpenCV(openCVFromCamera(camera)), camera, 1e-11);
      }),
    );
  });

  const wrong = (change: object): string =>
    refusal(() => cameraFromOpenCV({ ...given, ...change } as OpenCVCamera)).reason;

  it('never gives a camera with a number that is none', () => {
    for (const change of [
      { K: [NaN, 0, 320, 0, 600, 180, 0, 0, 1] },
      { K: [0, 0, 320, 0, 600, 180, 0, 0, 1] },
      { K: [-700, 0, 320, 0, 600, 180, 0, 0, 1] },
      { K: [700, 0, 320, 0, 600, 180, 0, 0, 0] },
      { K: [700, 0, 0, 0, 600, 0, 320, 180, 1] },
      { K: [700, 0, 320, 0, 600, 180, 0, 0] },
      { K: '700 0 320 0 600 180 0 0 1' },
      { K: undefined },
      { t: [0, Infinity, 5] },
      { t: [1.7e308, -1.7e308, 1.7e308], R: [0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1] },
      { t: [0, 5] },
      { R: [1, 0, 0, 0, 1, 0, 0, 0, 0.9] },
      { width: 640.5 },
      { height: 0 },
      { width: NaN },
      { width: 1e9 },
      { id: '' },
      { distortion: [NaN] },
    ])
      expect(wrong(change), JSON.stringify(change)).to.equal('viewpoint/invalid-camera');
  });

  it('refuses lenses that it does not know, by name', () => {
    expect(wrong({ distortion: [0.1, 0, 0, 0, 0, 0.2, 0, 0] })).to.equal('viewpoint/unsupported-distortion');
  });

  it('refuses a mirror image', () => {
    expect(wrong({ R: [-1, 0, 0, 0, 1, 0, 0, 0, 1] })).to.equal('viewpoint/mirrored-camera');
  });

  it('does not walk a list of a million numbers', () => {
    expect(wrong({ K: new Float32Array(1e6) })).to.equal('viewpoint/invalid-camera');
  });
});
