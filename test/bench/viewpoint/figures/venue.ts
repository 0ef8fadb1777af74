import type { Row } from '../../support/report.js';
import { keepVenue } from '../gallery/venue.js';
import { withMoment } from '../stage/index.js';
import type { Moment } from '../stage/index.js';
import { modelOf, ringView, subject } from '../venue/cameras.js';
import { inputsOf } from '../venue/inputs.js';
import type { Input } from '../venue/inputs.js';
import { instants } from '../venue/instants.js';
import type { Instant } from '../venue/instants.js';
import { look, lookSimply } from '../venue/seen.js';
import type { Seen } from '../venue/seen.js';
import { VenueTruth, usual } from '../venue/truth.js';
import { atCameraRow, likenessAtCameras } from './at-camera.js';
import type { Figure, Section, Setting, Table } from './contract.js';
import { excessOfLeaving } from './leaving.js';

interface Result {
  readonly input: Input;
  readonly seen: readonly Seen[];
  readonly prepareMs: readonly number[];
}

export const venue: Figure = {
  name: 'venue',
  about: 'the venue as it really looks from between its ring cameras, 15 degrees apart, 640x360',
  async run(setting): Promise<Section> {
    const { stage, quick, gallery } = setting;
    const truth = new VenueTruth(stage);
    const chosen = quick
      ? instants.slice(0, 1).map((instant) => ({ ...instant, viewpoints: instant.viewpoints.slice(0, 2) }))
      : instants;
    const notes = [
      `${chosen.length} instants, each from the ${instants[0]!.cameras.length} ring cameras about its viewpoints rather than all 24`,
    ];
    const results: Result[] = [];
    const decibels: number[] = [];
    const excess: number[] = [];
    for (const input of inputsOf(truth)) {
      const seen: Seen[] = [];
      const prepareMs: number[] = [];
      for (const instant of chosen) {
        const given = await input.given(instant);
        const frames = await truth.keys(instant.cameras, instant.timeMs);
        const cameras = instant.cameras.map(modelOf);
        const request = { size: usual, cameras, frames, subject, ...given };
        const taken = await withMoment(stage, request, async (moment) => {
          if (Object.keys(given).some((name) => !moment.taken.includes(name))) return false;
          prepareMs.push((await moment.prepare()).ms);
          seen.push(...(await look(truth, moment, instant)));
          if (input.name !== 'estimated') return true;
          const pictures = frames.map((key) => stage.store.picture(key));
          decibels.push(...(await likenessAtCameras(moment, cameras, pictures)));
          excess.push(...(await leave(setting, truth, moment, instant)));
          return true;
        });
        if (!taken) break;
        process.stderr.write(`  ${input.name}, ${instant.id}\n`);
      }
      if (seen.length === 0) notes.push(`${input.name}: not measured, the synthesizer does not take it`);
      results.push({ input, seen, prepareMs });
    }
    const simpler: Seen[] = [];
    for (const instant of chosen) simpler.push(...(await lookSimply(truth, instant)));
    if (gallery !== undefined) await keepVenue(stage, gallery, truth, chosen, results);
    return {
      rows: [
        ...results.flatMap(rowsOf),
        atCameraRow('venue', decibels),
        {
          what: `venue: change on leaving a camera by 0.1 degrees beyond the true one, most of ${excess.length}`,
          value: Math.max(...excess),
          unit: 'grey',
          goal: { most: 1 },
        },
      ],
      tables: [tableOf(results, simpler)],
      notes,
      details: {
        views: results.map(({ input, seen, prepareMs }) => ({
          given: input.name,
          prepareMs,
          seen: seen.map(withoutPicture),
        })),
        simpler: simpler.map(withoutPicture),
        atCameras: decibels,
        leaving: excess,
      },
    };
  },
};

/** From the two cameras in the middle, to either side. */
async function leave(
  { quick }: Setting,
  truth: VenueTruth,
  moment: Moment,
  { cameras, timeMs }: Instant,
): Promise<readonly number[]> {
  const middle = cameras.slice(3, quick ? 4 : 5);
  const found: number[] = [];
  for (const camera of middle)
    for (const degrees of [-0.1, 0.1]) {
      const place = Number(camera.id.replace('ring-', ''));
      const off = ringView(place + degrees / 15);
      found.push(await excessOfLeaving(truth, moment, { camera, off, timeMs }));
    }
  return found;
}

const withoutPicture = (one: Seen): object => ({ ...one, picture: undefined });

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function rowsOf({ input, seen }: Result): readonly Row[] {
  const row = (what: string, unit: string, value: (one: Seen) => number, least?: number): Row => ({
    what: `venue, ${input.name}: ${what}`,
    value: mean(seen.map(value)),
    unit,
    ...(least === undefined ? {} : { goal: { least } }),
  });
  return [
    row('PSNR', 'dB', ({ psnr }) => psnr, input.goals.full),
    row('SSIM', '', ({ ssim }) => ssim),
    row('PSNR of the athlete', 'dB', ({ athlete }) => athlete, input.goals.athlete),
  ];
}

const figuresOf = (views: readonly Seen[]): readonly string[] => [
  mean(views.map((one) => one.psnr)).toFixed(2),
  mean(views.map((one) => one.ssim)).toFixed(3),
  mean(views.map((one) => one.athlete)).toFixed(2),
];

/** Ours at every instant, then the simpler methods over all of them. */
function tableOf(results: readonly Result[], simpler: readonly Seen[]): Table {
  const grouped = <T>(
    seen: readonly Seen[],
    key: (one: Seen) => string,
    line: (key: string, views: readonly Seen[]) => T,
  ): T[] =>
    [...new Set(seen.map(key))].map((value) =>
      line(
        value,
        seen.filter((one) => key(one) === value),
      ),
    );
  const ours = results.flatMap(({ input, seen }) =>
    grouped(
      seen,
      (one) => one.instant,
      (instant, views) => [
        `ours, ${input.name}`,
        instant,
        ...figuresOf(views),
        [...new Set(views.map((one) => one.by))].join(', '),
      ],
    ),
  );
  const others = grouped(
    simpler,
    (one) => one.by,
    (name, views) => [name, 'all', ...figuresOf(views), ''],
  );
  return { head: ['', 'instant', 'PSNR', 'SSIM', 'athlete', 'rung'], lines: [...ours, ...others] };
}
