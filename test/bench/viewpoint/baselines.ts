/**
 * `node --import tsx test/bench/viewpoint/baselines.ts`: the baselines on held-out frames of the pavilion, each beside what another
 * implementation reached. Needs OLYMPIC_TEST_DATA.
 */
import { baselineScores } from './baselines/cached.js';
import { baselineNames } from './baselines/index.js';
import { independent } from './baselines/independent.js';
import type { Independent } from './baselines/independent.js';
import { attribution } from './pavilion.js';

const scores = await baselineScores((name) => process.stderr.write(`${name} …\n`));
if (scores === undefined) console.log('skipped: OLYMPIC_TEST_DATA is not set');
else {
  const likeness = ({ psnr, ssim }: Independent['second']) =>
    `${psnr.toFixed(2)} / ${ssim.toFixed(3).replace(/^0/, '')}`;
  const line = ({ second, fourth, orbit }: Independent) => [
    likeness(second),
    likeness(fourth),
    likeness(orbit),
    orbit.worst.toFixed(1),
    orbit.temporal.toFixed(1),
    orbit.warp.toFixed(1),
    orbit.jitter.toFixed(2),
  ];
  const head = [
    'PSNR / SSIM',
    'every 2nd',
    'every 4th',
    'orbit',
    'worst',
    'temporal',
    'warp',
    'jitter',
    'ms',
  ];
  const rows = baselineNames.flatMap((name) => [
    [name, ...line(scores[name]), scores[name].pictureMs.toFixed(0)],
    ['  another implementation', ...line(independent[name]), ''],
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    );
  console.log(attribution);
}
