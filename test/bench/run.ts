/**
 * `npm run bench`: what the player costs and how quick it is, in headless Chromium against the embedded edge, all on this
 * machine. `npm run bench -- NAME …` runs those named. Figures go to test/bench/results/ and to the screen.
 */
import type { Bench } from './figures/contract.js';
import { cpu } from './figures/cpu.js';
import { firstFrame } from './figures/first-frame.js';
import { hlsLatency } from './figures/hls-latency.js';
import { mainJob } from './figures/main-job.js';
import { moqLatency } from './figures/moq-latency.js';
import { seek } from './figures/seek.js';
import { soak } from './figures/soak.js';
import { throughput } from './figures/throughput.js';
import { observeMachine } from './support/machine.js';
import { withStand } from './support/stand.js';
import { report } from './support/report.js';

const usual: readonly Bench[] = [mainJob, moqLatency, hlsLatency, firstFrame, seek, throughput, cpu];
/** Takes longer than all others together: only by its name. */
const byName: readonly Bench[] = [soak];

const asked = process.argv.slice(2);
const known = [...usual, ...byName];
const unknown = asked.filter((name) => !known.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}; there are ${known.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}
const benches = asked.length === 0 ? usual : known.filter(({ name }) => asked.includes(name));

for (const { name, stand: options = {}, run } of benches) {
  process.stderr.write(`${name} …\n`);
  const machineAfter = await observeMachine();
  const began = performance.now();
  try {
    const { figure, browser } = await withStand(options, async (stand) => ({
      figure: await run(stand),
      browser: stand.version,
    }));
    const seconds = (performance.now() - began) / 1000;
    await report({ name, browser, machine: machineAfter(), seconds }, figure);
  } catch (error) {
    // One bench that cannot run does not take the others with it.
    console.error(`${name} could not be run:`, error);
    process.exitCode = 1;
  }
}
