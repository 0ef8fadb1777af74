// Lets browser tests import the DASH transport from src: the test server serves our sources one by one, but VHS and video.js
// are CommonJS in part and name their workers in a bundler's way, so they are bundled here, once, when first asked for.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { vhs } from './rollup-vhs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const base = '/__vhs/';
const entries = { 'video.js/core.es.js': 'video', '@videojs/http-streaming': 'http-streaming' };

/** The two as ES modules that share one copy of everything, and their workers. @returns file contents by path */
async function bundle() {
  const build = await rollup({
    input: Object.fromEntries(Object.entries(entries).map(([source, name]) => [name, source])),
    // The workers' class stays the one that the transport imports.
    external: (id) => id.startsWith(path.join(root, 'src')),
    plugins: [vhs({ minify: false }), nodeResolve({ browser: true }), commonjs(), json()],
    onwarn() {},
  });
  const { output } = await build.generate({
    format: 'es',
    assetFileNames: '[name]-[hash][extname]',
    paths: (id) => (id.startsWith(root) ? `/${path.relative(root, id)}` : id),
  });
  await build.close();
  return new Map(
    output.map((file) => [base + file.fileName, file.type === 'chunk' ? file.code : file.source]),
  );
}

/** @returns {import('@web/test-runner').TestRunnerPlugin} */
export function vhsForTests() {
  let files;
  return {
    name: 'vhs-for-tests',
    resolveImport({ source }) {
      return source in entries ? `${base}${entries[source]}.js` : undefined;
    },
    async serve({ path: requested }) {
      if (!requested.startsWith(base)) return undefined;
      const body = (await (files ??= bundle())).get(requested);
      return body === undefined ? undefined : { body: String(body), type: 'js' };
    },
  };
}
