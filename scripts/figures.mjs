// Brings what `npm run bench` and `npm run soak` found into the README: a short table of each file in test/bench/results.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const results = new URL('../test/bench/results/', import.meta.url);
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const marked = /(?<=<!-- figures -->).*(?=<!-- \/figures -->)/s;
/** Rows without a goal that a table takes besides those with one: benches list the ones that matter first. */
const mostOthers = 4;

function amount(value, unit) {
  if (value === null) return 'not measured';
  const size = Math.abs(value);
  return `${Number(value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0))} ${unit}`.trimEnd();
}

function goalOf({ goal = {}, unit, verdict }) {
  return Object.entries(goal).map(([side, limit]) => `at ${side} ${amount(limit, unit)}: ${verdict}`);
}

/** Where nothing has a goal, everything is shown, by its subject: `whep: load to picture`. */
function bySubject(rows) {
  const subjects = new Map();
  for (const { what, value, unit } of rows) {
    const [subject, asked = ''] = what.split(': ');
    subjects.set(subject, [...(subjects.get(subject) ?? []), `${asked} ${amount(value, unit)}`]);
  }
  const lines = [...subjects].map(([subject, figures]) => `| ${subject} | ${figures.join('; ')} |`);
  return ['| what | measured |', '|---|---|', ...lines];
}

function tableOf(rows) {
  if (rows.every(({ goal }) => goal === undefined)) return bySubject(rows);
  let others = 0;
  const shown = rows.filter(({ goal }) => goal !== undefined || (others += 1) <= mostOthers);
  const lines = shown.map((row) => `| ${row.what} | ${amount(row.value, row.unit)} | ${goalOf(row)} |`);
  return ['| what | measured | goal |', '|---|---|---|', ...lines];
}

async function sectionOf(file) {
  const result = JSON.parse(await readFile(new URL(file, results), 'utf8'));
  const { about, at, browser, machine, notes, rows } = result;
  const name = file.replace('.json', '');
  const own = { soak: 'npm run soak', viewpoint: 'npm run bench:viewpoint' };
  const command = own[name] ?? `npm run bench -- ${name}`;
  const caveats = notes.filter((note) => note.startsWith('not the usual'));
  if (!machine.quiet) caveats.unshift('busy with other work');
  const setting = [at.slice(0, 10), `${browser} on ${machine.cores} cores`, ...caveats].join(', ');
  const link = `[all figures](test/bench/results/${file})`;
  const told = `${about[0].toUpperCase()}${about.slice(1)}. (\`${command}\`; ${setting}; ${link}.)`;
  return [`### ${name}`, '', told, '', ...tableOf(rows)].join('\n').replace(/<\w+>/g, '`$&`');
}

/** Pictures and baselines lie there too. */
const files = (await readdir(results)).filter(
  (file) => file.endsWith('.json') && !file.endsWith('-baselines.json'),
);
const sections = await Promise.all(files.sort().map(sectionOf));
const page = await readFile(readme, 'utf8');
if (!marked.test(page)) throw new Error('README.md has no marks around its figures.');
const made = page.replace(marked, () => `\n\n${sections.join('\n\n')}\n\n`);
const options = { ...(await prettier.resolveConfig(readme)), filepath: readme };
await writeFile(readme, await prettier.format(made, options));
