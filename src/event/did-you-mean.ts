/** Longer words are not compared: the distance below takes time in the product of the lengths. */
const longest = 64;

/** What people coming from elsewhere write for ours. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  webrtc: ['whep'],
  m3u8: ['hls'],
  mpd: ['dash'],
  cameras: ['angles'],
  language: ['lang'],
  name: ['label', 'name'],
  position: ['translation'],
  orientation: ['rotation'],
  src: ['url', 'uri'],
  href: ['url', 'uri'],
  streams: ['sources'],
  time: ['T'],
  timestamp: ['T'],
  title: ['label', 'name'],
};

/** The candidate that was most likely meant, or undefined when none is close. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const lower = word.toLowerCase();
  const synonym = (Object.hasOwn(synonyms, lower) ? synonyms[lower] : undefined)?.find((meant) =>
    candidates.includes(meant),
  );
  if (synonym !== undefined) return synonym;
  let best: string | undefined;
  // One slip in a short word, up to a third of a long one.
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const between = distance(lower, candidate.toLowerCase());
    if (between < bestDistance && between < candidate.length) {
      bestDistance = between;
      best = candidate;
    }
  }
  return best;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, one each (Damerau 1964). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
