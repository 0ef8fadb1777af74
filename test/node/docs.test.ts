/** Holds the docs to the source: every reason explained, every link and name real, every snippet valid. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseEvent } from '../../src/event/index.js';
import { optionAttributes } from '../../src/elements/options.js';
import { anchors, links, pages, read, root, snippets, tableUnder, ticked } from './docs-support/markdown.js';
import { reasonsIn } from './docs-support/reasons.js';
import { typeErrors } from './docs-support/typecheck.js';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  exports: Record<string, unknown>;
  bin: Record<string, string>;
};
const source = (file: string): string => read(path.join('src', file));

describe('the page of errors', () => {
  const reasons = reasonsIn(path.join(root, 'src'));
  const text = read('docs/errors.md');
  const entries = text
    .split(/^### /m)
    .slice(1)
    .map((entry) => ({ names: ticked(entry.split('\n')[0] ?? ''), body: entry }));
  const explained = new Set(entries.flatMap(({ names }) => names));
  const descriptor = new Set(
    tableUnder('docs/event-descriptor.md', 'Issues').flatMap(([codes]) => ticked(codes ?? '')),
  );

  it('finds the reasons of every room', () => {
    for (const known of ['whep/unauthorized', 'dash/network', 'session/stalled', 'native/media'])
      assert.ok(reasons.errors.has(known), known);
  });

  it('explains every reason that the source can give', () => {
    const missing = [...reasons.errors].filter((name) => !explained.has(name) && !descriptor.has(name));
    assert.deepEqual(
      missing,
      [],
      'add them to docs/errors.md (issues of descriptors: docs/event-descriptor.md)',
    );
  });

  it('explains no reason that is gone', () => {
    const gone = [...explained, ...descriptor].filter((name) => !reasons.errors.has(name));
    assert.deepEqual(gone, []);
  });

  it('says of each what happened, why, and what to do', () => {
    for (const { names, body } of entries)
      for (const part of ['**What happened.**', '**Why.**', '**What to do.**'])
        assert.ok(body.includes(part), `${names.join(' ')} lacks ${part}`);
  });

  it('explains every verdict of a candidate, and no other', () => {
    const rows = tableUnder('docs/errors.md', 'Why a candidate has its verdict');
    const words = new Set(rows.flatMap((cells) => cells.flatMap(ticked)));
    const missing = [...reasons.verdicts].filter((word) => !words.has(word));
    assert.deepEqual(missing, []);
    const refusals = rows.filter((cells) => cells.length === 2).map(([word]) => ticked(word ?? '')[0] ?? '');
    assert.deepEqual(
      refusals.filter((word) => word.includes('-') && !reasons.verdicts.has(word)),
      [],
    );
  });
});

describe('links', () => {
  for (const page of pages())
    it(`of ${page} lead somewhere`, () => {
      const broken = links(page).filter((link) => {
        if (/^[a-z]+:/.test(link)) return false;
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? page : path.join(path.dirname(page), file);
        if (!existsSync(path.join(root, target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchors(target).has(anchor);
      });
      assert.deepEqual(broken, []);
    });
});

describe('decision records', () => {
  const records = pages().filter((page) => page.startsWith(path.join('docs', 'decisions')));

  it('stay under 40 lines', () => {
    assert.ok(records.length > 0);
    const long = records.filter((page) => read(page).trimEnd().split('\n').length >= 40);
    assert.deepEqual(long, []);
  });

  it('are numbered, each number once, and titled by it', () => {
    const numbers = records.map((page) => /^(\d{3})-/.exec(path.basename(page))?.[1]);
    assert.equal(new Set(numbers).size, records.length, numbers.join(' '));
    for (const page of records)
      assert.match(read(page), new RegExp(`^# ${path.basename(page).slice(0, 3)}: `), page);
  });
});

describe('the README', () => {
  it('names attributes that the elements observe', () => {
    const named = tableUnder('README.md', 'Attributes').flatMap(([cell]) => ticked(cell ?? ''));
    assert.ok(named.length > 5);
    const observed: readonly string[] = [...optionAttributes, 'nocontrols'];
    assert.deepEqual(
      named.filter((name) => !observed.includes(name)),
      [],
    );
  });

  it('names properties, methods and classes that the types have', () => {
    const properties = tableUnder('README.md', 'Properties').flatMap(([cell]) => ticked(cell ?? ''));
    const methods = tableUnder('README.md', 'Methods').flatMap(([cell]) => ticked(cell ?? ''));
    assert.ok(properties.length > 10 && methods.length > 3);
    const text = [
      "import type { OlympicPlayer } from 'olympic-player';",
      'declare const player: OlympicPlayer;',
      ...properties.map((name) => `void player.${name};`),
      ...methods.map(
        (name) => `{ const method: (...words: never[]) => unknown = player.${name}; void method; }`,
      ),
    ].join('\n');
    assert.deepEqual(typeErrors([text]), []);
  });

  it('names states, events and details as the source has them', () => {
    const states = tableUnder('README.md', 'Properties').find(([name]) => name === '`state`');
    for (const state of ticked(states?.[1] ?? ''))
      assert.ok(source('session/types.ts').includes(`'${state}'`), state);
    const fired = source('elements/media-events.ts');
    const typed = source('session/types.ts') + fired;
    for (const [name, detail] of tableUnder('README.md', 'Events')) {
      assert.ok(fired.includes(`'${ticked(name ?? '')[0] ?? ''}'`), name);
      for (const key of (detail ?? '').matchAll(/\w+/g)) assert.match(typed, new RegExp(`\\b${key[0]}\\b`));
    }
  });

  it('names elements that are registered', () => {
    const named = tableUnder('README.md', 'Elements').flatMap(([cell]) => ticked(cell ?? ''));
    for (const tag of named.filter((word) => word.startsWith('<')))
      assert.ok(source('define.ts').includes(`'${tag.slice(1, -1)}'`), tag);
  });

  it('names entries that the package exports', () => {
    const named = tableUnder('README.md', 'Install it').flatMap(([cell]) => ticked(cell ?? ''));
    const specifiers = snippets('README.md').flatMap(({ text }) =>
      [...text.matchAll(/(?:from|import) '(olympic-player[^']*)'/g)].map((match) => match[1] ?? ''),
    );
    assert.ok(named.length > 3 && specifiers.length > 1);
    for (const name of [...named, ...specifiers])
      assert.ok(name.replace('olympic-player', '.') in manifest.exports, name);
  });
});

describe('snippets', () => {
  const all = pages().flatMap(snippets);

  it('in TypeScript pass the compiler', () => {
    const texts = all.filter(({ language }) => language === 'ts');
    const inside = texts.filter(({ text }) => / from '\.{1,2}\//.test(text));
    const forUsers = texts.filter((one) => !inside.includes(one));
    assert.ok(forUsers.length > 0 && inside.length > 0);
    const said = typeErrors(forUsers.map(({ text }) => text));
    for (const { text, at } of inside) {
      // Tests are shown as they would stand beside the others.
      const folder = text.includes("from '../fixtures/") ? 'test/browser' : path.dirname(at);
      const errors = typeErrors([text], { types: ['node', 'mocha'] }, folder);
      said.push(...errors.map((error) => `${at}: ${error}`));
    }
    assert.deepEqual(said, []);
  });

  it('of descriptors are valid', () => {
    const descriptors = all.filter(({ language, text }) => language === 'json' && text.includes('"angles"'));
    assert.ok(descriptors.length > 0);
    for (const { text, at } of descriptors) {
      const { errors, warnings } = parseEvent(text, { baseUrl: 'https://example.com/event.json' });
      assert.deepEqual([...errors, ...warnings], [], at);
    }
  });

  it('and prose name npm scripts that exist', () => {
    for (const page of pages())
      for (const [command, script = ''] of read(page).matchAll(/\bnpm run ([\w:]+)/g))
        assert.ok(script in manifest.scripts, `${page}: ${command}`);
  });

  it('in the shell run what there is', () => {
    const lines = all
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text, at }) => text.split('\n').map((line) => ({ line: line.trim(), at })));
    for (const { line, at } of lines) {
      const script = /^npm (?:run )?([\w:]+)/.exec(line)?.[1];
      if (script !== undefined && script !== 'install' && script !== 'pack')
        assert.ok(script in manifest.scripts, `${at}: npm ${script}`);
      const bin = /\bnpx ([\w-]+) (?:validate)/.exec(line)?.[1];
      if (bin !== undefined) assert.ok(bin in manifest.bin, `${at}: npx ${bin}`);
      for (const file of line.matchAll(/\b(?:examples|test|scripts)\/[\w./-]+\.\w+/g))
        assert.ok(existsSync(path.join(root, file[0])), `${at}: ${file[0]}`);
    }
  });
});
