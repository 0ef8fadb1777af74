/** Qualisys calibrations, and the little XML that they are. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { camerasFromQualisys, forward, qualisysFromCameras } from '../../../../src/viewpoint/camera/index.js';
import { anyCamera, expectNear, expectSame, refusal, seen } from './support.js';

/** Stands 2 m up at y = -5 m, looks along +Y; the picture is cut out of the sensor. */
const camera = (changes = '') => `
  <camera active="1" serial="26580" model="Miqus Video">
    <fov_video left="100" top="50" right="739" bottom="409"/>
    <transform x="0" y="-5000" z="2000" r11="1" r12="0" r13="0" r21="0" r22="0" r23="1" r31="0" r32="-1" r33="0"/>
    <intrinsic focalLengthU="32000" focalLengthV="32000" centerPointU="26880" centerPointV="14720" skew="0"
      radialDistortion1="-0.05" radialDistortion2="0.1" radialDistortion3="0.2"
      tangentalDistortion1="0.001" tangentalDistortion2='0.002' ${changes}/>
  </camera>`;
const file = (cameras: string) =>
  `<?xml version="1.0"?>\n<!-- made up --><calibration type="regular"><cameras>${cameras}</cameras></calibration>\n`;

describe('Qualisys', () => {
  it('says millimetres, 64ths of a pixel and a part of the sensor', () => {
    const { cameras, unit, up } = camerasFromQualisys(file(camera()));
    const [found] = cameras;
    expect([unit, up, found!.id]).to.deep.equal(['metre', [0, 0, 1], '26580']);
    expectNear(found!.position, [0, -5, 2]);
    expectNear(forward(found!), [0, 1, 0]);
    expect([found!.width, found!.height]).to.deep.equal([640, 360]);
    expectNear([found!.fx, found!.fy, found!.cx, found!.cy], [500, 500, 320, 180]);
    expect(found!.distortion).to.deep.equal([-0.05, 0.1, 0.001, 0.002, 0.2]);
    const [x, y] = seen(found!, [1, 5, 3]);
    expect(x).to.be.above(320);
    expect(y).to.be.below(180);
  });

  it('leaves out cameras that are switched off', () => {
    const off = camera().replace('active="1"', 'active="0"').replace('26580', '1');
    expect(camerasFromQualisys(file(camera() + off)).cameras.length).to.equal(1);
  });

  it('claims no up where the cameras do not agree', () => {
    const sideways = camera().replace(
      /r11.*\/>/,
      'r11="0" r12="0" r13="1" r21="1" r22="0" r23="0" r31="0" r32="1" r33="0"/>',
    );
    expect(camerasFromQualisys(file(sideways)).up).to.be.undefined;
  });

  it('comes back as it went, whatever the serial number', () => {
    fc.assert(
      fc.property(anyCamera({ skewed: true }), fc.stringMatching(/^[ -~]{1,20}$/), (given, id) => {
        const named = { ...given, id };
        expectSame(camerasFromQualisys(qualisysFromCameras([named])).cameras[0], named, 1e-10);
      }),
    );
  });

  it('says what is broken', () => {
    const reason = (text: string): string => refusal(() => camerasFromQualisys(text)).reason;
    const good = file(camera());
    for (const text of [
      '',
      'calibration',
      good.slice(0, -30),
      good.replace('</cameras>', ''),
      good.replace('<cameras>', '<cameras'),
      `${good}<calibration/>`,
      `<!DOCTYPE calibration [<!ENTITY a "b">]>${good}`,
      good.replace('26580', '&unknown;'),
      good.replace('26580', '&#9999999;'),
      good.replace('serial', 'active'),
      good.replace('32000', '32 000'),
      good.replace('focalLengthU', 'focal'),
      good.replaceAll('intrinsic', 'extrinsic'),
      '<calibration/>',
      '<a>'.repeat(100),
      '<a '.repeat(100_000),
      `<calibration ${' '.repeat(1_000_000)}`,
      `<calibration a${' '.repeat(1_000_000)}`,
    ])
      expect(reason(text), text.slice(0, 200)).to.equal('viewpoint/unreadable-calibration');
    expect(reason(file(camera() + camera()))).to.equal('viewpoint/invalid-camera');
    expect(reason(good.replace('r11="1"', 'r11="2"'))).to.equal('viewpoint/invalid-camera');
    expect(reason(good.replace('r11="1"', 'r11="-1"'))).to.equal('viewpoint/mirrored-camera');
  });
});
