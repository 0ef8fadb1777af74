/** Calibrations told by their content: what a dropped folder goes through. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  colmapFromCameras,
  nerfFromCameras,
  openTrackIOFromCameras,
  projectionFromCamera,
  qualisysFromCameras,
  readCalibration,
} from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import { expectNear, expectSame, refusal } from './support.js';

const camera: CameraModel = {
  id: 'cam',
  width: 640,
  height: 360,
  fx: 700,
  fy: 600,
  skew: 0,
  cx: 320,
  cy: 180,
  distortion: [0, 0, 0, 0, 0],
  position: [1, 2, 3],
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const sizes = { width: 640, height: 360 };

describe('readCalibration', () => {
  it('tells every kind by its content', () => {
    const colmap = colmapFromCameras([camera]);
    const kinds = [
      ['nerf', nerfFromCameras([camera])],
      ['opentrackio', openTrackIOFromCameras([camera])],
      ['qualisys', qualisysFromCameras([camera])],
      ['colmap', { 'sparse/cameras.txt': colmap.cameras, 'sparse/images.txt': colmap.images }],
      [
        'colmap',
        new Map([
          ['a', colmap.images],
          ['b', colmap.cameras],
        ]),
      ],
    ] as const;
    for (const [format, given] of kinds) {
      const found = readCalibration(given);
      expect(found.format).to.equal(format);
      expectSame(found.cameras[0], camera, 1e-10);
    }
  });

  it('calls a bare matrix after its file', () => {
    const P = projectionFromCamera(camera).join(' ');
    const found = readCalibration(P, { name: 'cameras/cam.projmatrix', sizes });
    expect(found.format).to.equal('projection');
    expectSame(found.cameras[0], camera);
    const several = readCalibration({ 'a.txt': P, 'b.txt': P }, { sizes });
    expect(several.cameras.map(({ id }) => id)).to.deep.equal(['a', 'b']);
    expect(refusal(() => readCalibration(P, { name: 'cam' })).reason).to.equal(
      'viewpoint/incomplete-calibration',
    );
  });

  it('passes over what is no calibration', () => {
    const files = {
      'readme.md': '# hello',
      'package.json': '{"name":1}',
      't.json': nerfFromCameras([camera]),
      'a.svg': '<svg/>',
    };
    expect(readCalibration(files).format).to.equal('nerf');
  });

  it('brings up and unit along', () => {
    expect(readCalibration(openTrackIOFromCameras([camera]))).to.deep.include({
      up: [0, 0, 1],
      unit: 'metre',
    });
  });

  it('scales a camera to pictures of another size, as they were scaled', () => {
    const text = qualisysFromCameras([camera]);
    expect(readCalibration(text, { sizes: { width: 320, height: 180 } }).cameras[0]!.fx).to.equal(350);
    const one = new Map([['cam', { width: 640, height: 364, fit: 'contain' as const }]]);
    const [found] = readCalibration(text, { sizes: one }).cameras;
    expectNear([found!.fx, found!.fy, found!.cy], [700, 600, 182]);
    expect(refusal(() => readCalibration(text, { sizes: { width: 360, height: 640 } })).reason).to.equal(
      'viewpoint/invalid-camera',
    );
  });

  it('says what it misses', () => {
    const { cameras, images } = colmapFromCameras([camera]);
    const reason = (given: Parameters<typeof readCalibration>[0]): string =>
      refusal(() => readCalibration(given)).reason;
    expect(reason({ 'cameras.txt': cameras })).to.equal('viewpoint/incomplete-calibration');
    expect(reason({ 'images.txt': images })).to.equal('viewpoint/incomplete-calibration');
    expect(reason('hello')).to.equal('viewpoint/unknown-calibration');
    expect(reason({})).to.equal('viewpoint/unknown-calibration');
    expect(reason({ a: nerfFromCameras([camera]), b: qualisysFromCameras([camera]) })).to.equal(
      'viewpoint/unknown-calibration',
    );
    expect(reason({ a: nerfFromCameras([camera]), b: nerfFromCameras([camera]) })).to.equal(
      'viewpoint/invalid-camera',
    );
    const many = JSON.stringify({ frames: Array.from({ length: 10_001 }, () => 0) });
    expect(reason(many)).to.equal('viewpoint/calibration-too-large');
  });

  it('answers anything with cameras whose numbers are numbers, or with an error of its own', () => {
    const colmap = colmapFromCameras([camera]);
    const texts = [
      nerfFromCameras([camera]),
      openTrackIOFromCameras([camera]),
      qualisysFromCameras([camera]),
      `${colmap.cameras}${colmap.images}`,
    ];
    const words = fc.constantFrom(
      '',
      '0',
      '-1',
      '1e400',
      'NaN',
      'null',
      '"',
      '<',
      '>',
      '{',
      '}',
      '[',
      ']',
      '\n',
      '&',
      '1e308',
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(4000), fc.nat(12), words, (text, at, length, word) => {
        const start = at % text.length;
        const broken = text.slice(0, start) + word + text.slice(start + length);
        try {
          for (const { fx, cx, position, rotation } of readCalibration(broken, { sizes }).cameras)
            expect([fx, cx, ...position, ...rotation].every(Number.isFinite)).to.be.true;
        } catch (thrown) {
          expect((thrown as { reason?: string }).reason, String(thrown)).to.match(/^viewpoint\//);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
