import type { Row } from '../../support/report.js';
import { baselineScores } from '../baselines/cached.js';
import { baselineNames } from '../baselines/index.js';
import { keepPavilion } from '../gallery/pavilion.js';
import { psnr } from '../metrics.js';
import { Ours } from '../ours.js';
import { attribution, loadPavilion } from '../pavilion.js';
import type { Frame } from '../pavilion.js';
import { Trial } from '../trial.js';
import type { Scores } from '../trial.js';
import { atCameraRow, likenessAtCameras } from './at-camera.js';
import type { Figure, Section, Table } from './contract.js';

/** Enough for five cameras of every fourth. */
const quickFrames = 17;

export const pavilion: Figure = {
  name: 'pavilion',
  about: 'held-out frames of an orbit in the Barcelona Pavilion, 640x360',
  async run({ stage, quick, gallery }): Promise<Section> {
    const all = loadPavilion();
    if (all === undefined) return { rows: [], notes: ['skipped: OLYMPIC_TEST_DATA is not set'] };
    const frames = quick ? all.slice(0, quickFrames) : all;
    const ours = new Ours(stage);
    try {
      const scores = await new Trial(frames).score(ours.synthesize);
      const rig = frames.filter((_, place) => place % 4 === 0);
      const decibels = await atCameras(ours, rig);
      const baselines = await baselineScores((name) => process.stderr.write(`  ${name} …\n`));
      const methods = baselineNames.map((name) => [name, baselines?.[name]] as const);
      if (gallery !== undefined) await keepPavilion(stage, gallery, ours);
      return {
        rows: [...rowsOf(scores), atCameraRow('pavilion', decibels)],
        tables: [compared([...methods, ['ours', scores]])],
        notes: [
          attribution,
          `rungs: ${[...ours.rungs].map(([rung, count]) => `${rung} ${count}`).join(', ')}; no subject and no depth range are given`,
          ...(quick ? ['ours is of fewer frames than the others: not to be compared'] : []),
        ],
        details: {
          scores,
          baselines,
          prepareMs: Object.fromEntries(ours.prepareMs),
          pictures: everyPicture(ours, frames),
          atCameras: decibels,
        },
      };
    } finally {
      await ours.close();
    }
  },
};

async function atCameras(ours: Ours, rig: readonly Frame[]): Promise<readonly number[]> {
  // The trial's last rig has these very cameras: it is the one that is prepared.
  const moment = await ours.current();
  return likenessAtCameras(
    moment,
    rig.map(({ camera }) => camera),
    rig.map(({ picture }) => picture),
  );
}

/** How each picture was made, and how close it is to the truth. */
const everyPicture = (ours: Ours, frames: readonly Frame[]): readonly object[] =>
  [...ours.drawn.values()].map(({ request, picture, synthesis, confidence }) => ({
    cameras: request.rig.length,
    target: request.target.id,
    synthesis,
    confidence,
    psnr: psnr(picture, frames.find(({ camera }) => camera.id === request.target.id)!.picture),
  }));

const rowsOf = ({ second, fourth, orbit }: Scores): readonly Row[] => [
  { what: 'pavilion, every 2nd: PSNR', value: second.psnr, unit: 'dB', goal: { least: 26 } },
  { what: 'pavilion, every 2nd: SSIM', value: second.ssim, unit: '', goal: { least: 0.8 } },
  { what: 'pavilion, every 4th: PSNR', value: fourth.psnr, unit: 'dB', goal: { least: 23.5 } },
  { what: 'pavilion, every 4th: SSIM', value: fourth.ssim, unit: '', goal: { least: 0.7 } },
  { what: 'pavilion, orbit: PSNR', value: orbit.psnr, unit: 'dB', goal: { least: 23.5 } },
  { what: 'pavilion, orbit: SSIM', value: orbit.ssim, unit: '', goal: { least: 0.7 } },
  { what: 'pavilion, orbit: worst frame', value: orbit.worst, unit: 'dB', goal: { least: 19.5 } },
  { what: 'pavilion, orbit: temporal difference', value: orbit.temporal, unit: 'grey', goal: { most: 23 } },
  { what: 'pavilion, orbit: warp error', value: orbit.warp, unit: 'grey' },
  { what: 'pavilion, orbit: jitter', value: orbit.jitter, unit: '', goal: { most: 0.2 } },
];

const likeness = (of: Scores['second']): string =>
  `${of.psnr.toFixed(2)} / ${of.ssim.toFixed(3).replace(/^0/, '')}`;

/** All methods, one a line. */
function compared(methods: readonly (readonly [name: string, scores: Scores | undefined])[]): Table {
  return {
    head: ['PSNR / SSIM', 'every 2nd', 'every 4th', 'orbit', 'worst', 'temporal', 'warp', 'jitter', 'ms'],
    lines: methods.flatMap(([name, scores]) => {
      if (scores === undefined) return [];
      const { second, fourth, orbit, pictureMs } = scores;
      const motion = [orbit.worst.toFixed(1), orbit.temporal.toFixed(1), orbit.warp.toFixed(1)];
      const times = [orbit.jitter.toFixed(2), pictureMs.toFixed(0)];
      return [[name, likeness(second), likeness(fourth), likeness(orbit), ...motion, ...times]];
    }),
  };
}
