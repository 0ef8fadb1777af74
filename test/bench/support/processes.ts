/** Processor time and memory of a process and all that it has started, from /proc (proc(5)). */
import { readFile, readdir } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly ticks: number;
}

/** What one Chromium process is for: `browser`, `renderer`, `gpu-process`, `utility`, `zygote`. */
export interface ProcessUse {
  readonly pid: number;
  readonly type: string;
  /** Milliseconds of processor time since it was started, user and system. */
  readonly cpuMs: number;
  /** The same by the names of its threads. */
  readonly threads: Readonly<Record<string, number>>;
}

const tickMs = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

async function readStat(file: string): Promise<Stat | undefined> {
  // Processes and threads come and go while the folder is read.
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const match = text === undefined ? null : /^(\d+) \((.*)\) (.*)$/s.exec(text.trim());
  if (match === null) return undefined;
  const [, pid, name = '', rest = ''] = match;
  const fields = rest.split(' ');
  return {
    pid: Number(pid),
    name,
    parent: Number(fields[1]),
    ticks: Number(fields[11]) + Number(fields[12]),
  };
}

async function family(root: number): Promise<Stat[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = (await Promise.all(all.map((pid) => readStat(`/proc/${pid}/stat`)))).filter(
    (stat) => stat !== undefined,
  );
  const members = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of stats)
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid);
        grown = true;
      }
  }
  return stats.filter(({ pid }) => members.has(pid));
}

async function typeOf(pid: number): Promise<string> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split(/[\0 ]/);
  return words.find((word) => word.startsWith('--type='))?.slice('--type='.length) ?? 'browser';
}

async function threadsOf(pid: number): Promise<Record<string, number>> {
  const folder = `/proc/${pid}/task`;
  const ids = await readdir(folder).catch((): string[] => []);
  const threads: Record<string, number> = {};
  for (const stat of await Promise.all(ids.map((id) => readStat(`${folder}/${id}/stat`)))) {
    if (stat === undefined) continue;
    const name = stat.name.replace(/[\d/]+$/, '');
    threads[name] = (threads[name] ?? 0) + stat.ticks * tickMs;
  }
  return threads;
}

/** All processes of the tree that live now. */
export async function processUse(root: number): Promise<ProcessUse[]> {
  return Promise.all(
    (await family(root)).map(async ({ pid, ticks }) => ({
      pid,
      type: await typeOf(pid),
      cpuMs: ticks * tickMs,
      threads: await threadsOf(pid),
    })),
  );
}

export interface CpuUse {
  readonly totalMs: number;
  readonly byProcess: Readonly<Record<string, number>>;
  /** `renderer: DedicatedWorker` … */
  readonly byThread: Readonly<Record<string, number>>;
}

/** What was used between two looks. What a process or thread used that has ended meanwhile is not in it. */
export function usedBetween(before: readonly ProcessUse[], after: readonly ProcessUse[]): CpuUse {
  const earlier = new Map(before.map((use) => [use.pid, use]));
  const byProcess: Record<string, number> = {};
  const byThread: Record<string, number> = {};
  let totalMs = 0;
  for (const { pid, type, cpuMs, threads } of after) {
    const base = earlier.get(pid);
    const used = cpuMs - (base?.cpuMs ?? 0);
    totalMs += used;
    byProcess[type] = (byProcess[type] ?? 0) + used;
    for (const [name, milliseconds] of Object.entries(threads)) {
      const spent = Math.max(0, milliseconds - (base?.threads[name] ?? 0));
      const key = `${type}: ${name}`;
      if (spent > 0) byThread[key] = (byThread[key] ?? 0) + spent;
    }
  }
  return { totalMs, byProcess, byThread };
}

/** Proportional share of memory by process type, MB (proc(5), smaps_rollup: Pss). */
export async function memoryOf(root: number): Promise<Record<string, number>> {
  const memory: Record<string, number> = {};
  for (const { pid } of await family(root)) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const type = await typeOf(pid);
    memory[type] = (memory[type] ?? 0) + Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
  }
  return memory;
}
