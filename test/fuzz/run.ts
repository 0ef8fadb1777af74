/**
 * Fuzzes every parser that reads what others wrote: `node --import tsx test/fuzz/run.ts --cases 1000000`. Also takes
 * `--only <target>` and `--seed <number>`; without a seed every run tries other cases.
 */
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { attempt } from './support/attempt.js';
import type { Attempt } from './support/attempt.js';
import { targetNamed, targetNames } from './support/targets.js';

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  readonly only?: string | undefined;
  readonly report?: (attempt: Attempt) => void;
}

/** Gives every target its share of the cases, one after the other. */
export async function fuzz({ cases, seed, only, report }: FuzzOptions): Promise<Attempt[]> {
  const names = only === undefined ? targetNames() : [only];
  const shares = await Promise.all(names.map(async (name) => (await targetNamed(name)).share));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const attempts: Attempt[] = [];
  for (const [index, name] of names.entries()) {
    const own = Math.ceil((cases * (shares[index] ?? 0)) / all);
    const result = await attempt(name, own, seed);
    report?.(result);
    attempts.push(result);
  }
  return attempts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000000' },
      seed: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const seed = values.seed === undefined ? Date.now() | 0 : Number(values.seed);
  console.log(`fuzz: ${values.cases} cases, seed ${seed}`);
  const attempts = await fuzz({
    cases: Number(values.cases),
    seed,
    only: values.only,
    report: ({ name, cases, seconds, failure }) =>
      console.log(
        `${failure === undefined ? 'ok  ' : 'FAIL'} ${name}: ${cases} cases in ${seconds.toFixed(1)} s${failure === undefined ? '' : `\n${failure}`}`,
      ),
  });
  const failed = attempts.filter(({ failure }) => failure !== undefined).length;
  console.log(failed === 0 ? 'fuzz: all held' : `fuzz: ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
