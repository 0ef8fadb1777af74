import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { vhs } from './scripts/rollup-vhs.mjs';

const compile = (target) => esbuild({ target, minify: true, legalComments: 'none', tsconfig: false });

/** The MoQ library tells the console of every subscription; what matters of it comes as errors. */
const quiet = {
  name: 'quiet',
  transform: (code, id) =>
    /@moq[\\/](net|qmux)[\\/]/.test(id)
      ? { code: code.replaceAll('console.debug(', 'void ('), map: null }
      : null,
};

const resolved = () => [
  nodeResolve({ browser: true, preferBuiltins: false, exportConditions: ['production'] }),
  commonjs(),
  json(),
  compile('es2022'),
];

/** Self-contained ES modules: one entry a door, engines in lazy chunks. They run from a CDN and through a bundler alike. */
const browser = {
  input: {
    index: 'src/index.ts',
    define: 'src/define.ts',
    event: 'src/event/index.ts',
    session: 'src/session/index.ts',
    viewpoint: 'src/viewpoint/index.ts',
  },
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    assetFileNames: 'workers/[name]-[hash][extname]',
  },
  plugins: [vhs(), ...resolved()],
  onwarn(warning, warn) {
    // video.js and its parsers are written so; nothing of ours may be.
    if (/node_modules/.test(warning.ids?.[0] ?? warning.id ?? warning.loc?.file ?? '')) return;
    warn(warning);
  },
};

/** A folder that works wherever it is copied to: pages that load the bundle from another origin host it themselves. */
const workers = {
  dir: 'dist/workers',
  format: 'es',
  sourcemap: true,
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
};

const mediaWorker = {
  input: { 'media-worker': 'src/media-worker.ts' },
  output: workers,
  plugins: [quiet, ...resolved()],
};

/** Beside live frames every millisecond counts: no chunk to wait for. */
const tapWorker = {
  input: { 'whep-tap-worker': 'src/whep-tap-worker.ts' },
  output: { ...workers, inlineDynamicImports: true },
  plugins: resolved(),
};

const soundWorklet = {
  input: { 'sound-worklet': 'src/media/sound/worklet.ts' },
  output: { ...workers, inlineDynamicImports: true },
  plugins: resolved(),
};

const cli = {
  input: { cli: 'src/cli.ts' },
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    banner: '#!/usr/bin/env node',
  },
  external: [/^node:/],
  plugins: [nodeResolve({ preferBuiltins: true }), commonjs(), json(), compile('node20')],
};

export default [browser, mediaWorker, tapWorker, soundWorklet, cli];
