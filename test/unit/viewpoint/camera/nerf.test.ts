/** transforms.json. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { camerasFromNerf, nerfFromCameras } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal, seen } from './support.js';

/** Stands at z = 5, looks down -Z. */
const matrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 5],
  [0, 0, 0, 1],
];
const text = (document: object, frame: object = {}): string =>
  JSON.stringify({ ...document, frames: [{ file_path: './a.png', transform_matrix: matrix, ...frame }] });
const one = (...given: Parameters<typeof text>) => camerasFromNerf(text(...given)).cameras[0]!;

describe('NeRF transforms', () => {
  it('have the camera axes of OpenGL, and pixel centres at halves', () => {
    const camera = one({ fl_x: 500, fl_y: 400, cx: 320.5, cy: 180.5, w: 640, h: 360 });
    expect(camera.id).to.equal('./a.png');
    expectNear(camera.position, [0, 0, 5]);
    expectNear(seen(camera, [1, 1, 0]), [320 + 100, 180 - 80]);
  });

  it('take the focal length from the whole angle, and the middle where none is given', () => {
    const camera = one({ camera_angle_x: Math.PI / 2, w: 640, h: 360 });
    expectNear([camera.fx, camera.fy, camera.cx, camera.cy], [320, 320, 319.5, 179.5]);
    // The right edge of the picture, half a pixel beyond the last centre, is 45 degrees off the axis.
    expectNear(seen(camera, [5, 0, 0]), [639.5, 179.5]);
  });

  it('let a frame speak for itself', () => {
    const camera = one({ fl_x: 500, w: 640, h: 360, k1: 0.1, k3: 0.5 }, { fl_x: 600, k1: 0.2, p2: 0.3 });
    expect([camera.fx, camera.fy]).to.deep.equal([600, 600]);
    expect(camera.distortion).to.deep.equal([0.2, 0, 0, 0.3, 0.5]);
  });

  it('ask for sizes that the file does not have', () => {
    const file = text({ camera_angle_x: 1 });
    expect(refusal(() => camerasFromNerf(file)).reason).to.equal('viewpoint/incomplete-calibration');
    expect(camerasFromNerf(file, { sizes: { width: 800, height: 800 } }).cameras[0]!.width).to.equal(800);
    const sizes = new Map([['./a.png', { width: 400, height: 300 }]]);
    expect(camerasFromNerf(file, { sizes }).cameras[0]!.height).to.equal(300);
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(anyCamera(), (camera) => {
        expectSame(camerasFromNerf(nerfFromCameras([camera])).cameras[0], camera, 1e-11);
      }),
    );
  });

  it('say what is wrong with them', () => {
    const lens = { fl_x: 500, w: 640, h: 360 };
    const reason = (...given: Parameters<typeof text>): string => refusal(() => one(...given)).reason;
    expect(reason({ ...lens, camera_model: 'OPENCV_FISHEYE' })).to.equal('viewpoint/unsupported-distortion');
    expect(reason({ ...lens, is_fisheye: true })).to.equal('viewpoint/unsupported-distortion');
    expect(reason({ ...lens, k4: 0.1 })).to.equal('viewpoint/unsupported-distortion');
    expect(reason({ w: 640, h: 360 })).to.equal('viewpoint/incomplete-calibration');
    expect(reason({ ...lens, fl_x: 'wide' })).to.equal('viewpoint/unreadable-calibration');
    expect(reason({ ...lens, fl_x: 0 })).to.equal('viewpoint/invalid-camera');
    expect(reason(lens, { transform_matrix: [[1]] })).to.equal('viewpoint/invalid-camera');
    expect(reason(lens, { transform_matrix: undefined })).to.equal('viewpoint/invalid-camera');
    expect(reason(lens, { file_path: 7 })).to.equal('viewpoint/unreadable-calibration');
    for (const file of ['', '{', '[]', '{"frames":[]}', '{"frames":[null]}', '{"frames":7}', 'null'])
      expect(refusal(() => camerasFromNerf(file)).reason).to.equal('viewpoint/unreadable-calibration');
  });

  it('do not let a file speak through the prototype', () => {
    const file = `{"__proto__":{"fl_x":500,"w":640,"h":360},"frames":[{"file_path":"a","transform_matrix":${JSON.stringify(matrix)}}]}`;
    expect(refusal(() => camerasFromNerf(file)).reason).to.equal('viewpoint/incomplete-calibration');
    expect(({} as Record<string, unknown>).fl_x).to.be.undefined;
  });
});
