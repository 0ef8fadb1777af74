/** Which cameras a picture is made from. */
import { expect } from '@open-wc/testing';
import {
  analyseRig,
  checkRig,
  nearest,
  nearestTowards,
  neighbourhood,
  orbitCamera,
  sourcesFor,
} from '../../../../src/viewpoint/rig/index.js';
import type { Rig, Sources, Viewpoint } from '../../../../src/viewpoint/rig/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';
import { about, arc, lookAt, ring, row, target, turned } from './cameras.js';

const at = (rig: Rig, azimuth: number, elevation = 5, more: Partial<Viewpoint> = {}) =>
  orbitCamera(
    rig,
    { azimuth, elevation, distance: 8, fieldOfView: 35, ...more },
    { width: 640, height: 360 },
  );
const ids = ({ sources }: Sources) => sources.map(({ camera }) => camera.id);

describe('nearest cameras', () => {
  const rig = analyseRig(ring(12), { front: [0, 0, 1], up: [0, 1, 0] });

  it('come by their angle at the pivot', () => {
    const found = nearest(rig, at(rig, 47, 5, { distance: 200 }).position, 3);
    expect(found.map(({ camera }) => camera.id)).to.deep.equal(['60/5', '30/5', '90/5']);
    expect(found[0]!.angle).to.be.closeTo(12.95, 0.01);
    expect(nearestTowards(rig, [0, 0, 5], 1)[0]!.camera.id).to.equal('0/5');
    expect(nearest(rig, [0, 0, 0])).to.have.length(12);
  });

  it('about a camera leave it out', () => {
    expect(neighbourhood(rig, '0/5', 2).map(({ camera }) => camera.id)).to.have.members(['30/5', '330/5']);
    expect(() => neighbourhood(rig, 'nobody')).to.throw(/nobody/);
  });
});

describe('sourcesFor', () => {
  it('brackets the target on a ring, across the seam too', () => {
    const rig = analyseRig(ring(12), { front: [0, 0, 1], up: [0, 1, 0] });
    const found = sourcesFor(rig, at(rig, -10), 4);
    expect(ids(found).slice(0, 2)).to.deep.equal(['0/5', '330/5']);
    expect(found.around).to.equal(2);
    expect(found.gap).to.be.closeTo(29.9, 0.1);
    expect(found.sources[0]!.angle).to.be.closeTo(9.96, 0.01);
  });

  it('prefers a camera on the other side to two on the same', () => {
    const rig = analyseRig(arc([0, 2, 4, 40]), { front: [0, 0, 1], up: [0, 1, 0] });
    const found = sourcesFor(rig, at(rig, 15), 2);
    expect(ids(found)).to.deep.equal(['4/5', '40/5']);
    expect(found.gap).to.be.closeTo(35.9, 0.1);
  });

  it('widens the bracket when a camera is held out, or the target is one', () => {
    const cameras = ring(12);
    const rig = analyseRig(cameras, { front: [0, 0, 1], up: [0, 1, 0] });
    const exact = sourcesFor(rig, cameras[3]!, 2);
    expect(exact.sources[0]!.camera.id).to.equal('90/5');
    expect(exact.sources[0]!.angle).to.be.below(1e-6);
    const without = sourcesFor(rig, cameras[3]!, 2, { without: ['90/5'] });
    expect(ids(without)).to.have.members(['60/5', '120/5']);
    expect(without.gap).to.be.closeTo(59.7, 0.1);
  });

  it('has the end of an arc first beyond it, and no gap', () => {
    const rig = analyseRig(arc([0, 10, 20]), { front: [0, 0, 1], up: [0, 1, 0] });
    const found = sourcesFor(rig, at(rig, 26), 2);
    expect(ids(found)).to.deep.equal(['20/5', '10/5']);
    expect(found).to.include({ around: 1, gap: 0 });
  });

  it('brackets on a row of parallel cameras', () => {
    const rig = analyseRig(row(5));
    const found = sourcesFor(rig, lookAt('new', [0.2, 1.5, 0], [0.2, 1.5, -1]), 2);
    expect(ids(found)).to.deep.equal(['row-2', 'row-3']);
  });

  it('surrounds the target with a triangle on several rows', () => {
    const random = seededRandom(17);
    const dome = [0, 25, 50].flatMap((elevation) =>
      [0, 20, 40, 60].map((azimuth) => about(target, azimuth, elevation, 7)),
    );
    const rig = analyseRig(dome, { up: [0, 1, 0], front: [0, 0, 1] });
    for (let round = 0; round < 100; round += 1) {
      const [azimuth, elevation] = [1 + random() * 58, 2 + random() * 46];
      const found = sourcesFor(rig, at(rig, azimuth, elevation), 4);
      expect(found.around).to.equal(3);
      expect(found.gap).to.be.below(37);
      const around = found.sources.slice(0, 3).map(({ camera }) => camera);
      expect(Math.min(...around.map((camera) => camera.azimuth))).to.be.below(azimuth);
      expect(Math.max(...around.map((camera) => camera.azimuth))).to.be.above(azimuth);
    }
    const outside = sourcesFor(rig, at(rig, 30, -8), 2);
    expect(ids(outside)).to.have.members(['20/0', '40/0']);
    expect(outside.around).to.equal(2);
  });

  it('uses the crane only near it', () => {
    const rig = analyseRig([...ring(12), about(target, 45, 45, 9, 'crane')], {
      front: [0, 0, 1],
      up: [0, 1, 0],
    });
    expect(ids(sourcesFor(rig, at(rig, 45, 7), 2))).to.have.members(['30/5', '60/5']);
    expect(ids(sourcesFor(rig, at(rig, 45, 25), 3))).to.have.members(['crane', '30/5', '60/5']);
  });

  it('makes do with one camera', () => {
    const rig = analyseRig(arc([0]));
    expect(sourcesFor(rig, at(rig, 20), 4)).to.deep.include({ around: 1, gap: 0 });
    expect(sourcesFor(rig, at(rig, 20), 4, { without: ['0/5'] }).sources).to.deep.equal([]);
  });
});

