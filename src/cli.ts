/** The command line: `npx olympic-player validate FILE...`. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { mostBytes, reportOn } from './cli-validate.js';
import type { FileReport } from './cli-validate.js';
import { describeIssue } from './event/index.js';
import type { DescriptorIssue } from './event/index.js';

const usage = `Usage: olympic-player validate [--json] FILE...

Checks event descriptors and says, line by line, what is wrong and how to mend it.

  FILE       a JSON file, or - for standard input
  --json     prints a report as JSON instead of text
  --help     prints this
  --version  prints the version

Exit status: 0 when all are valid (warnings do not count), 1 when one is not, 2 when one cannot be read or the
command is not understood.
`;

const exitValid = 0;
const exitInvalid = 1;
const exitUnusable = 2;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  let options;
  try {
    options = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean' }, version: { type: 'boolean' } },
    });
  } catch (cause) {
    return misused(cause instanceof Error ? cause.message : String(cause));
  }
  const { values, positionals } = options;
  const [command, ...files] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return exitValid;
  }
  if (values.version) {
    process.stdout.write(`${await packageVersion()}\n`);
    return exitValid;
  }
  if (command !== 'validate')
    return misused(command === undefined ? 'A command is missing.' : `There is no command "${command}".`);
  if (files.length === 0) return misused('A file is missing.');
  return validate(files, values.json ?? false);
}

function misused(what: string): number {
  process.stderr.write(`olympic-player: ${what}\n\n${usage}`);
  return exitUnusable;
}

async function validate(files: readonly string[], json: boolean): Promise<number> {
  const reports: FileReport[] = [];
  let unreadable = false;
  for (const file of files) {
    try {
      const report = reportOn(file, await readUpTo(file, mostBytes));
      reports.push(report);
      if (!json) process.stdout.write(linesOf(report));
    } catch (cause) {
      unreadable = true;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const hint = /^https?:/.test(file) ? ' Fetch it first: curl -s URL | olympic-player validate -' : '';
      process.stderr.write(`olympic-player: cannot read ${file}: ${reason}.${hint}\n`);
    }
  }
  if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  if (unreadable) return exitUnusable;
  return reports.every((report) => report.valid) ? exitValid : exitInvalid;
}

/** The bytes of a file or of standard input; undefined, without reading on, when there are more than `most`. */
async function readUpTo(file: string, most: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  const stream: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One line an issue, in the form editors and build logs link to. */
function linesOf(report: FileReport): string {
  const file = report.file === '-' ? '<stdin>' : report.file;
  const line = (kind: string, issue: DescriptorIssue): string =>
    `${file}:${issue.line ?? 1}:${issue.column ?? 1}: ${kind} ${issue.path}: ${describeIssue(issue)}. ${issue.hint} (${issue.code})\n`;
  const issues = [
    ...report.errors.map((issue) => line('error', issue)),
    ...report.warnings.map((issue) => line('warning', issue)),
  ];
  const count = (issues: readonly unknown[], what: string): string =>
    `${issues.length} ${what}${issues.length === 1 ? '' : 's'}`;
  const verdict = report.valid ? 'valid' : 'invalid';
  return `${issues.join('')}${file}: ${verdict}, ${count(report.errors, 'error')}, ${count(report.warnings, 'warning')}\n`;
}

/** package.json stands one folder above, both beside src and beside dist. */
async function packageVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return String(version);
}
