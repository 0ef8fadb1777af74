import type { VideoRendition } from './catalog/index.js';

/** Trouble that means that the network does not carry the rendition: this many skips or so much lateness. */
const troubleSkips = 2;
const troubleWithinMs = 8000;
const troubleLateMs = 1500;
/** After going down, going up again is tried after this long without trouble; each failed try doubles it, ms. */
const calmMs = 20_000;
const longestCalmMs = 320_000;

/** Which quality to play by itself: the best, one down when the network does not keep up, and up again after a while of calm. */
export class Quality {
  readonly #skips: number[] = [];
  #seen = 0;
  #changedAt = -Infinity;
  #wentUpAt = -Infinity;
  #calm = calmMs;

  /**
   * The rendition to play out of some, best first, at `now` (ms); `skips` counts groups given up so far, `lateMs` is how late
   * most frames come, beyond what the publisher itself takes.
   */
  choose(
    renditions: readonly VideoRendition[],
    current: VideoRendition | undefined,
    now: number,
    { skips, lateMs }: { readonly skips: number; readonly lateMs: number },
  ): VideoRendition | undefined {
    for (; this.#seen < skips; this.#seen += 1) this.#skips.push(now);
    while ((this.#skips[0] ?? now) < now - troubleWithinMs) this.#skips.shift();
    const ladder = distinct(renditions);
    const at = current === undefined ? -1 : ladder.findIndex((each) => sameSize(each, current));
    if (current === undefined || at < 0) return ladder[0];
    const trouble = this.#skips.length >= troubleSkips || lateMs > troubleLateMs;
    const lower = ladder[at + 1];
    if (trouble && lower !== undefined && now - this.#changedAt > troubleWithinMs / 2) {
      if (now - this.#wentUpAt < this.#calm) this.#calm = Math.min(longestCalmMs, this.#calm * 2);
      this.#change(now);
      return lower;
    }
    const higher = at > 0 ? ladder[at - 1] : undefined;
    if (!trouble && higher !== undefined && now - this.#changedAt > this.#calm) {
      this.#wentUpAt = now;
      this.#change(now);
      return higher;
    }
    return current;
  }

  #change(now: number): void {
    this.#changedAt = now;
    this.#skips.length = 0;
  }
}

const sameSize = (a: VideoRendition, b: VideoRendition) =>
  a.width === b.width && a.height === b.height && a.bitrate === b.bitrate;

/** One of each quality: the same pictures in another container are no step. */
function distinct(renditions: readonly VideoRendition[]): readonly VideoRendition[] {
  return renditions.filter((each, index) => renditions.findIndex((other) => sameSize(each, other)) === index);
}
