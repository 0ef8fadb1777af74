/** Ten minutes of LL-HLS through our own decoding: memory stays flat once the window is full, and no VideoFrame is left. */
import type { Stand } from '../support/stand.js';
import { countingWorker } from '../support/frame-count.js';
import { memoryOf } from '../support/processes.js';
import { median, rounded } from '../support/statistics.js';
import type { Bench } from './contract.js';

/** Minutes of play; the window of 60 s is full and every code path compiled long before the warm-up ends. */
const warmUpMinutes = 2.5;
const minutes = Number(process.env.SOAK_MINUTES ?? 10);
const lookEveryMs = 15_000;

interface Look {
  readonly minute: number;
  /** MB by process type, after garbage was collected. */
  readonly memory: Readonly<Record<string, number>>;
  /** Of the page, then of its workers, MB. */
  readonly heapsMb: readonly number[];
  readonly framesOpen: number;
  readonly framesHeld: number;
  /** So far. */
  readonly stalls: number;
}

interface Facts {
  readonly framesRendered: number;
  readonly stalls: number;
  readonly deck?: { readonly framesHeld: number; readonly bufferedBytes: number };
}

interface Frames {
  readonly made: number;
  readonly closed: number;
}

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Frames the media worker has made and closed so far. */
async function framesOf({ page }: Stand): Promise<Frames> {
  for (const worker of page.workers())
    if (worker.url().includes('media-worker'))
      return (await worker.evaluate('({ ...self.benchFrames })')) as Frames;
  throw new Error('there is no media worker');
}

/** Collects garbage in the page and its workers; what is left of the heap of each, MB. */
async function collect({ page }: Stand): Promise<number[]> {
  const session = await page.createCDPSession();
  const heaps: number[] = [];
  for (const client of [session, ...page.workers().map((worker) => worker.client)]) {
    await client.send('HeapProfiler.collectGarbage');
    heaps.push(rounded((await client.send('Runtime.getHeapUsage')).usedSize / 2 ** 20, 3));
  }
  await session.detach();
  return heaps;
}

async function look(stand: Stand, minute: number): Promise<Look> {
  const heapsMb = await collect(stand);
  const { made, closed } = await framesOf(stand);
  const { deck, stalls } = await stand.call<Facts>('facts');
  return {
    minute: rounded(minute, 2),
    memory: await memoryOf(stand.pid),
    heapsMb,
    framesOpen: made - closed,
    framesHeld: deck?.framesHeld ?? NaN,
    stalls,
  };
}

const scripts = ({ heapsMb }: Look): number => heapsMb.reduce((sum, one) => sum + one, 0);

/** Of the processes that play: the other ones do the same whoever plays. */
const playing = ({ memory }: Look): number => (memory.renderer ?? 0) + (memory['gpu-process'] ?? 0);

export const soak: Bench = {
  name: 'soak',
  stand: { handlers: (dist) => [countingWorker(dist)] },
  async run(stand) {
    await stand.call('begin', { player: 'olympic', src: '/event.json', transports: 'll-hls' });
    await stand.call('selectBest');
    const began = performance.now();
    const minute = () => (performance.now() - began) / 60_000;
    const looks: Look[] = [];
    while (minute() < minutes) {
      await rest(lookEveryMs);
      looks.push(await look(stand, minute()));
      const { minute: at, framesOpen } = looks.at(-1)!;
      process.stderr.write(`  ${at} min: ${rounded(playing(looks.at(-1)!))} MB, ${framesOpen} frames open\n`);
    }
    const facts = await stand.call<Facts>('facts');
    await stand.call('closeDeck');
    const atClose = await framesOf(stand);
    await stand.call('end');

    const settled = looks.filter(({ minute: at }) => at >= Math.min(warmUpMinutes, minutes / 4));
    const part = Math.max(1, Math.floor(settled.length / 4));
    const growth = (value: (look: Look) => number) => {
      const early = median(settled.slice(0, part).map(value));
      return 100 * (median(settled.slice(-part).map(value)) / early - 1);
    };
    const last = looks.at(-1)!;
    return {
      about: `${minutes} minutes of LL-HLS through our own decoding`,
      rows: [
        {
          what: 'memory, last quarter over first after the warm-up',
          value: growth(playing),
          unit: '%',
          goal: { most: 5 },
        },
        {
          what: 'scripts alone, likewise',
          value: growth(scripts),
          unit: '%',
          goal: { most: 5 },
        },
        { what: 'renderer and GPU process at the end', value: playing(last), unit: 'MB' },
        { what: 'renderer', value: last.memory.renderer ?? NaN, unit: 'MB' },
        { what: 'GPU process', value: last.memory['gpu-process'] ?? NaN, unit: 'MB' },
        { what: 'scripts of page and workers', value: scripts(last), unit: 'MB' },
        { what: 'encoded samples kept', value: (facts.deck?.bufferedBytes ?? NaN) / 2 ** 20, unit: 'MB' },
        {
          what: 'VideoFrames open after close',
          value: atClose.made - atClose.closed,
          unit: '',
          goal: { most: 0 },
        },
        {
          what: 'most VideoFrames open at a look',
          value: Math.max(...looks.map(({ framesOpen }) => framesOpen)),
          unit: '',
        },
        { what: 'VideoFrames made', value: atClose.made, unit: '' },
        { what: 'stalls', value: facts.stalls, unit: '' },
      ],
      notes: [
        `a look every ${lookEveryMs / 1000} s after collecting garbage: proportional share of memory (Pss) of renderer and GPU process`,
        `warm-up ${warmUpMinutes} minutes; SOAK_MINUTES changes the length`,
      ],
      runs: { looks, facts },
    };
  },
};
