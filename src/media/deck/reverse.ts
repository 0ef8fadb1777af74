import type { DeckTime, Sample } from '../contract.js';
import { sameInstant } from '../video/index.js';
import type { FrameLedger, Picture, Supply } from '../video/index.js';
import type { TrackWindow } from '../window/index.js';
import { copyPicture, pictureBytes } from './copy.js';

/** Bytes of decoded pictures: a second of 720p at 30 Hz in two blocks, one that is shown and one that is prepared. */
export const reverseBytes = 96 * 2 ** 20;
/** Pictures of a block that stay in the decoder's own frames, where those cannot be copied: two blocks and the screen's. */
const uncopiedBlock = 3;
/** Pixels of a picture nobody has seen yet: 1080p, so that the first block is rather too short. */
const unknownBytes = 1920 * 1080 * 1.5;

interface Block {
  readonly first: Sample;
  readonly last: Sample;
  next: Sample | undefined;
}

export interface ReverseOptions {
  readonly supply: Supply;
  readonly window: TrackWindow;
  readonly ledger: FrameLedger;
  readonly changed: () => void;
}

/**
 * Pictures for going backwards: a block of neighbours is decoded forwards and copied out of the decoder's frames, and while
 * it is shown from its end, the block before it is prepared.
 */
export class Reverse {
  readonly #options: ReverseOptions;
  /** In time order, and without holes but for samples that are lost. */
  #pictures: Picture[] = [];
  #block: Block | undefined;
  #copying = false;
  /** Goes up when what is under way is of no use any more. */
  #run = 0;
  #pictureBytes = unknownBytes;
  #copies = true;

  constructor(options: ReverseOptions) {
    this.#options = options;
  }

  find(sample: Sample): Picture | undefined {
    return this.#pictures.find((picture) => sameInstant(picture.sample, sample));
  }

  /** Hands a picture over; those after it will not be asked for again. */
  take(picture: Picture): void {
    for (const other of this.#pictures)
      if (other !== picture && other.sample.time > picture.sample.time) other.close();
    this.#pictures = this.#pictures.filter(({ sample }) => sample.time < picture.sample.time);
  }

  /** Wants the picture of a sample, and then those before it. */
  want(sample: Sample): void {
    const earliest = this.#pictures[0];
    if (this.#block !== undefined && !this.#covers(sample.time)) this.clear();
    if (this.#block === undefined) {
      const { window } = this.#options;
      const held =
        this.find(sample) !== undefined || (earliest !== undefined && earliest.sample.time <= sample.time);
      if (!held) this.clear();
      const last = held && earliest !== undefined ? window.shownBefore(earliest.sample) : sample;
      if (last !== undefined && this.#pictures.length <= this.#blockLength / 2) this.#begin(last);
    }
    this.#fill();
  }

  /** The one on screen was shown: what comes before it is wanted next. */
  prepare(shown: Sample): void {
    const before = this.#options.window.shownBefore(shown);
    if (before !== undefined) this.want(before);
  }

  /** Closes everything. */
  clear(): void {
    this.#run++;
    this.#block = undefined;
    this.#copying = false;
    for (const picture of this.#pictures) picture.close();
    this.#pictures = [];
  }

  get #blockLength(): number {
    return this.#copies
      ? Math.max(uncopiedBlock, Math.floor(reverseBytes / 2 / this.#pictureBytes))
      : uncopiedBlock;
  }

  #covers(time: DeckTime): boolean {
    const from = this.#block?.first ?? this.#pictures[0]?.sample;
    const to = this.#pictures.at(-1)?.sample ?? this.#block?.last;
    return (
      from !== undefined &&
      to !== undefined &&
      time >= from.time &&
      time < Math.max(to.time, this.#block?.last.time ?? 0) + to.duration
    );
  }

  /** A block stays within a group of pictures, whose beginning has to be decoded in any case. */
  #begin(last: Sample): void {
    const { window } = this.#options;
    const key = window.key(last);
    let first = last;
    for (let length = 1; length < this.#blockLength; length++) {
      const before = window.shownBefore(first);
      if (before === undefined || window.key(before) !== key) break;
      first = before;
    }
    this.#block = { first, last, next: first };
  }

  #fill(): void {
    const block = this.#block;
    const { supply, window } = this.#options;
    while (block !== undefined && block === this.#block && !this.#copying) {
      const sample = block.next;
      if (sample === undefined || sample.time > block.last.time || !window.has(sample)) {
        this.#block = undefined;
        supply.rest();
        return;
      }
      const picture = supply.find(sample);
      if (picture === undefined && !supply.isLost(sample)) {
        supply.aim(sample);
        return;
      }
      block.next = window.shownAfter(sample);
      if (picture === undefined) continue;
      supply.take(picture);
      this.#store(picture);
    }
  }

  #store(picture: Picture): void {
    const run = this.#run;
    this.#pictureBytes = pictureBytes(picture);
    this.#copying = true;
    const done = (copy: Picture | undefined) => {
      const kept = copy ?? picture;
      if (kept !== picture) picture.close();
      if (run === this.#run && kept === picture && this.#copies) {
        // Blocks of frames that stay in the decoder have to be shorter than this one.
        this.#copies = false;
        this.clear();
        this.#options.changed();
      }
      if (run !== this.#run) {
        kept.close();
        return;
      }
      this.#copying = false;
      const at = this.#pictures.findLastIndex(({ sample }) => sample.time < kept.sample.time) + 1;
      this.#pictures.splice(at, 0, kept);
      this.#fill();
      this.#options.changed();
    };
    if (this.#copies) copyPicture(picture, this.#options.ledger).then(done, () => done(undefined));
    else done(undefined);
  }
}
