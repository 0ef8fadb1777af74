/** COLMAP's text models. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { camerasFromColmap, colmapFromCameras } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal, seen } from './support.js';

const images = '# remark\n1 1 0 0 0 0 0 5 1 frame 1.png\n10 20 -1 30 40 2\n';

describe('COLMAP', () => {
  it('has its pixel centres at halves', () => {
    const { cameras, up, unit } = camerasFromColmap({
      cameras: '1 PINHOLE 640 360 700 600 320.5 180.5\n',
      images,
    });
    expect(cameras.map(({ id }) => id)).to.deep.equal(['frame 1.png']);
    expectNear(seen(cameras[0]!, [0, 0, 0]), [320, 180]);
    expectNear(seen(cameras[0]!, [1, 1, 0]), [320 + 140, 180 + 120]);
    expect([up, unit]).to.deep.equal([undefined, undefined]);
  });

  it('reads a pose as R(q) X + t, q from w to z', () => {
    const half = Math.SQRT1_2;
    const pose = `1 ${half} 0 0 ${half} 0 0 5 1 a.png\n\n`; // a quarter turn about z: X goes to Y, which is down
    const { cameras } = camerasFromColmap({
      cameras: '1 SIMPLE_PINHOLE 640 360 500 320.5 180.5',
      images: pose,
    });
    expectNear(seen(cameras[0]!, [1, 0, 0]), [320, 280]);
  });

  it('reads the models that a Brown-Conrady lens contains', () => {
    const lens = (line: string) => camerasFromColmap({ cameras: line, images }).cameras[0]!;
    expect(lens('1 SIMPLE_RADIAL 640 360 500 320 180 0.1').distortion).to.deep.equal([0.1, 0, 0, 0, 0]);
    expect(lens('1 RADIAL 640 360 500 320 180 0.1 0.2').distortion).to.deep.equal([0.1, 0.2, 0, 0, 0]);
    const opencv = lens('1 OPENCV 640 360 500 510 320 180 0.1 0.2 0.3 0.4');
    expect(opencv.distortion).to.deep.equal([0.1, 0.2, 0.3, 0.4, 0]);
    expect([opencv.fx, opencv.fy]).to.deep.equal([500, 510]);
    const full = lens('1 FULL_OPENCV 640 360 500 510 320 180 0.1 0.2 0.3 0.4 0.5 0 0 0');
    expect(full.distortion).to.deep.equal([0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it('refuses the other models by name', () => {
    for (const line of [
      '1 OPENCV_FISHEYE 640 360 500 500 320 180 0 0 0 0',
      '1 FULL_OPENCV 640 360 500 510 320 180 0.1 0.2 0.3 0.4 0.5 1 0 0',
      '1 __proto__ 640 360 500',
    ]) {
      expect(refusal(() => camerasFromColmap({ cameras: line, images })).reason).to.equal(
        'viewpoint/unsupported-distortion',
      );
    }
  });

  it('reads files without keypoint lines too', () => {
    const dense = '1 1 0 0 0 0 0 5 1 a.png\n2 1 0 0 0 1 0 5 1 b.png';
    const { cameras } = camerasFromColmap({
      cameras: '1 PINHOLE 640 360 700 600 320.5 180.5',
      images: dense,
    });
    expect(cameras.map(({ id }) => id)).to.deep.equal(['a.png', 'b.png']);
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(anyCamera(), anyCamera({ bent: false }), (one, other) => {
        const cameras = [
          { ...one, id: 'one.png' },
          { ...other, id: 'other.png' },
        ];
        const read = camerasFromColmap(colmapFromCameras(cameras)).cameras;
        cameras.forEach((camera, index) => expectSame(read[index], camera, 1e-10));
      }),
    );
  });

  it('says what is broken', () => {
    const good = '1 PINHOLE 640 360 700 600 320.5 180.5';
    const reason = (cameras: string, poses: string): string =>
      refusal(() => camerasFromColmap({ cameras, images: poses })).reason;
    expect(reason('2 PINHOLE 640 360 700 600 320.5 180.5', images)).to.equal(
      'viewpoint/incomplete-calibration',
    );
    expect(reason('1 PINHOLE 640 360 700 600', images)).to.equal('viewpoint/unreadable-calibration');
    expect(reason('1 PINHOLE 640 360 700 0x20 320 180', images)).to.equal('viewpoint/unreadable-calibration');
    expect(reason(good, '1 1 0 0 0 0 0 5 1')).to.equal('viewpoint/unreadable-calibration');
    expect(reason(good, '')).to.equal('viewpoint/unreadable-calibration');
    expect(reason(good, '1 1 0 0 0 0 nan 5 1 a.png')).to.equal('viewpoint/unreadable-calibration');
    expect(reason(good, '1 0 0 0 0 0 0 5 1 a.png')).to.equal('viewpoint/invalid-camera');
    expect(reason(good, '1 1 0 0 0 0 0 5 1 a.png\n\n2 1 0 0 0 0 0 5 1 a.png\n')).to.equal(
      'viewpoint/invalid-camera',
    );
    expect(reason('1 PINHOLE 640 -360 700 600 320.5 180.5', images)).to.equal('viewpoint/invalid-camera');
  });

  it('does not write what it cannot say', () => {
    const camera = camerasFromColmap({ cameras: '1 PINHOLE 640 360 700 600 320.5 180.5', images })
      .cameras[0]!;
    expect(refusal(() => colmapFromCameras([camera])).reason).to.equal('viewpoint/not-expressible');
    expect(refusal(() => colmapFromCameras([{ ...camera, id: 'a', skew: 1 }])).reason).to.equal(
      'viewpoint/not-expressible',
    );
  });
});
