import { expect } from '@open-wc/testing';
import { validateEvent } from '../../../src/event/index.js';
import { small } from '../../fixtures/descriptors/small.js';

/** `code path` of each issue of a small descriptor after a change. */
function issuesAfter(change: (descriptor: ReturnType<typeof small> & Record<string, unknown>) => void) {
  const descriptor: ReturnType<typeof small> & Record<string, unknown> = small();
  change(descriptor);
  const { errors, warnings } = validateEvent(descriptor);
  return {
    errors: errors.map((issue) => `${issue.code} ${issue.path}`),
    warnings: warnings.map((issue) => `${issue.code} ${issue.path}`),
  };
}

const error = (issue: string) => ({ errors: [issue], warnings: [] });
const warning = (issue: string) => ({ errors: [], warnings: [issue] });
const none = { errors: [], warnings: [] };

describe('validateEvent between fields', () => {
  it('finds an id used twice in any list', () => {
    expect(issuesAfter((event) => (event.angles[1]!.id = 'wide')).errors).to.include(
      'event/duplicate-id $.angles[1].id',
    );
    expect(issuesAfter((event) => event.rig.cameras.push(event.rig.cameras[0]!))).to.deep.equal(
      error('event/duplicate-id $.rig.cameras[1].id'),
    );
    expect(issuesAfter((event) => event.moments.push(event.moments[0]!))).to.deep.equal(
      error('event/duplicate-id $.moments[1].id'),
    );
    for (const list of ['audio', 'text', 'athletes'])
      expect(issuesAfter((event) => (event[list] = [{ id: 'x' }, { id: 'x' }]))).to.deep.equal(
        error(`event/duplicate-id $.${list}[1].id`),
      );
  });

  it('finds fallbacks to nowhere and to oneself, and allows loops of two', () => {
    expect(issuesAfter((event) => (event.angles[0]!.fallback = 'mian'))).to.deep.equal(
      error('event/unknown-reference $.angles[0].fallback'),
    );
    expect(issuesAfter((event) => (event.angles[0]!.fallback = 'wide'))).to.deep.equal(
      error('event/self-fallback $.angles[0].fallback'),
    );
    expect(issuesAfter((event) => Object.assign(event.angles[1]!, { fallback: 'wide' }))).to.deep.equal(none);
  });

  it('offers the id that was meant', () => {
    const { errors } = validateEvent({ ...small(), moments: [{ id: 'm', T: 0, preferredAngle: 'mian' }] });
    expect(errors[0]).to.include({ path: '$.moments[0].preferredAngle', hint: 'Did you mean "main"?' });
  });

  it('warns of athletes and moments that are not there', () => {
    expect(
      issuesAfter((event) => {
        event['athletes'] = [{ id: 'odf:1' }];
        Object.assign(event.moments[0]!, { athletes: ['odf:1', 'odf:2'] });
      }),
    ).to.deep.equal(warning('event/unknown-reference $.moments[0].athletes[1]'));
    expect(issuesAfter((event) => Object.assign(event.moments[0]!, { athletes: ['odf:2'] }))).to.deep.equal(
      none,
    );
    expect(
      issuesAfter((event) => (event['replays'] = [{ id: 'r', kind: 'cameras', moment: 'x' }])),
    ).to.deep.equal(warning('event/unknown-reference $.replays[0].moment'));
  });

  it('wants unit quaternions, in the rig and outside it', () => {
    const camera = (rotation: number[]) =>
      issuesAfter((event) => (event.rig.cameras[0]!.rotation = rotation));
    expect(camera([0, 0, 0, 1.0009])).to.deep.equal(none);
    expect(camera([0, 0, 0, 1.0011])).to.deep.equal(error('event/not-a-rotation $.rig.cameras[0].rotation'));
    expect(camera([0, 0, 0, 0])).to.deep.equal(error('event/not-a-rotation $.rig.cameras[0].rotation'));
    const { translation, intrinsics } = small().rig.cameras[0]!;
    expect(
      issuesAfter((event) =>
        Object.assign(event.angles[1]!, {
          calibration: { translation, intrinsics, rotation: [0, 90, 0, 0] },
        }),
      ),
    ).to.deep.equal(error('event/not-a-rotation $.angles[1].calibration.rotation'));
  });

  it('warns of a camera with its subject behind it, as OpenCV poses have', () => {
    const halfTurnAboutX = [1, 0, 0, 0];
    expect(issuesAfter((event) => (event.rig.cameras[0]!.rotation = halfTurnAboutX))).to.deep.equal(
      warning('event/looks-away $.rig.cameras[0].rotation'),
    );
  });

  it('accepts a camera that looks at its subject from any side', () => {
    for (let degrees = 0; degrees < 360; degrees += 15) {
      const half = (degrees * Math.PI) / 360;
      const position = [10 * Math.sin(2 * half), 1, 10 * Math.cos(2 * half)];
      const camera = (event: ReturnType<typeof small>, rotation: number[]) =>
        Object.assign(event.rig.cameras[0]!, { translation: position, rotation });
      const towards = [0, Math.sin(half), 0, Math.cos(half)];
      expect(
        issuesAfter((event) => camera(event, towards)),
        `${degrees} degrees`,
      ).to.deep.equal(none);
      const away = [0, Math.sin(half + Math.PI / 2), 0, Math.cos(half + Math.PI / 2)];
      expect(issuesAfter((event) => camera(event, away)).warnings, `${degrees} degrees`).to.deep.equal([
        'event/looks-away $.rig.cameras[0].rotation',
      ]);
    }
  });

  it('warns of a principal point outside the picture', () => {
    expect(issuesAfter((event) => (event.rig.cameras[0]!.intrinsics.cy = 900))).to.deep.equal(
      warning('event/principal-point-outside $.rig.cameras[0].intrinsics.cy'),
    );
  });

  it('wants up and front to be directions of their own', () => {
    const axes = (up: number[], front: number[]) =>
      issuesAfter((event) => Object.assign(event.rig, { up, front }));
    expect(axes([0, 0, 1], [1, 0, 0])).to.deep.equal(none);
    expect(axes([0, 0, 0], [1, 0, 0])).to.deep.equal(error('event/not-a-direction $.rig'));
    expect(axes([0, 0, 2], [0, 0, -1])).to.deep.equal(error('event/not-a-direction $.rig'));
  });

  it('warns of a calibration beside the rig', () => {
    const { translation, rotation, intrinsics } = small().rig.cameras[0]!;
    const calibration = { translation, rotation, intrinsics };
    expect(issuesAfter((event) => Object.assign(event.angles[0]!, { calibration }))).to.deep.equal(
      warning('event/calibrated-twice $.angles[0].calibration'),
    );
  });

  it('wants windows that begin before they end', () => {
    const [early, late] = ['2028-07-30T19:00:00Z', '2028-07-30T20:00:00+00:30'];
    expect(issuesAfter((event) => (event['rights'] = { notBefore: early, notAfter: late }))).to.deep.equal(
      none,
    );
    expect(issuesAfter((event) => (event['rights'] = { notBefore: late, notAfter: early }))).to.deep.equal(
      error('event/empty-window $.rights.notAfter'),
    );
    expect(issuesAfter((event) => (event['event'] = { startDate: early, endDate: early }))).to.deep.equal(
      error('event/empty-window $.event.endDate'),
    );
  });

  it('needs an epoch for media times', () => {
    const moments = [{ id: 'm', M: 1000 }];
    expect(issuesAfter((event) => Object.assign(event, { moments }))).to.deep.equal(
      error('event/no-epoch $.moments[0].M'),
    );
    expect(issuesAfter((event) => Object.assign(event, { moments, clock: { epoch: 0 } }))).to.deep.equal(
      none,
    );
  });

  it('warns of seconds where milliseconds are meant', () => {
    expect(issuesAfter((event) => (event.generatedAt = 1848599400))).to.deep.equal(
      warning('event/seconds-for-milliseconds $.generatedAt'),
    );
    expect(issuesAfter((event) => (event.moments[0]!.T = 1848599400))).to.deep.equal(
      warning('event/seconds-for-milliseconds $.moments[0].T'),
    );
    expect(issuesAfter((event) => (event.moments[0]!.T = 8000))).to.deep.equal(none);
  });
});
