/** Figures of the view synthesis as JSON beside the bench, and as tables for people. */
import { writeFile } from 'node:fs/promises';
import type { Goal, Row } from '../support/report.js';
import type { Machine } from '../support/machine.js';
import { rounded } from '../support/statistics.js';
import type { Section, Table } from './figures/contract.js';

export interface Measured {
  readonly name: string;
  readonly about: string;
  readonly seconds: number;
  readonly section: Section;
}

const digitsOf: Readonly<Record<string, number>> = { dB: 2, grey: 2, ms: 1, MB: 1, '': 3 };
const shown = (value: number, unit: string): string =>
  Number.isNaN(value) ? '-' : `${rounded(value, digitsOf[unit] ?? 2)} ${unit}`.trimEnd();

const limitOf = (goal: Goal): number => ('most' in goal ? goal.most : goal.least);

function verdictOf({ value, goal }: Row): string {
  if (goal === undefined) return '';
  if (Number.isNaN(value)) return 'not measured';
  return ('most' in goal ? value <= goal.most : value >= goal.least) ? 'ok' : 'missed';
}

const goalText = ({ goal, unit }: Row): string =>
  goal === undefined ? '' : `${'most' in goal ? '<=' : '>='} ${limitOf(goal)} ${unit}`.trimEnd();

/** Columns as wide as their widest; the first to the left, the others to the right. */
export function printTable({ head, lines }: Table): void {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  for (const line of [head, ...lines]) {
    const cells = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}

/** As soon as it is measured. */
export function printSection({ name, about, seconds, section }: Measured): void {
  console.log(`\n${name}: ${about} (${rounded(seconds)} s)`);
  for (const table of section.tables ?? []) printTable(table);
  for (const note of section.notes ?? []) console.log(`  (${note})`);
  for (const failure of section.failures ?? []) console.log(`  FAILED: ${failure}`);
}

/** All rows with their goals, at the end. */
export function printRows(measured: readonly Measured[]): void {
  const lines = measured
    .flatMap(({ section }) => section.rows)
    .map((row) => [row.what, shown(row.value, row.unit), goalText(row), verdictOf(row)]);
  console.log();
  printTable({ head: ['', 'measured', 'goal', ''], lines });
}

export interface Circumstances {
  readonly browser: string;
  readonly machine: Machine;
  readonly seconds: number;
}

/** NaN has no JSON; more digits than these are noise. */
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? (Number.isFinite(value) ? Number(value.toPrecision(6)) : null) : value;

export async function keep(
  file: URL,
  circumstances: Circumstances,
  measured: readonly Measured[],
): Promise<void> {
  const { browser, machine, seconds } = circumstances;
  const document = {
    about:
      'view synthesis through the built package, software WebGL, beside un-learned methods and splat renderers',
    at: new Date().toISOString(),
    seconds: rounded(seconds),
    browser,
    machine,
    rows: measured.flatMap(({ section }) =>
      section.rows.map((row) => ({ ...row, ...(row.goal && { verdict: verdictOf(row) }) })),
    ),
    notes: measured.flatMap(({ name, section }) => (section.notes ?? []).map((note) => `${name}: ${note}`)),
    runs: Object.fromEntries(
      measured.map(({ name, section }) => [
        name,
        { ...(section.details as object | undefined), tables: section.tables, failures: section.failures },
      ]),
    ),
  };
  await writeFile(file, `${JSON.stringify(document, plain, 2)}\n`);
}
