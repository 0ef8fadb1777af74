/** Looks at a player from outside: after every repaint it reads the strip of what is on screen. */
import { framesPerSecond, loopMs, loopTime } from '../../../examples/venue/loop.js';
import { cameras } from '../../../examples/venue/rig.js';
import { readStripFromSource } from '../../../examples/venue/strip.js';
import type { Picture } from './players.js';

const frameMs = 1000 / framesPerSecond;
/** No picture may be further from the future than this, ms: clocks differ by less. */
const earliestMs = 500;
/** Without a new picture for so long, a viewer sees that it stands: nine pictures, ms. */
export const stallMs = 300;
const camera = cameras.find(({ id }) => id === 'main')?.number;

/** True time on the edge's clock, ms since the epoch, and half of the quickest answer's round trip. */
export class EdgeClock {
  private constructor(
    private readonly offsetMs: number,
    readonly errorMs: number,
  ) {}

  static async read(looks = 8): Promise<EdgeClock> {
    let best = { offsetMs: 0, errorMs: Infinity };
    for (let look = 0; look < looks; look += 1) {
      const asked = performance.now();
      const told = Date.parse(await (await fetch('/time', { cache: 'no-store' })).text());
      const errorMs = (performance.now() - asked) / 2;
      // It tells whole milliseconds, rounded down.
      const offsetMs = told + 0.5 - (performance.timeOrigin + asked + errorMs);
      if (errorMs < best.errorMs) best = { offsetMs, errorMs };
    }
    return new EdgeClock(best.offsetMs, best.errorMs);
  }

  now(): number {
    return performance.timeOrigin + performance.now() + this.offsetMs;
  }
}

export interface Sighting {
  /** When, `performance.now()` ms. */
  readonly at: number;
  /** The picture's number in the loop. */
  readonly frame: number;
  /** Since it was captured, ms. */
  readonly ageMs: number;
}

/** Resolves after the next repaint: what its callbacks have drawn is on the canvases then. */
export const repaint = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    });
  });

export class Eye {
  readonly #clock: EdgeClock;
  readonly #picture: () => Picture | undefined;
  readonly #scratch = document.createElement('canvas');

  constructor(clock: EdgeClock, picture: () => Picture | undefined) {
    this.#clock = clock;
    this.#picture = picture;
  }

  /** What is on screen now; undefined where it is not one of the camera's pictures. */
  look(): Sighting | undefined {
    const picture = this.#picture();
    if (picture === undefined) return undefined;
    const at = performance.now();
    const now = this.#clock.now();
    const strip = readStripFromSource(picture.source, picture.width, picture.height, this.#scratch);
    if (strip === undefined || strip.camera !== camera) return undefined;
    const age = loopTime(now - strip.frame * frameMs);
    return { at, frame: strip.frame, ageMs: age > loopMs - earliestMs ? age - loopMs : age };
  }

  /** The first picture there is. */
  async first(limitMs: number): Promise<Sighting> {
    const until = performance.now() + limitMs;
    for (;;) {
      const sighting = this.look();
      if (sighting !== undefined) return sighting;
      if (performance.now() > until) throw new Error(`there was no picture within ${limitMs} ms`);
      await repaint();
    }
  }

  /** Everything that is on screen in this time, look by look. */
  async watch(milliseconds: number): Promise<Watched> {
    const looks: Sighting[] = [];
    const costs: number[] = [];
    const began = performance.now();
    let unreadable = 0;
    while (performance.now() - began < milliseconds) {
      await repaint();
      const before = performance.now();
      const sighting = this.look();
      costs.push(performance.now() - before);
      if (sighting === undefined) unreadable += 1;
      else looks.push(sighting);
    }
    return summary(looks, { unreadable, costs, milliseconds: performance.now() - began });
  }
}

export interface Watched {
  /** From capture to the first look that saw the picture, ms. */
  readonly latencyMs: { readonly median: number; readonly p95: number; readonly least: number };
  /** Age of what is on screen whenever one looks, ms: it counts pictures that stand too long. */
  readonly ageMs: { readonly median: number; readonly mean: number };
  readonly pictures: number;
  /** Pictures there should have been in the time. */
  readonly due: number;
  readonly stalls: number;
  readonly stalledMs: number;
  readonly longestStandMs: number;
  readonly looks: number;
  readonly unreadable: number;
  /** What a look costs the page, median ms. */
  readonly lookMs: number;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const share = (values: readonly number[], part: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(part * values.length))] ?? NaN;

function summary(
  looks: readonly Sighting[],
  { unreadable, costs, milliseconds }: { unreadable: number; costs: number[]; milliseconds: number },
): Watched {
  const news = looks.filter(({ frame }, index) => index > 0 && frame !== looks[index - 1]?.frame);
  const stands = news.map(({ at }, index) => at - (news[index - 1] ?? looks[0] ?? { at }).at);
  const last = looks.at(-1);
  const newest = news.at(-1) ?? looks[0];
  if (last !== undefined && newest !== undefined) stands.push(last.at - newest.at);
  const stalls = stands.filter((stand) => stand >= stallMs);
  const latencies = news.map(({ ageMs }) => ageMs);
  const ages = looks.map(({ ageMs }) => ageMs);
  return {
    latencyMs: { median: share(latencies, 0.5), p95: share(latencies, 0.95), least: Math.min(...latencies) },
    ageMs: { median: share(ages, 0.5), mean: ages.reduce((sum, age) => sum + age, 0) / ages.length },
    pictures: news.length,
    due: Math.round(milliseconds / frameMs),
    stalls: stalls.length,
    stalledMs: stalls.reduce((sum, stall) => sum + stall, 0),
    longestStandMs: Math.max(0, ...stands),
    looks: looks.length,
    unreadable,
    lookMs: share(costs, 0.5),
  };
}
