/** From putting a player on a page that has its code to the first picture in pixels. */
import type { Choice } from '../page/players.js';
import { alternate } from '../support/alternate.js';
import { median } from '../support/statistics.js';
import type { Bench } from './contract.js';

const rounds = 9;
/** Between players: what the last one left is collected, ms. */
const pauseMs = 500;

interface Run {
  readonly ms: number;
  readonly facts: Record<string, unknown>;
}

type Contender = 'moq' | 'll-hls webcodecs' | 'll-hls own mse' | 'll-hls hls.js' | 'moq-watch';

export const firstFrame: Bench = {
  name: 'first-frame',
  async run(stand) {
    const { call, edge } = stand;
    async function start(choice: Choice): Promise<Run> {
      const ms = await call<number>('begin', choice);
      const facts = await call<Record<string, unknown>>('facts');
      await call('end');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      return { ms, facts };
    }
    const llHls = { player: 'olympic', src: '/event.json', transports: 'll-hls' } as const;
    const choices: Record<Contender, Choice> = {
      moq: { player: 'olympic', src: '/event.json', transports: 'moq' },
      'll-hls webcodecs': llHls,
      'll-hls own mse': { ...llHls, decoder: 'native' },
      'll-hls hls.js': { player: 'hls.js', url: `${edge.url}/hls/main/ll.m3u8` },
      'moq-watch': {
        player: 'moq-watch',
        url: `${edge.url}/moq/main?container=legacy`,
        name: 'venue/main',
      },
    };
    const contenders = Object.fromEntries(
      Object.entries(choices).map(([name, choice]) => [name, () => start(choice)]),
    ) as Record<Contender, () => Promise<Run>>;
    // The first load of each fetches its code; all that follow are warm, as the rows say.
    const cold = await alternate(1, contenders);
    const runs = await alternate(rounds, contenders);

    const of = (name: Contender) => median(runs[name].map(({ ms }) => ms));
    return {
      about: 'from the element on the page to the first picture in pixels, code loaded before',
      rows: [
        { what: 'MoQ', value: of('moq'), unit: 'ms', goal: { most: 150 } },
        {
          what: 'LL-HLS: WebCodecs / hls.js',
          value: of('ll-hls webcodecs') / of('ll-hls hls.js'),
          unit: '×',
          goal: { most: 1 },
        },
        {
          what: 'LL-HLS: WebCodecs / our own MediaSource path',
          value: of('ll-hls webcodecs') / of('ll-hls own mse'),
          unit: '×',
          goal: { most: 1 },
        },
        { what: 'LL-HLS through WebCodecs', value: of('ll-hls webcodecs'), unit: 'ms' },
        { what: 'LL-HLS by hls.js with MediaSource', value: of('ll-hls hls.js'), unit: 'ms' },
        { what: 'LL-HLS through our own MediaSource path', value: of('ll-hls own mse'), unit: 'ms' },
        { what: 'MoQ by @moq/watch', value: of('moq-watch'), unit: 'ms' },
        { what: 'first load on the page: MoQ', value: cold.moq[0]?.ms ?? NaN, unit: 'ms' },
        {
          what: 'first load on the page: LL-HLS through WebCodecs',
          value: cold['ll-hls webcodecs'][0]?.ms ?? NaN,
          unit: 'ms',
        },
      ],
      notes: [
        'every load is a new element; ours finds the worker and the MoQ connection that the load before has left (the first of each finds none), and reads an event descriptor first, which the others do not',
      ],
      runs: { cold, warm: runs },
    };
  },
};
