// Puts @videojs/http-streaming (VHS) into a bundle the way the player needs it (docs/decisions/004-vhs-without-a-player.md):
// one copy of VHS, video.js without its own, VHS's workers as real files instead of blobs, and a window of ours for VHS, whose
// MediaSource may be another than the browser's.
//
// Goes before node-resolve, commonjs and json in the plugin list, which VHS's source needs too.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import nodeResolve from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { rollup } from 'rollup';

const workerPrefix = 'worker!';
const virtualWorker = '\0vhs-worker:';
const nothing = '\0vhs-nothing';
const engineWindow = fileURLToPath(new URL('../src/transports/dash/engine-window.ts', import.meta.url));
const workerGuard = fileURLToPath(new URL('../src/transports/dash/worker-guard.ts', import.meta.url));
const engineWorker = fileURLToPath(new URL('../src/transports/dash/engine-worker.ts', import.meta.url));

/** VHS and its utilities, and nobody else's: they ask for MediaSource through `global/window`. */
const asksThroughUs = /[\\/]@videojs[\\/](?:http-streaming|vhs-utils)[\\/]/;

/** Page-wide switch of video.js that keeps its style elements out of the document; other copies on the page keep theirs. */
const styleSwitch = /window(?:\$\d+)?\.VIDEOJS_NO_DYNAMIC_STYLE/g;

/**
 * @param {{ minify?: boolean }} [options] whether the workers are minified; the rest of the bundle is not this plugin's
 * @returns {import('rollup').Plugin}
 */
export function vhs({ minify = true } = {}) {
  const workers = new Map();
  return {
    name: 'vhs',

    async resolveId(source, importer) {
      if (source === '@videojs/http-streaming') {
        // The published builds carry their workers as strings for blob: URLs; the source names the files.
        return this.resolve('@videojs/http-streaming/src/videojs-http-streaming.js', importer, {
          skipSelf: true,
        });
      }
      if (source === 'video.js') {
        return this.resolve('video.js/core.es.js', importer, { skipSelf: true });
      }
      if (source === 'global/window' && importer && asksThroughUs.test(importer)) return engineWindow;
      // video.js's WebVTT parser puts itself on the window; nothing here parses WebVTT.
      if (source === 'videojs-vtt.js') return nothing;
      if (source.startsWith(workerPrefix) && importer) {
        return virtualWorker + path.resolve(path.dirname(importer), source.slice(workerPrefix.length));
      }
      return null;
    },

    async load(id) {
      if (id === nothing) return 'export default {};';
      if (!id.startsWith(virtualWorker)) return null;
      const file = id.slice(virtualWorker.length);
      if (!workers.has(file)) workers.set(file, await bundleWorker(file, minify));
      const reference = this.emitFile({
        type: 'asset',
        name: `vhs-${path.basename(file)}`,
        source: workers.get(file),
      });
      return [
        `import { EngineWorker } from ${JSON.stringify(engineWorker)};`,
        'export default class extends EngineWorker {',
        `  constructor() { super(import.meta.ROLLUP_FILE_URL_${reference}); }`,
        '}',
      ].join('\n');
    },

    transform(code, id) {
      if (!id.endsWith('video.js/core.es.js')) return null;
      const replaced = code.replace(styleSwitch, 'true');
      if (replaced === code)
        this.error('video.js no longer asks VIDEOJS_NO_DYNAMIC_STYLE: look how it styles now.');
      return { code: replaced, map: null };
    },
  };
}

/** One self-contained classic script: such a worker also starts through `importScripts` and needs no module support. */
async function bundleWorker(file, minify) {
  const entry = '\0entry';
  const isTransmuxer = file.endsWith('transmuxer-worker.js');
  if (isTransmuxer && !/^self\.onmessage = /m.test(await readFile(file, 'utf8')))
    throw new Error(
      "VHS's transmuxing worker no longer answers through self.onmessage: look how to guard it now.",
    );
  const parts = isTransmuxer ? [file, workerGuard] : [file];
  const ours = {
    name: 'vhs-worker',
    // Nothing is imported from them: they are there for what they do.
    resolveId: (id) => (id === entry || parts.includes(id) ? { id, moduleSideEffects: true } : null),
    load: (id) => (id === entry ? parts.map((part) => `import ${JSON.stringify(part)};`).join('\n') : null),
    transform: async (code, id) =>
      id === workerGuard ? { code: (await transform(code, { loader: 'ts' })).code, map: null } : null,
  };
  const bundle = await rollup({
    input: entry,
    plugins: [ours, nodeResolve({ browser: true }), commonjs(), json()],
  });
  const { output } = await bundle.generate({ format: 'iife', inlineDynamicImports: true });
  await bundle.close();
  const { code } = output[0];
  return minify ? (await transform(code, { minify: true, target: 'es2022' })).code : code;
}
