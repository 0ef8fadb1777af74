/** Live latency over Media over QUIC: ours, @moq/watch and the floor, from the same origin by the same eye. */
import type { Handover } from '../../../examples/edge/moq/index.js';
import type { Watched } from '../page/eye.js';
import type { Choice } from '../page/players.js';
import { alternate } from '../support/alternate.js';
import { median, quantile } from '../support/statistics.js';
import type { Bench } from './contract.js';

const rounds = 5;
/** Buffers and clocks settle: both players measure before they hold. */
const settleMs = 5000;
const watchMs = 8000;

interface Run {
  readonly seen: Watched;
  /** Capture to hand-over of the pictures sent meanwhile, ms. */
  readonly floorMs: number;
  readonly floorP95Ms: number;
  readonly facts: Record<string, unknown>;
}

const handovers: Handover[] = [];

export const moqLatency: Bench = {
  name: 'moq-latency',
  stand: { edge: { moq: { onHandover: (each) => void handovers.push(each) } } },
  async run(stand) {
    const { call, edge } = stand;

    async function play(choice: Choice): Promise<Run> {
      await call('begin', choice);
      await call('watch', settleMs);
      await call('synchronise');
      handovers.length = 0;
      const seen = await call<Watched>('watch', watchMs);
      const late = handovers
        .filter(({ angle, track }) => angle === 'main' && track.startsWith('high.'))
        .map(({ capturedAt, handedAt }) => handedAt - capturedAt);
      const facts = await call<Record<string, unknown>>('facts');
      await call('end');
      return { seen, facts, floorMs: median(late), floorP95Ms: quantile(late, 0.95) };
    }

    const ours = { player: 'olympic', src: '/event.json', transports: 'moq' } as const;
    const runs = await alternate<'ours' | 'watch' | 'ours, target of the event', Run>(rounds, {
      ours: () => play({ ...ours, targetMs: 0 }),
      watch: () =>
        play({ player: 'moq-watch', url: `${edge.url}/moq/main?container=legacy`, name: 'venue/main' }),
      'ours, target of the event': () => play(ours),
    });

    const of = (name: keyof typeof runs, value: (run: Run) => number) => median(runs[name].map(value));
    const latency = (name: keyof typeof runs) => of(name, ({ seen }) => seen.latencyMs.median);
    const stalls = (name: keyof typeof runs) => runs[name].reduce((sum, { seen }) => sum + seen.stalls, 0);
    return {
      about: 'live latency over MoQ from capture to pixels, lowest each player dares (same origin)',
      rows: [
        {
          what: 'ours / @moq/watch',
          value: latency('ours') / latency('watch'),
          unit: '×',
          goal: { most: 0.9 },
        },
        {
          what: 'ours above the floor',
          value: of('ours', ({ seen, floorMs }) => seen.latencyMs.median - floorMs),
          unit: 'ms',
          goal: { most: 120 },
        },
        { what: 'ours, to the first look', value: latency('ours'), unit: 'ms' },
        { what: '@moq/watch, to the first look', value: latency('watch'), unit: 'ms' },
        { what: 'ours, 95 of 100', value: of('ours', ({ seen }) => seen.latencyMs.p95), unit: 'ms' },
        { what: '@moq/watch, 95 of 100', value: of('watch', ({ seen }) => seen.latencyMs.p95), unit: 'ms' },
        {
          what: 'ours, mean age of the picture',
          value: of('ours', ({ seen }) => seen.ageMs.mean),
          unit: 'ms',
        },
        {
          what: '@moq/watch, mean age of the picture',
          value: of('watch', ({ seen }) => seen.ageMs.mean),
          unit: 'ms',
        },
        { what: 'floor: hand-over to the socket', value: of('ours', ({ floorMs }) => floorMs), unit: 'ms' },
        { what: 'floor, 95 of 100', value: of('ours', ({ floorP95Ms }) => floorP95Ms), unit: 'ms' },
        {
          what: "ours at the event's target of 200 ms",
          value: latency('ours, target of the event'),
          unit: 'ms',
        },
        { what: 'stalls: ours', value: stalls('ours'), unit: '' },
        { what: 'stalls: @moq/watch', value: stalls('watch'), unit: '' },
        {
          what: 'pictures seen of those due: ours',
          value: of('ours', ({ seen }) => (100 * seen.pictures) / seen.due),
          unit: '%',
        },
        {
          what: 'pictures seen of those due: @moq/watch',
          value: of('watch', ({ seen }) => (100 * seen.pictures) / seen.due),
          unit: '%',
        },
      ],
      notes: [
        'both muted and told nothing of a target: ours target-latency="0", @moq/watch latency="real-time"; LOC for ours, hang legacy for @moq/watch 0.4.6',
        'a look reads the strip after each repaint of the page; the latency of a picture is its age at the first look that saw it',
      ],
      runs,
    };
  },
};
