/** What else the machine was doing while something was measured: without it no figure can be compared with another. */
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { rounded } from './statistics.js';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  /** Share of all cores that others used in the second before the bench began; undefined where /proc is missing. */
  readonly busyBefore: number | undefined;
  /** Runnable processes, mean of a minute, when the bench began and when it ended. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** Above this the figures say more of the machine than of the player. */
  readonly quiet: boolean;
}

const lookMs = 1000;
/** Share of all cores that others may use before the machine counts as busy. */
const quietShare = 0.15;

/** Looks before the bench begins; the answer is called when it has ended. */
export async function observeMachine(): Promise<() => Machine> {
  const [first] = loadavg();
  const busyBefore = await busyShare();
  const all = cpus();
  return () => ({
    cores: all.length,
    processor: all[0]?.model ?? 'unknown',
    busyBefore,
    loadBefore: rounded(first ?? NaN, 1),
    loadAfter: rounded(loadavg()[0] ?? NaN, 1),
    quiet: busyBefore !== undefined && busyBefore <= quietShare,
  });
}

async function busyShare(): Promise<number | undefined> {
  const before = await ticks();
  await sleep(lookMs);
  const after = await ticks();
  if (before === undefined || after === undefined) return undefined;
  return rounded(1 - (after.idle - before.idle) / (after.all - before.all), 2);
}

/** proc(5), /proc/stat: user nice system idle iowait … of all cores. */
async function ticks(): Promise<{ idle: number; all: number } | undefined> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => undefined);
  const numbers = text?.split('\n', 1)[0]?.trim().split(/\s+/).slice(1, 9).map(Number);
  if (numbers === undefined) return undefined;
  return { idle: (numbers[3] ?? 0) + (numbers[4] ?? 0), all: numbers.reduce((sum, each) => sum + each, 0) };
}