describe('checkRig', () => {
  const codes = (rig: Rig) => checkRig(rig).map(({ code, cameras }) => `${code}: ${cameras.join()}`);
  const [first, ...others] = ring(8);

  it('has nothing to say about a rig that is right', () => {
    expect(codes(analyseRig(ring(8)))).to.deep.equal([]);
    expect(codes(analyseRig(row(8)))).to.deep.equal([]);
  });

  it('finds two cameras of one id, and two at one place', () => {
    expect(codes(analyseRig([...ring(8), { ...others[3]!, position: [0, 9, 0], id: '0/5' }]))).to.include(
      'duplicate-id: 0/5',
    );
    expect(codes(analyseRig([...ring(8), { ...first!, id: 'twin' }]))).to.include('coincident: 0/5,twin');
  });

  it('finds a camera that looks away, that mirrors, that stands on its head', () => {
    expect(codes(analyseRig([turned(first!, 1, 50), ...others]))).to.include('looks-away: 0/5');
    const [a, b, c, d, e, f, g, h, i] = first!.rotation;
    const mirrored = { ...first!, rotation: [-a, b, c, -d, e, f, -g, h, i] as const };
    expect(codes(analyseRig([mirrored, ...others]))).to.include('mirrored: 0/5');
    expect(codes(analyseRig([turned(first!, 2, 180), ...others]))).to.include('upside-down: 0/5');
  });

  it('finds cameras whose axes were read the wrong way round', () => {
    const backwards = ring(8).map((camera) => turned(camera, 1, 180));
    expect(codes(analyseRig(backwards)).join()).to.match(/^behind/);
    expect(codes(analyseRig(backwards, { subject: { center: target, radius: 1 } })).join()).to.match(
      /^behind/,
    );
  });

  it('finds lenses that cannot be', () => {
    const lens = (more: object) => codes(analyseRig([{ ...first!, ...more }, ...others]));
    expect(lens({ fx: 35, fy: 35 })).to.include('field-of-view: 0/5');
    expect(lens({ fy: 200 })).to.include('pixel-shape: 0/5');
    expect(lens({ cx: 960 })).to.include('principal-point: 0/5');
  });
});
