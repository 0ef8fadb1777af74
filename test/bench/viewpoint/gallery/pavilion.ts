import { writeFile } from 'node:fs/promises';
import { baselineNames, baselines } from '../baselines/index.js';
import type { Ours } from '../ours.js';
import { attribution, loadPavilion } from '../pavilion.js';
import type { Stage } from '../stage/index.js';
import { keepSheet } from './sheet.js';

/** Held-out frames in the middle between two cameras of every fourth: about the beginning, the middle and the end. */
const shown = ['0018', '0030', '0042'];
/** Cameras of every fourth frame. */
const sparse = 9;

const notice = `viewpoint-pavilion.webp and viewpoint-pavilion-sample.webp contain pictures of others.\n${attribution}\nhttps://creativecommons.org/licenses/by/2.0/\nThey were reduced, and those that are not named true pictures are synthesized from them.\n`;

/** The truth, the baselines and ours side by side, and one of ours as large as it is. */
export async function keepPavilion(stage: Stage, folder: URL, ours: Ours): Promise<void> {
  const truth = new Map((loadPavilion() ?? []).map(({ camera, picture }) => [camera.id, picture]));
  const rows = [];
  for (const id of shown) {
    const drawn = ours.drawn.get(`${sparse}/${id}`);
    if (drawn === undefined) continue;
    const others = [];
    for (const name of baselineNames) others.push(await baselines[name](drawn.request));
    rows.push({ label: `frame ${id}`, cells: [truth.get(id), drawn.picture, ...others] });
  }
  await keepSheet(stage, new URL('viewpoint-pavilion.webp', folder), {
    size: { width: 320, height: 180 },
    heads: ['true picture', 'ours', ...baselineNames],
    rows,
    caption: `Held-out frames between cameras 17 degrees apart. ${attribution} Changed: reduced, and synthesized from its frames.`,
  });
  await writeFile(new URL('viewpoint-pavilion.txt', folder), notice);
  const middle = ours.drawn.get(`${sparse}/${shown[1]!}`);
  if (middle === undefined) return;
  await keepSheet(stage, new URL('viewpoint-pavilion-sample.webp', folder), {
    size: { width: middle.picture.width, height: middle.picture.height },
    heads: ['true picture', 'ours'],
    rows: [{ label: '', cells: [truth.get(shown[1]!), middle.picture] }],
    caption: `${attribution} The right one is synthesized from its other frames.`,
  });
}
