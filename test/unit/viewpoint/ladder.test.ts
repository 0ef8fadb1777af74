/** Which cameras make a view, in what shares, how they are used, and how much of it is known. */
import { expect } from '@open-wc/testing';
import type { CameraModel } from '../../../src/viewpoint/camera/index.js';
import { analyseRig, between, orbitCamera, orbitThrough } from '../../../src/viewpoint/rig/index.js';
import type { Rig } from '../../../src/viewpoint/rig/index.js';
import { choose } from '../../../src/viewpoint/ladder.js';
import type { Choice, Synthesis } from '../../../src/viewpoint/ladder.js';
import { about, arc, ring, target } from './rig/cameras.js';

const sure = (): number => 0.8;
const unknown = (): undefined => undefined;
const subject = { center: target, radius: 1 };
const rigOf = (cameras: readonly CameraModel[]): Rig => analyseRig(cameras, { subject });

/** Parts of 1, by id. */
function partsOf({ sources }: Choice): ReadonlyMap<string, number> {
  const sum = sources.reduce((all, { share }) => all + share, 0);
  return new Map(sources.map(({ id, share }) => [id, share / sum]));
}

/** The largest change of any camera's part between two choices. */
function jump(a: Choice, b: Choice): number {
  const [from, to] = [partsOf(a), partsOf(b)];
  return Math.max(
    ...[...from.keys(), ...to.keys()].map((id) => Math.abs((from.get(id) ?? 0) - (to.get(id) ?? 0))),
  );
}

const level = (azimuth: number, distance = 8): CameraModel => about(target, azimuth, 5, distance, 'view');

describe('the ladder of synthesis', () => {
  const five = arc([-30, -15, 0, 15, 30]);

  it('takes depth between cameras that are close and sure of it', () => {
    const choice = choose(rigOf(five), level(5), sure, 'auto');
    expect(choice.synthesis).to.equal('depth');
    expect(choice.sources.length).to.be.within(2, 4);
  });

  it('dissolves until both cameras of the gap have a depth, and not for want of any other', () => {
    const rig = rigOf(five);
    const only =
      (...ids: string[]) =>
      (id: string) =>
        ids.includes(id) ? 0.8 : undefined;
    expect(choose(rig, level(5), unknown, 'auto').synthesis).to.equal('blend');
    expect(choose(rig, level(5), only('0/5'), 'auto').synthesis).to.equal('blend');
    const choice = choose(rig, level(5), only('0/5', '15/5'), 'auto');
    expect(choice.synthesis).to.equal('depth');
    expect(choice.sources.map(({ id }) => id)).to.have.members(['0/5', '15/5']);
  });

  it('dissolves where a depth is not confirmed: the least sure camera of the gap decides', () => {
    const rig = rigOf(five);
    const doubting = (certainty: number) => (id: string) => (id === '15/5' ? certainty : 0.9);
    expect(choose(rig, level(5), doubting(0), 'auto').synthesis).to.equal('blend');
    expect(choose(rig, level(5), doubting(0.6), 'auto').synthesis).to.equal('depth');
    // It does not bracket this view.
    expect(choose(rig, level(-5), doubting(0), 'auto').synthesis).to.equal('depth');
  });

  it('dissolves over a gap that is too wide to be honest, unless depth is asked for', () => {
    for (const [gap, synthesis] of [
      [15, 'depth'],
      [24, 'depth'],
      [50, 'blend'],
      [90, 'blend'],
    ] as const) {
      const rig = rigOf(arc([0, gap], 0));
      expect(choose(rig, about(target, gap / 3, 0, 8), sure, 'auto').synthesis, `${gap}`).to.equal(synthesis);
      expect(choose(rig, about(target, gap / 3, 0, 8), sure, 'depth').synthesis, `${gap}`).to.equal('depth');
    }
  });

  it('goes no higher than it may', () => {
    const rig = rigOf(five);
    expect(choose(rig, level(5), sure, 'blend').synthesis).to.equal('blend');
    const snapped = choose(rig, level(5), sure, 'snap');
    expect(snapped.synthesis).to.equal('snap');
    expect(snapped.sources).to.deep.equal([{ id: '0/5', share: 1 }]);
    expect(choose(rig, level(9), sure, 'snap').sources.map(({ id }) => id)).to.deep.equal(['15/5']);
  });

  it('takes doubtful depth when depth is asked for, and dissolves while there is none', () => {
    const rig = rigOf(five);
    expect(choose(rig, level(5), () => 0, 'depth').synthesis).to.equal('depth');
    expect(choose(rig, level(5), unknown, 'depth').synthesis).to.equal('blend');
  });

  it('snaps to the only camera there is, whatever is wanted', () => {
    const rig = rigOf(arc([10]));
    for (const wanted of ['auto', 'snap', 'blend', 'depth'] as const) {
      const { synthesis, sources } = choose(rig, level(40), sure, wanted);
      expect(synthesis).to.equal('snap');
      expect(sources).to.deep.equal([{ id: '10/5', share: 1 }]);
    }
  });

  it('is fair to two cameras: halves in the middle, and the nearer one has more', () => {
    const rig = rigOf(arc([-10, 10], 0));
    for (const wanted of ['blend', 'depth'] as const) {
      const middle = partsOf(choose(rig, about(target, 0, 0, 8), sure, wanted));
      expect(middle.get('-10/0')).to.be.closeTo(0.5, 1e-6);
      const aside = partsOf(choose(rig, about(target, 4, 0, 8), sure, wanted));
      expect(aside.get('10/0')).to.be.above(0.6);
    }
  });

  it('goes on beyond the ends of a row, with the outermost camera ahead', () => {
    const { synthesis, sources, confidence } = choose(rigOf(five), level(36), sure, 'auto');
    expect(synthesis).to.equal('depth');
    expect([...sources].sort((a, b) => b.share - a.share)[0]?.id).to.equal('30/5');
    expect(confidence).to.be.within(0.1, 0.99);
  });
});

