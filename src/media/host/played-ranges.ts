import { deckTime } from '../contract.js';
import type { DeckFrame, DeckRange } from '../contract.js';

/** Pictures further apart than this were not played one after the other, ms. */
const neighboursMs = 250;

/** What has been played, with one more picture: the range it extends, or a range of its own. */
export function playedRanges(
  ranges: readonly DeckRange[],
  before: DeckFrame | undefined,
  frame: DeckFrame,
): readonly DeckRange[] {
  const follows =
    before !== undefined &&
    before.generation === frame.generation &&
    Math.abs(frame.time - before.time) <= neighboursMs;
  const from = follows ? Math.min(before.time, frame.time) : frame.time;
  const to = Math.max(frame.time + frame.duration, follows ? before.time + before.duration : -Infinity);
  const result: DeckRange[] = [];
  let joined: DeckRange = { from: deckTime(from), to: deckTime(to) };
  for (const range of ranges) {
    if (range.to < joined.from || range.from > joined.to) result.push(range);
    else
      joined = {
        from: deckTime(Math.min(range.from, joined.from)),
        to: deckTime(Math.max(range.to, joined.to)),
      };
  }
  result.push(joined);
  return result.sort((a, b) => a.from - b.from);
}
