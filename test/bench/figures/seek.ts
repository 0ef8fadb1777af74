/** Exact seek in the window: how long it takes until the picture is on the canvas, and whether it is the one asked for. */
import type { Operation, OperationResult, SeekResult } from '../page/seeking.js';
import { randomFrom } from '../support/random.js';
import { recordedWindow } from '../support/recorded-window.js';
import { median, quantile } from '../support/statistics.js';
import type { Bench } from './contract.js';

const windowSeconds = 30;
const seeks = 200;
const operations = 1000;
const seed = 20_260_206;
const rates = [-1, 0.1, 0.25, 1, 2] as const;
/** Operations in one call, so that the runner sees how it goes. */
const batch = 50;

function operation(random: () => number): Operation {
  const kind = random();
  if (kind < 0.4) return { kind: 'seek', share: random() };
  if (kind < 0.7) {
    const pictures = 1 + Math.floor(random() * 3);
    return { kind: 'step', pictures: random() < 0.5 ? -pictures : pictures };
  }
  const rate = rates[Math.floor(random() * rates.length)] ?? 1;
  return { kind: 'rate', rate, milliseconds: 100 + Math.floor(random() * 200) };
}

const window = recordedWindow(windowSeconds);

export const seek: Bench = {
  name: 'seek',
  stand: { handlers: () => [window.handler] },
  async run(stand) {
    const { call } = stand;
    await window.record(stand.edge.url);
    const choice = { player: 'olympic', src: '/window/main.m3u8', transports: 'hls' };
    await call('begin', choice);
    const windowMs = await call<number>('fillWindow', (windowSeconds - 1) * 1000);
    const random = randomFrom(seed);

    const sought: SeekResult[] = [];
    for (let index = 0; index < seeks; index += 1) sought.push(await call('seekTo', random()));

    const results: { operation: Operation; result: OperationResult }[] = [];
    while (results.length < operations) {
      const next = operation(random);
      results.push({ operation: next, result: await call('operate', next) });
      if (results.length % batch === 0)
        process.stderr.write(`  ${results.length} of ${operations} operations\n`);
    }
    const deck = await call('deckStats');
    const facts = await call<Record<string, unknown>>('facts');
    await call('end');

    const wrong = results.filter(({ result }) => !result.right);
    const seen = sought.map(({ seenMs }) => seenMs);
    const told = sought.map(({ toldMs }) => toldMs);
    return {
      about: `exact seeks in a window of ${Math.round(windowMs / 1000)} s, 640x360, groups of 1 s, in pixels`,
      rows: [
        { what: 'seek to pixels, median', value: median(seen), unit: 'ms', goal: { most: 120 } },
        { what: 'seek to pixels, 95 of 100', value: quantile(seen, 0.95), unit: 'ms' },
        { what: 'seek to seeked, median', value: median(told), unit: 'ms' },
        { what: 'seek to seeked, 95 of 100', value: quantile(told, 0.95), unit: 'ms' },
        {
          what: `seeks that show the picture asked for, of ${seeks}`,
          value: sought.filter(({ right }) => right).length,
          unit: '',
          goal: { least: seeks },
        },
        {
          what: `operations after which it does, of ${operations}`,
          value: operations - wrong.length,
          unit: '',
          goal: { least: operations },
        },
      ],
      notes: [
        `seeks, steps of 1 to 3 pictures both ways, and rates ${rates.join(', ')}; random from seed ${seed}`,
        'after a rate the player is paused: asked for is the picture of the time where the clock stands',
      ],
      runs: {
        wrong: wrong.slice(0, 50),
        seenMs: seen.map(Math.round),
        toldMs: told.map(Math.round),
        deck,
        facts,
      },
    };
  },
};
