/** The common form of all benches: rows with a goal and a verdict, as JSON beside the bench and as a table for people. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Machine } from './machine.js';
import { rounded } from './statistics.js';

export type Goal = { readonly most: number } | { readonly least: number };

export interface Row {
  readonly what: string;
  readonly value: number;
  /** `ms`, `×`, `fps`, `%`, `MB` …; empty for a count. */
  readonly unit: string;
  readonly goal?: Goal;
}

export interface Figure {
  /** What was compared, in a sentence. */
  readonly about: string;
  readonly rows: readonly Row[];
  /** What the rows were made from: every run, in the order they were made. */
  readonly runs?: unknown;
  /** What a reader has to know to understand the rows. */
  readonly notes?: readonly string[];
}

const digits = (unit: string): number => (unit === '×' ? 2 : unit === 'ms' || unit === '%' ? 1 : 0);

/** `met`, `missed by …`, or nothing where there is no goal. */
export function verdict({ value, unit, goal }: Row): string {
  if (goal === undefined) return '';
  const over = 'most' in goal ? value - goal.most : goal.least - value;
  if (Number.isNaN(over)) return 'not measured';
  return over <= 0 ? 'met' : `missed by ${rounded(over, digits(unit))}${unit === '' ? '' : ` ${unit}`}`;
}

export interface Setting {
  readonly name: string;
  readonly browser: string;
  readonly machine: Machine;
  readonly seconds: number;
}

export async function report(setting: Setting, figure: Figure): Promise<void> {
  const { name, browser, machine, seconds } = setting;
  const rows = figure.rows.map((row) => ({
    ...row,
    value: rounded(row.value, digits(row.unit) + 1),
    ...(row.goal === undefined ? {} : { verdict: verdict(row) }),
  }));
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const { about, runs } = figure;
  const rounds = process.env.BENCH_ROUNDS;
  const notes = [
    ...(rounds === undefined ? [] : [`not the usual number of rounds: ${rounds}`]),
    ...(figure.notes ?? []),
  ];
  const document = {
    about,
    at: new Date().toISOString(),
    seconds: rounded(seconds),
    browser,
    machine,
    rows,
    notes,
    runs,
  };
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(document, null, 2)}\n`);
  print(setting, { ...figure, notes });
}

function print({ name, machine }: Setting, { about, rows, notes = [] }: Figure): void {
  const busy = machine.busyBefore === undefined ? '?' : `${rounded(machine.busyBefore * 100)} %`;
  console.log(`\n${name}: ${about}`);
  console.log(
    `  machine ${machine.quiet ? 'quiet' : 'BUSY'}: others used ${busy} before, load ${machine.loadBefore} to ${machine.loadAfter} on ${machine.cores} cores`,
  );
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const row of rows) {
    const value = `${rounded(row.value, digits(row.unit))} ${row.unit}`;
    console.log(
      `  ${row.what.padEnd(width)} ${value.padStart(11)}  ${goalText(row).padEnd(12)} ${verdict(row)}`.trimEnd(),
    );
  }
  for (const note of notes) console.log(`  (${note})`);
}

function goalText({ goal, unit }: Row): string {
  if (goal === undefined) return '';
  return 'most' in goal ? `<= ${goal.most} ${unit}` : `>= ${goal.least} ${unit}`;
}
