/** One process that tries one target: `child.ts <target> <cases> <seed>`. Says where it is, so that a hang can be named. */
import fc from 'fast-check';
import { targetNamed } from './targets.js';

/** Cases between two signs of life. */
const batch = 250;

const [name = '', cases = '0', seed = '0'] = process.argv.slice(2);
const { property } = await targetNamed(name);

for (let done = 0; done < Number(cases); done += batch) {
  const numRuns = Math.min(batch, Number(cases) - done);
  // Each batch has a seed of its own: a failure is found again without those before it.
  const batchSeed = (Number(seed) + done) | 0;
  console.log(JSON.stringify({ done, seed: batchSeed }));
  const details = fc.check(property, { numRuns, seed: batchSeed, endOnFailure: false });
  if (details.failed) {
    console.log(JSON.stringify({ failed: fc.defaultReportMessage(details), seed: batchSeed }));
    process.exit(1);
  }
}
console.log(JSON.stringify({ done: Number(cases) }));
