import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = 'test/fixtures/descriptors';
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cli-'));
});
after(() => rm(folder, { recursive: true }));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user does; `input` goes to standard input. */
function olympicPlayer(args: readonly string[], input: string | Uint8Array = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: root });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
    // The reader may stop before the end of a long input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

describe('olympic-player validate', () => {
  it('accepts the examples', async () => {
    const files = ['minimal', 'two-cameras', 'on-demand', 'full'].map(
      (name) => `examples/descriptors/${name}.json`,
    );
    const { status, stdout, stderr } = await olympicPlayer(['validate', ...files]);
    assert.equal(stdout, files.map((file) => `${file}: valid, 0 errors, 0 warnings\n`).join(''));
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });

  it('says line, column, path, what is wrong and how to mend it', async () => {
    const file = `${fixtures}/many-mistakes.json`;
    const { status, stdout } = await olympicPlayer(['validate', file]);
    const expected = (await readFile(path.join(root, `${fixtures}/many-mistakes.txt`), 'utf8')).replaceAll(
      'FILE',
      file,
    );
    assert.equal(stdout, expected);
    assert.equal(status, 1);
  });

  it('points at the text that each issue is about', async () => {
    const file = `${fixtures}/many-mistakes.json`;
    const lines = (await readFile(path.join(root, file), 'utf8')).split('\n');
    const { stdout } = await olympicPlayer(['validate', '--json', file]);
    const [report] = JSON.parse(stdout);
    const texts = Object.fromEntries(
      [...report.errors, ...report.warnings].map((issue) => [
        issue.path,
        lines[issue.line - 1]!.slice(issue.column - 1).match(/^("[^"]*"|\[\]|[^,\s]*)/)![0],
      ]),
    );
    assert.deepEqual(texts, {
      '$.ttl': '"10"',
      '$.angles[0].sources[0].type': '"webrtc"',
      '$.angles[0].sources[0].url': '"javascript:alert(1)"',
      '$.angles[1].id': '"main"',
      '$.angles[1].sources': '[]',
      '$.moments[0]': '{',
      '$.id': '"id"',
      '$.angles[0].sources[0].prioritty': '"prioritty"',
    });
  });

  it('places syntax errors, and says what JSON wants', async () => {
    const cases: readonly (readonly [text: string, at: string, said: RegExp])[] = [
      ['{\n  "version": "1.0",\n}\n', '3:1', /no trailing commas/],
      ['{\n  "angles": [1, 2,]\n}', '2:19', /no trailing commas/],
      ['{\n  // a comment\n}', '2:3', /JSON has none/],
      ["{ 'version': 1 }", '1:3', /double quotes/],
      ['{\n  version: 1\n}', '2:3', /double quotes/],
      ['{ "a": 1 "b": 2 }', '1:10', /Add a comma/],
      ['{ "a" 1 }', '1:7', /"key": value/],
      ['{ "a": "b', '1:8', /Close the text/],
      ['{ "a": [1', '1:10', /cut off/],
      ['{}\n{}', '2:1', /one value/],
      ['{ "a": NaN }', '1:8', /bare words/],
    ];
    for (const [text, at, said] of cases) {
      const { status, stdout } = await olympicPlayer(['validate', '-'], text);
      const [line = ''] = stdout.split('\n');
      assert.ok(line.startsWith(`<stdin>:${at}: error $: `), `${JSON.stringify(text)} gave ${line}`);
      assert.match(line, said);
      assert.match(line, /\(event\/not-json\)$/);
      assert.equal(status, 1);
    }
  });

  it('reads standard input, a byte order mark and all', async () => {
    const text = await readFile(path.join(root, 'examples/descriptors/minimal.json'), 'utf8');
    const { status, stdout } = await olympicPlayer(['validate', '-'], `\ufeff${text}`);
    assert.equal(stdout, '<stdin>: valid, 0 errors, 0 warnings\n');
    assert.equal(status, 0);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const file = await fileOf('utf-16.json', Buffer.from('\ufeff{"version":"1.0"}', 'utf16le'));
    const { status, stdout } = await olympicPlayer(['validate', file]);
    assert.match(stdout, /:1:1: error \$: .*Save the file as UTF-8/);
    assert.equal(status, 1);
  });

  it('stops reading what is far too large', async () => {
    const huge = Buffer.alloc(1e8, ' ');
    for (const [args, input] of [
      [['validate', '-'], huge],
      [['validate', await fileOf('huge.json', huge)], ''],
    ] as const) {
      const { status, stdout } = await olympicPlayer(args, input);
      assert.match(stdout, /event\/too-large/);
      assert.equal(status, 1);
    }
  });

  it('refuses deep and crowded text without building it', async () => {
    for (const [text, code] of [
      ['['.repeat(1e6), 'event/too-deep'],
      [`[${'1,'.repeat(1e6)}1]`, 'event/too-many-values'],
    ] as const) {
      const { status, stdout } = await olympicPlayer(['validate', '-'], text);
      assert.match(stdout, new RegExp(`^<stdin>:1:1: error \\$: .*\\(${code}\\)`));
      assert.equal(status, 1);
    }
  });

  it('reports as JSON on request', async () => {
    const good = 'examples/descriptors/minimal.json';
    const bad = await fileOf('version.json', '{ "version": "9.0" }');
    const { status, stdout } = await olympicPlayer(['validate', '--json', good, bad]);
    const reports = JSON.parse(stdout);
    assert.deepEqual(reports[0], { file: good, valid: true, errors: [], warnings: [] });
    assert.deepEqual(reports[1].errors, [
      {
        code: 'event/unsupported-version',
        path: '$.version',
        segments: ['version'],
        found: '"9.0"',
        expected: 'version 1.x',
        hint: 'Update the player, or write the event in a version it knows.',
        line: 1,
        column: 14,
      },
    ]);
    assert.equal(status, 1);
  });

  it('warns without failing', async () => {
    const file = await fileOf(
      'warns.json',
      '{ "version": "1.0", "id": "x", "colour": 1, "angles": [{ "id": "a", "sources": [{ "type": "hls", "url": "x" }] }] }',
    );
    const { status, stdout } = await olympicPlayer(['validate', file]);
    assert.match(stdout, /:1:32: warning \$\.colour: /);
    assert.match(stdout, /: valid, 0 errors, 1 warning\n$/);
    assert.equal(status, 0);
  });

  it('exits with 2 when a file cannot be read, and still checks the others', async () => {
    const { status, stdout, stderr } = await olympicPlayer([
      'validate',
      'nowhere.json',
      'https://live.example/event.json',
      'examples/descriptors/minimal.json',
    ]);
    assert.match(stderr, /cannot read nowhere\.json: ENOENT/);
    assert.match(stderr, /curl -s URL \| olympic-player validate -/);
    assert.match(stdout, /minimal\.json: valid/);
    assert.equal(status, 2);
  });

  it('exits with 2 and the usage when it is not understood', async () => {
    for (const args of [[], ['validate'], ['vlidate', 'x.json'], ['validate', '--jsn', 'x.json']]) {
      const { status, stdout, stderr } = await olympicPlayer(args);
      assert.equal(stdout, '');
      assert.match(stderr, /^olympic-player: .+\n\nUsage: /);
      assert.equal(status, 2);
    }
  });

  it('prints help and version', async () => {
    const help = await olympicPlayer(['--help']);
    assert.match(help.stdout, /^Usage: olympic-player validate/);
    assert.equal(help.status, 0);
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    assert.equal((await olympicPlayer(['--version'])).stdout, `${manifest.version}\n`);
  });
});
