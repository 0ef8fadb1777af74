/** How quickly the main job starts, recovers and cuts, over every transport: medians of five. */
import { serveFolder } from '../../../examples/edge/index.js';
import type { Handler } from '../../../examples/edge/index.js';
import type { Page } from 'puppeteer-core';
import { roundsOf } from '../support/alternate.js';
import { median, rounded } from '../support/statistics.js';
import type { Bench } from './contract.js';

const repeats = roundsOf(5);
const settleMs = 3000;
const angles = ['ring-00', 'ring-01', 'ring-02', 'crane', 'main'];

const html = `<!doctype html><title>main job</title><link rel="icon" href="data:,">
<olympic-video src="/event.json" autoplay muted style="width: 640px"></olympic-video>
<script type="module" src="/dist/define.js"></script>
<script type="module">window.bench = await import('/main-job/page.js'); window.ready = true;</script>`;

const servePage: Handler = async ({ url, response }) => {
  if (url.pathname !== '/main-job') return false;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  return true;
};

/** Calls a function of page.js. */
async function call<T>(page: Page, name: string, ...values: unknown[]): Promise<T> {
  return (await page.evaluate(`window.bench.${name}(...${JSON.stringify(values)})`)) as T;
}

async function times<T>(run: (turn: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let turn = 0; turn < repeats; turn += 1) results.push(await run(turn));
  return results;
}

export const mainJob: Bench = {
  name: 'main-job',
  stand: {
    handlers: () => [servePage, serveFolder('/main-job/', new URL('../main-job/', import.meta.url))],
  },
  async run(stand) {
    const { page, edge } = stand;
    await page.goto(`${edge.url}/main-job`);
    await page.waitForFunction('window.ready');

    const figures: Record<string, number> = {};
    for (const transport of ['whep', 'll-hls', 'dash', 'hls']) {
      const starts = await times(() => call<number>(page, 'load', transport));
      figures[`${transport}: load to picture, ms`] = median(starts);
      figures[`${transport}: capture to screen, ms`] = median([
        await call<number>(page, 'latencyOver', settleMs),
      ]);
    }
    for (const [from, to] of [
      ['whep', 'll-hls'],
      ['ll-hls', 'dash'],
    ] as const) {
      const moves = await times(async () => {
        await call(page, 'load', `${from} ${to}`);
        await call(page, 'latencyOver', settleMs);
        return call<Record<'totalMs' | 'gapMs' | 'repeatedMs' | 'heldMs', number>>(page, 'breakAndWait', {
          transport: from,
          kind: 'cut',
        });
      });
      for (const what of ['totalMs', 'heldMs', 'gapMs', 'repeatedMs'] as const)
        figures[`${from} cut to ${to}: ${what.replace('Ms', '')}, ms`] = median(
          moves.map((move) => move[what]),
        );
    }
    for (const transport of ['whep', 'll-hls']) {
      await call(page, 'load', transport);
      const cuts = await times(async (turn) => {
        await call(page, 'latencyOver', 1000);
        return call<{ durationMs: number; gapFrames: number; repeatedFrames: number }>(
          page,
          'cut',
          angles[turn],
        );
      });
      figures[`${transport}: angle cut, ms`] = median(cuts.map((cut) => cut.durationMs));
      figures[`${transport}: frames missed at a cut`] = median(cuts.map((cut) => cut.gapFrames));
      figures[`${transport}: frames repeated at a cut`] = median(cuts.map((cut) => cut.repeatedFrames));
    }
    const rows = Object.entries(figures).map(([name, value]) => {
      const [what = name, unit = ''] = name.split(/, (?=ms$)/);
      return { what, value: rounded(value), unit };
    });
    return { about: 'starts, hand-overs and cuts of the main job', rows };
  },
};
