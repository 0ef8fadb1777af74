import type { Shown } from '../../../../src/viewpoint/index.js';
import type { Scenario } from '../scenarios/contract.js';
import { pose2sim } from '../scenarios/pose2sim.js';
import { venueScenarios } from '../scenarios/venue.js';
import { withMoment } from '../stage/index.js';
import { VenueTruth } from '../venue/truth.js';
import type { Figure, Section, Setting } from './contract.js';

const all: readonly Scenario[] = [...venueScenarios, pose2sim];

interface Outcome {
  readonly scenario: string;
  /** Of each view: before and after preparing. */
  readonly before: readonly Shown[];
  readonly after: readonly Shown[];
  readonly right: boolean;
  readonly thrown?: string;
}

export const robustness: Figure = {
  name: 'robustness',
  about: 'rigs that somebody will have: no exception, and the rung that does not lie',
  async run(setting): Promise<Section> {
    const truth = new VenueTruth(setting.stage);
    const outcomes: Outcome[] = [];
    const notes: string[] = [];
    for (const scenario of setting.quick ? all.slice(0, 2) : all) {
      process.stderr.write(`  ${scenario.name}\n`);
      const outcome = await tried(setting, truth, scenario);
      if (outcome === undefined) notes.push(`${scenario.name}: skipped, OLYMPIC_TEST_DATA is not set`);
      else outcomes.push(outcome);
    }
    const right = outcomes.filter((outcome) => outcome.right).length;
    const goal = { least: outcomes.length };
    return {
      rows: [
        { what: `rigs on the right rung, of ${outcomes.length}`, value: right, unit: '', goal },
        {
          what: `rigs without an exception, of ${outcomes.length}`,
          value: outcomes.filter(({ thrown }) => thrown === undefined).length,
          unit: '',
          goal,
        },
      ],
      tables: [
        {
          head: ['rig', 'unprepared', 'prepared', 'confidence', 'right', ''],
          lines: outcomes.map(lineOf),
        },
      ],
      notes,
      details: { outcomes },
      failures: outcomes.flatMap(({ scenario, thrown }) =>
        thrown === undefined ? [] : [`${scenario}: ${thrown}`],
      ),
    };
  },
};

async function tried(
  { stage }: Setting,
  truth: VenueTruth,
  { name, right, make }: Scenario,
): Promise<Outcome | undefined> {
  const [before, after]: [Shown[], Shown[]] = [[], []];
  try {
    const made = await make(stage, truth);
    if (made === undefined) return undefined;
    await withMoment(stage, made.request, async (moment) => {
      for (const view of made.views) before.push((await moment.view(view)).shown);
      await moment.prepare();
      for (const view of made.views) after.push((await moment.view(view)).shown);
    });
  } catch (error) {
    return { scenario: name, before, after, right: false, thrown: String(error).split('\n', 1)[0] ?? '' };
  }
  return { scenario: name, before, after, right: after.every(({ synthesis }) => right.includes(synthesis)) };
}

/** Rungs of all views, each once. */
const rungs = (shown: readonly Shown[]): string =>
  [...new Set(shown.map(({ synthesis }) => synthesis))].join(', ');

function lineOf({ scenario, before, after, right, thrown }: Outcome): readonly string[] {
  const wanted = all.find(({ name }) => name === scenario)?.right.join(', ') ?? '';
  const confidence = after.map(({ confidence }) => confidence.toFixed(2)).join(' ');
  const verdict = thrown === undefined ? (right ? 'ok' : 'WRONG') : 'THROWN';
  return [scenario, rungs(before), rungs(after), confidence, wanted, verdict];
}
