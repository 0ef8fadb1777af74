import type { Stage } from '../stage/index.js';
import type { Input } from '../venue/inputs.js';
import type { Instant } from '../venue/instants.js';
import type { Seen } from '../venue/seen.js';
import type { VenueTruth } from '../venue/truth.js';
import { keepSheet } from './sheet.js';

interface Result {
  readonly input: Input;
  readonly seen: readonly Seen[];
}

/** A view of each instant: the truth beside what was made of each input. */
export async function keepVenue(
  stage: Stage,
  folder: URL,
  truth: VenueTruth,
  instants: readonly Instant[],
  results: readonly Result[],
): Promise<void> {
  const measured = results.filter(({ seen }) => seen.length > 0);
  const rows = [];
  for (const { id, timeMs, viewpoints } of instants) {
    const viewpoint = viewpoints[0]!;
    const pictures = measured.map(
      ({ seen }) => seen.find(({ instant, view }) => instant === id && view === viewpoint.id)?.picture,
    );
    rows.push({ label: id, cells: [await truth.picture(viewpoint, timeMs), ...pictures] });
  }
  await keepSheet(stage, new URL('viewpoint-venue.webp', folder), {
    size: { width: 480, height: 270 },
    heads: ['true picture', ...measured.map(({ input }) => input.name)],
    rows,
    caption: 'The venue from the middle between two cameras of its ring, 15 degrees apart.',
  });
}
