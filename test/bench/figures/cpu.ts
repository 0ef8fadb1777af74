/** Processor time a played second of LL-HLS costs: our own decoding, and `<video>` with MediaSource. */
import type { Choice } from '../page/players.js';
import { alternate, roundsOf } from '../support/alternate.js';
import { processUse, usedBetween } from '../support/processes.js';
import type { CpuUse } from '../support/processes.js';
import { median, rounded } from '../support/statistics.js';
import type { Bench } from './contract.js';

const rounds = 4;
const settleMs = 5000;
const playMs = 20_000;
/** Threads that take less are left out of the list, ms a played second. */
const worthNaming = 2;

interface Run {
  readonly playedSeconds: number;
  readonly use: CpuUse;
  readonly facts: Record<string, unknown>;
  /** Of the deck, ms of the worker's thread in the time, by stage. */
  readonly work?: Readonly<Record<string, number>>;
}

type Contender = 'ours' | 'hls.js' | 'own mse';

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Stages {
  readonly deck?: { readonly work: Readonly<Record<string, number>> };
}

export const cpu: Bench = {
  name: 'cpu',
  async run(stand) {
    const { call, edge, pid } = stand;
    async function play(choice: Choice): Promise<Run> {
      await call('begin', choice);
      await call('selectBest');
      await rest(settleMs);
      const [before, from, early] = [
        await processUse(pid),
        await call<number>('position'),
        await call<Stages>('facts'),
      ];
      // Nobody looks meanwhile: looking costs.
      await rest(playMs);
      const [after, to, facts] = [
        await processUse(pid),
        await call<number>('position'),
        await call<Record<string, unknown> & Stages>('facts'),
      ];
      await call('end');
      const stages = facts.deck?.work;
      const work =
        stages === undefined
          ? {}
          : {
              work: Object.fromEntries(
                Object.entries(stages).map(([stage, ms]) => [stage, ms - (early.deck?.work[stage] ?? 0)]),
              ),
            };
      return { playedSeconds: to - from, use: usedBetween(before, after), facts, ...work };
    }

    // The page with nobody on it, once the browser has started.
    await rest(settleMs);
    const idleBefore = await processUse(pid);
    await rest(settleMs);
    const idle = usedBetween(idleBefore, await processUse(pid)).totalMs / (settleMs / 1000);

    const llHls = { player: 'olympic', src: '/event.json', transports: 'll-hls' } as const;
    const runs = await alternate<Contender, Run>(rounds, {
      ours: () => play(llHls),
      'hls.js': () => play({ player: 'hls.js', url: `${edge.url}/hls/main/ll.m3u8` }),
      'own mse': () => play({ ...llHls, decoder: 'native' }),
    });

    const of = (name: Contender, value: (run: Run) => number) =>
      median(runs[name].map((run) => value(run) / run.playedSeconds));
    const cost = (name: Contender) => of(name, ({ use }) => use.totalMs);
    const threads = (name: Contender) => {
      const names = new Set(runs[name].flatMap(({ use }) => Object.keys(use.byThread)));
      return [...names]
        .map((thread) => ({ thread, ms: of(name, ({ use }) => use.byThread[thread] ?? 0) }))
        .filter(({ ms }) => ms >= worthNaming)
        .sort((a, b) => b.ms - a.ms)
        .map(({ thread, ms }) => `${thread} ${rounded(ms, 1)}`);
    };
    const stages = ['read', 'decode', 'upload', 'draw'];
    const processes = ['renderer', 'gpu-process', 'browser', 'utility'];
    return {
      about:
        'processor time of all browser processes a played second, LL-HLS 640x360, software decoding and GL',
      rows: [
        {
          what: 'ours / <video> with hls.js',
          value: cost('ours') / cost('hls.js'),
          unit: '×',
          goal: { most: 1.5 },
        },
        {
          what: 'ours / our own MediaSource path',
          value: cost('ours') / cost('own mse'),
          unit: '×',
          goal: { most: 1.5 },
        },
        { what: 'ours', value: cost('ours'), unit: 'ms' },
        { what: '<video> with hls.js', value: cost('hls.js'), unit: 'ms' },
        { what: 'our own MediaSource path', value: cost('own mse'), unit: 'ms' },
        { what: 'the page with nobody on it', value: idle, unit: 'ms' },
        ...processes.flatMap((type) => [
          { what: `ours, ${type}`, value: of('ours', ({ use }) => use.byProcess[type] ?? 0), unit: 'ms' },
          {
            what: `hls.js, ${type}`,
            value: of('hls.js', ({ use }) => use.byProcess[type] ?? 0),
            unit: 'ms',
          },
        ]),
        ...stages.map((stage) => ({
          what: `ours, the worker's thread: ${stage}`,
          value: of('ours', ({ work }) => work?.[stage] ?? NaN),
          unit: 'ms',
        })),
      ],
      notes: [
        `${playMs / 1000} s of play each, ${roundsOf(rounds)} times in turns, both muted; what a thread takes of a played second, ms:`,
        `ours: ${threads('ours').join(', ')}`,
        `hls.js: ${threads('hls.js').join(', ')}`,
      ],
      runs,
    };
  },
};
