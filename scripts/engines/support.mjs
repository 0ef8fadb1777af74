// What the engines were seen to do: docs/browser-support.json, and the README's table made from it.
import { rows } from './rows.mjs';

const names = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKitGTK' };

export const begin =
  '<!-- support: made from docs/browser-support.json by `node scripts/generate.mjs --docs` -->';
export const end = '<!-- end of support -->';

/** `tested`, `failed`, the lack that left a test out, or `skipped` without one. */
const verdictOf = ({ outcome, lack }) => (outcome === 'passed' ? 'tested' : (lack ?? outcome));

/** Of one file's result, what the table's rows ask of it. */
function answersOf({ file, tests, failures }) {
  const answers = {};
  for (const { file: asked, title = '' } of rows.flatMap(({ tests: each = [] }) => each)) {
    if (asked !== file) continue;
    const found = Object.entries(tests).filter(([name]) => name.startsWith(title));
    if (found.length === 0 && failures.length > 0) answers[title] = ['failed'];
    else answers[title] = [...new Set(found.map(([, test]) => verdictOf(test)))].sort();
  }
  return answers;
}

/**
 * Adds the results of test files to what is known of an engine; what is known of another version is forgotten.
 *
 * @returns the engine's new entry for docs/browser-support.json
 */
export function withResults(before, version, results) {
  const files = before?.version === version ? { ...before.files } : {};
  let has = before?.version === version ? before.has : {};
  for (const result of results) {
    const outcomes = Object.values(result.tests).map(({ outcome }) => outcome);
    const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
    const lacks = [...new Set(Object.values(result.tests).flatMap(({ lack }) => lack ?? []))].sort();
    const answers = answersOf(result);
    files[result.file] = {
      passed: count('passed'),
      failed: result.failures.length,
      skipped: count('skipped'),
      ...(lacks.length > 0 ? { lacks } : {}),
      ...(Object.keys(answers).length > 0 ? { answers } : {}),
    };
    has = result.has ?? has;
  }
  const inOrder = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { version, has, files: inOrder };
}

/** A row's cell: one failure fails it; what was left out is told beside what was tested. */
function cellOf(row, { files, has }) {
  if (row.has !== undefined) return has[row.has] ? row.yes : row.no;
  const found = row.tests.map(({ file, title = '' }) => files[file]?.answers?.[title] ?? []);
  const verdicts = new Set(found.flat());
  if (verdicts.has('failed')) return 'failed';
  const lacks = [...verdicts].filter((verdict) => !['tested', 'skipped'].includes(verdict));
  if (!verdicts.has('tested'))
    return lacks.length > 0 ? `not in this browser: lacks ${lacks.join(', ')}` : 'not tried';
  if (found.some((each) => each.length === 0)) return 'tested in part';
  return lacks.length > 0 ? `tested; not what wants ${lacks.join(', ')}` : 'tested';
}

export function supportTable(support) {
  const engines = Object.entries(names).filter(([engine]) => engine in support);
  const heads = engines.map(([engine, name]) => `${name} ${support[engine].version}`);
  return [
    `| what | ${heads.join(' | ')} |`,
    `|---|${'---|'.repeat(heads.length)}`,
    ...rows.map(
      (row) => `| ${row.asks} | ${engines.map(([engine]) => cellOf(row, support[engine])).join(' | ')} |`,
    ),
  ].join('\n');
}

/** The page with the table between its markers made anew. */
export function withSupport(page, support) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('README.md has no markers around its support table.');
  return `${page.slice(0, from + begin.length)}\n\n${supportTable(support)}\n\n${page.slice(to)}`;
}
