/** The scores of the baselines, kept in results/: they take minutes, and change only with their code or the pictures. */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { attribution, loadPavilion, pavilionFolder } from '../pavilion.js';
import { Trial } from '../trial.js';
import type { Scores } from '../trial.js';
import { baselineNames, baselines } from './index.js';
import type { BaselineName } from './index.js';

const resultFile = new URL('../../results/viewpoint-baselines.json', import.meta.url);

export type BaselineScores = Readonly<Record<BaselineName, Scores>>;

interface Kept {
  readonly about: string;
  readonly attribution: string;
  /** SHA-256 of the code and the data these are of. */
  readonly content: string;
  readonly scores: BaselineScores;
}

/**
 * Kept ones where they are still of this code and these pictures, otherwise worked out and kept.
 *
 * @param onMethod told of each method that is worked out, before it is
 * @returns undefined where OLYMPIC_TEST_DATA is unset; the caller then says that it is skipped
 */
export async function baselineScores(
  onMethod: (name: BaselineName) => void = () => {},
): Promise<BaselineScores | undefined> {
  const folder = pavilionFolder();
  if (folder === undefined) return undefined;
  const content = await contentHash(folder);
  const kept = await readKept();
  if (kept?.content === content) return kept.scores;

  const frames = loadPavilion();
  if (frames === undefined) return undefined;
  const trial = new Trial(frames);
  const scores: Partial<Record<BaselineName, Scores>> = {};
  for (const name of baselineNames) {
    onMethod(name);
    scores[name] = await trial.score(baselines[name]);
  }
  const document: Kept = {
    about: 'view synthesis between cameras, un-learned methods on held-out frames; dB, SSIM, steps of 1/255',
    attribution,
    content,
    scores: scores as BaselineScores,
  };
  await mkdir(new URL('./', resultFile), { recursive: true });
  await writeFile(resultFile, `${JSON.stringify(document, rounding, 2)}\n`);
  return document.scores;
}

const rounding = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;

async function readKept(): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(resultFile, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
}

/** The code as it is run: minified, so that a comment does not cost minutes. */
async function contentHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const { outputFiles } = await build({
    entryPoints: ['./index.ts', '../trial.ts', '../pavilion.ts'].map((file) =>
      fileURLToPath(new URL(file, import.meta.url)),
    ),
    outdir: '/',
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  for (const { contents } of outputFiles) hash.update(contents);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(path.relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex');
}
