/** Finds the fuzz targets: every file beside `run.ts` that exports a `target`. */
import { readdirSync } from 'node:fs';
import type { FuzzTarget } from './target.js';

const folder = new URL('../', import.meta.url);

export function targetNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
}

export async function targetNamed(name: string): Promise<FuzzTarget> {
  const { target } = (await import(new URL(`${name}.ts`, folder).href)) as { target?: FuzzTarget };
  if (target === undefined) throw new Error(`test/fuzz/${name}.ts exports no target.`);
  return target;
}
