/**
 * `npm run bench:viewpoint`: how good and how quick the views between cameras are, drawn by the built package in headless Chromium,
 * beside simpler methods on the same frames. `-- --quick` runs all with fewer frames, `-- NAME …` some; neither keeps its figures.
 * A goal that is missed is told; only an exception fails.
 */
import { observeMachine } from '../support/machine.js';
import type { Figure, Section } from './figures/contract.js';
import { memory } from './figures/memory.js';
import { pavilion } from './figures/pavilion.js';
import { robustness } from './figures/robustness.js';
import { speed } from './figures/speed.js';
import { venue } from './figures/venue.js';
import { keep, printRows, printSection } from './report.js';
import type { Measured } from './report.js';
import { withStage } from './stage/index.js';

const all: readonly Figure[] = [pavilion, venue, speed, memory, robustness];

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const asked = words.filter((word) => word !== '--quick');
const unknown = asked.filter((word) => !all.some(({ name }) => name === word));
if (unknown.length > 0) {
  const names = all.map(({ name }) => name).join(', ');
  console.error(`There is no figure ${unknown.join(', ')}; there are ${names}, and --quick.`);
  process.exit(1);
}
const figures = asked.length === 0 ? all : all.filter(({ name }) => asked.includes(name));
const results = new URL('../results/', import.meta.url);
const kept = !quick && asked.length === 0;

async function measure(figure: Figure, run: () => Promise<Section>): Promise<Measured> {
  process.stderr.write(`${figure.name} …\n`);
  const began = performance.now();
  let section: Section;
  try {
    section = await run();
  } catch (error) {
    // One that cannot be measured does not take the others with it.
    console.error(error);
    section = { rows: [], failures: [String(error)] };
  }
  const { name, about } = figure;
  const measured = { name, about, seconds: (performance.now() - began) / 1000, section };
  printSection(measured);
  if ((section.failures ?? []).length > 0) process.exitCode = 1;
  return measured;
}

const machineAfter = await observeMachine();
const began = performance.now();
const measured: Measured[] = [];
const browser = await withStage(async (stage) => {
  const setting = { stage, quick, gallery: kept ? results : undefined };
  for (const figure of figures) measured.push(await measure(figure, () => figure.run(setting)));
  return stage.version;
});
const machine = machineAfter();
printRows(measured);
console.log(
  `  (machine ${machine.quiet ? 'quiet' : 'BUSY'}: load ${machine.loadBefore} to ${machine.loadAfter} on ${machine.cores} cores)`,
);
if (kept) {
  const seconds = (performance.now() - began) / 1000;
  await keep(new URL('viewpoint.json', results), { browser, machine, seconds }, measured);
}
