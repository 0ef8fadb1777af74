/** A way for pictures to the GPU: whole, converted by the browser, or plane by plane, converted by the shader. */
export type UploadWay = 'texture' | 'planes';

/** The first picture of a way pays for its textures and shaders. */
const warmUpPictures = 1;
/** Enough for a median that one hiccup cannot move. */
const measuredPictures = 4;
/** Whose best is worse than this many times the best of another is tried no more: each try may cost a picture or two. */
const hopeless = 2.5;

interface Trial {
  readonly way: UploadWay;
  tries: number;
  readonly milliseconds: number[];
}

/** Tries ways in turns, and keeps the one with the lowest median. Pure. */
export class UploadChoice {
  #trials: Trial[];

  constructor(ways: readonly UploadWay[]) {
    this.#trials = ways.map((way) => ({ way, tries: 0, milliseconds: [] }));
  }

  /** The way for the next picture; undefined when none works. */
  get next(): UploadWay | undefined {
    const least = Math.min(...this.#trials.map(({ tries }) => tries));
    return this.#trials.find(({ tries }) => tries === least)?.way;
  }

  get settled(): boolean {
    return this.#trials.length < 2;
  }

  /** What one picture took on a way. True when that settled the question. */
  note(way: UploadWay, milliseconds: number): boolean {
    const trial = this.#trials.find((one) => one.way === way);
    if (trial === undefined || this.settled) return false;
    trial.tries += 1;
    if (trial.tries <= warmUpPictures) return false;
    trial.milliseconds.push(milliseconds);
    this.#dropHopeless();
    if (this.settled) return true;
    const enough = this.#trials.every(({ milliseconds: { length } }) => length >= measuredPictures);
    if (!enough) return false;
    const byTime = [...this.#trials].sort((a, b) => median(a.milliseconds) - median(b.milliseconds));
    this.#trials = byTime.slice(0, 1);
    return true;
  }

  #dropHopeless(): void {
    const best = (trial: Trial) => Math.min(...trial.milliseconds);
    const least = Math.min(...this.#trials.map(best));
    // A single picture may have been unlucky.
    this.#trials = this.#trials.filter(
      (trial) => trial.milliseconds.length < 2 || best(trial) <= least * hopeless,
    );
  }

  /** This way does not work here. */
  drop(way: UploadWay): void {
    this.#trials = this.#trials.filter((trial) => trial.way !== way);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
