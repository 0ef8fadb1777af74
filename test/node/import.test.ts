/** The built package in plain Node: importing it does nothing, and everything it exports exists. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  customElements: string;
};
const targets = Object.entries(manifest.exports).flatMap(([name, target]) =>
  (typeof target === 'string' ? [target] : Object.values(target)).map((file) => ({ name, file })),
);
const modules = targets.filter(({ file }) => file.endsWith('.js'));

/** Runs a script in a Node of its own, as a module inside the package, so that it resolves its own name. */
function run(script: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  });
}

describe('the package in plain Node', () => {
  for (const { name, file } of targets)
    it(`has ${file} for ${name}`, () => assert.ok(existsSync(`${root}/${file}`), `${file} is missing`));

  it('has what bin and customElements name', () => {
    for (const file of [...Object.values(manifest.bin), manifest.customElements])
      assert.ok(existsSync(`${root}/${file}`), `${file} is missing`);
  });

  for (const { name } of modules)
    it(`imports olympic-player${name.slice(1)} without a word, a global or anything left running`, () => {
      const specifier = `olympic-player${name.slice(1)}`;
      const { status, stdout, stderr } = run(`
        const before = Reflect.ownKeys(globalThis);
        await import(${JSON.stringify(specifier)});
        const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key));
        if (added.length > 0) throw new Error('new globals: ' + added.map(String).join());
      `);
      // Something left running would keep the process until it is killed, and it would have no status.
      assert.equal(status, 0, stderr);
      assert.equal(stdout + stderr, '');
    });

  it('exports its classes and its errors', () => {
    const { status, stderr } = run(`
      import assert from 'node:assert/strict';
      import * as player from 'olympic-player';
      import { createSession, registerTransport } from 'olympic-player/session';
      assert.equal(typeof player.OlympicVideo, 'function');
      assert.equal(typeof player.OlympicPlayer, 'function');
      assert.ok(player.OlympicPlayerError.prototype instanceof Error);
      assert.equal(typeof createSession, 'function');
      assert.equal(typeof registerTransport, 'function');
    `);
    assert.equal(status, 0, stderr);
  });
});