describe('shares', () => {
  const rig = rigOf(ring(24));
  const dome = rigOf([...ring(12), ...arc([0, 30, 60, 90, 120, 150, 180, -150, -120, -90, -60, -30], 35)]);

  it('leave all to a camera that is where the view is: others cannot change a grey level', () => {
    for (const wanted of ['auto', 'blend', 'depth'] as const)
      for (const { camera } of rig.cameras) {
        const [first, ...others] = [...partsOf(choose(rig, camera, sure, wanted)).entries()].sort(
          (a, b) => b[1] - a[1],
        );
        expect(first?.[0]).to.equal(camera.id);
        expect(255 * others.reduce((sum, [, part]) => sum + part, 0)).to.be.below(0.5);
      }
  });

  it('change evenly all round a ring, also where one camera comes and another goes', () => {
    for (const wanted of ['depth', 'blend'] as const) {
      let before = choose(rig, orbitThrough(rig, 0), sure, wanted);
      for (let azimuth = 0.05; azimuth <= 360; azimuth += 0.05) {
        const now = choose(rig, orbitThrough(rig, azimuth), sure, wanted);
        // Next to a camera all goes to it within a fraction of a degree: that is what makes its picture its own.
        const nearCamera = Math.abs(azimuth - 15 * Math.round(azimuth / 15)) < 0.4;
        if (!nearCamera) expect(jump(before, now), `${wanted} at ${azimuth}`).to.be.below(0.05);
        before = now;
      }
    }
  });

  it('have no step at the instant at which the set of sources changes', () => {
    // In the middle between two cameras the fourth of them changes sides; at a camera the gap does.
    for (const azimuth of [7.5, 22.5, 15, 30, 3.75]) {
      const [a, b] = [-1e-6, 1e-6].map((aside) =>
        choose(
          rig,
          orbitCamera(
            rig,
            { azimuth: azimuth + aside, elevation: 5, distance: 8, fieldOfView: 33 },
            { width: 640, height: 360 },
          ),
          sure,
          'depth',
        ),
      );
      expect(jump(a!, b!), `${azimuth}`).to.be.below(0.004);
    }
  });

  it('are positive numbers of up to four cameras, each once, wherever the view is', () => {
    for (const wanted of ['auto', 'snap', 'blend', 'depth'] as readonly (Synthesis | 'auto')[])
      for (const one of [rig, dome, rigOf(arc([0, 10, 20]))])
        for (let azimuth = -180; azimuth < 180; azimuth += 17)
          for (const elevation of [-80, -10, 5, 20, 60, 90]) {
            const { sources, confidence } = choose(one, about(target, azimuth, elevation, 5), sure, wanted);
            expect(sources.length).to.be.within(1, 4);
            expect(new Set(sources.map(({ id }) => id)).size).to.equal(sources.length);
            for (const { share } of sources) expect(share > 0 && Number.isFinite(share)).to.equal(true);
            expect(confidence).to.be.within(0, 1);
          }
  });

  it('do not depend on how far away the view is', () => {
    const near = partsOf(choose(rig, level(5, 2), sure, 'depth'));
    const far = partsOf(choose(rig, level(5, 20), sure, 'depth'));
    near.forEach((part, id) => expect(far.get(id)).to.be.closeTo(part, 1e-9));
  });
});

describe('confidence', () => {
  it('is 1 at a camera, and falls steadily to the middle of a gap', () => {
    const rig = rigOf(ring(24));
    for (const wanted of ['auto', 'blend', 'depth'] as const) {
      let before = 2;
      for (let part = 0; part <= 0.5; part += 0.02) {
        const { confidence } = choose(rig, between(rig, '0/5', '15/5', part), sure, wanted);
        expect(confidence).to.be.at.most(before);
        before = confidence;
      }
      expect(choose(rig, between(rig, '0/5', '15/5', 0), sure, wanted).confidence).to.be.closeTo(1, 1e-6);
      expect(before).to.be.closeTo(wanted === 'blend' ? 0 : 0.8, 0.05);
    }
  });

  it('falls with the angle to the only camera', () => {
    const rig = rigOf(arc([0]));
    const found = [0, 5, 10, 15, 90].map(
      (azimuth) => choose(rig, level(azimuth), unknown, 'auto').confidence,
    );
    expect(found[0]).to.be.closeTo(1, 1e-6);
    for (const [at, value] of found.slice(1).entries()) expect(value).to.be.at.most(found[at]!);
    expect(found[2]).to.be.below(0.5);
    expect(found[4]).to.equal(0);
  });

  it('is higher where depth is surer', () => {
    const rig = rigOf(ring(24));
    const at = (certainty: number): number => choose(rig, level(7), () => certainty, 'auto').confidence;
    expect(at(0.9)).to.be.above(at(0.4));
  });
});
