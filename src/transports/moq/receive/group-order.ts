/** A frame on the deck's timeline, ms. */
export interface Piece {
  readonly time: number;
  readonly duration: number;
  readonly key: boolean;
  readonly data: { readonly byteLength: number };
}

/** What goes on to the window next: frames in decoding order, or a stretch that will stay empty. */
export type Release<P extends Piece> =
  | { readonly kind: 'frames'; readonly group: number; readonly frames: readonly P[] }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

interface Group<P extends Piece> {
  readonly sequence: number;
  frames: P[];
  /** Media time of its first frame; undefined until that arrived. */
  first: number | undefined;
  bytes: number;
  done: boolean;
}

/** Before a picture is due it has to be decoded: a group that is skipped to needs this head start, ms. */
const decodeLeadMs = 40;
/** Groups that wait for an older one are let through when they hold more than this. */
const maxHeldMs = 5000;
const maxHeldBytes = 16 * 1024 * 1024;
/** Groups open at a time: beyond it somebody plays tricks. */
const maxGroups = 512;
/** Rounded times make neighbours differ by a little. */
const roundingMs = 2;

/**
 * Groups arrive on parallel streams, the window wants one order: within a group frames go through as they come, the next
 * group follows when the one before it is complete. Where one is late or lost, the others wait for it until the picture they
 * begin with is due; then it is given up, and a gap says so. Pure: the caller tells what arrived and where the playhead should be.
 */
export class GroupOrder<P extends Piece> {
  readonly #groups = new Map<number, Group<P>>();
  #current: number | undefined;
  #end = NaN;
  #reordered = false;
  #skipped = 0;
  #late = 0;
  #headless = 0;

  /** How often groups were given up because a newer one was due. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Groups that came after their place had been passed. */
  get late(): number {
    return this.#late;
  }

  /** Where the last frame let through ends, ms; NaN before the first. */
  get end(): number {
    return this.#end;
  }

  /** A group begins to arrive: false where it comes too late to be of use. */
  open(sequence: number): boolean {
    if (this.#current !== undefined && sequence < this.#current) {
      this.#late += 1;
      return false;
    }
    if (this.#groups.has(sequence) || this.#groups.size >= maxGroups) return false;
    this.#groups.set(sequence, { sequence, frames: [], first: undefined, bytes: 0, done: false });
    return true;
  }

  /** False: the group is of no use any more, stop receiving it. */
  add(sequence: number, piece: P): boolean {
    const group = this.#groups.get(sequence);
    if (group === undefined) return false;
    if (group.first === undefined) {
      if (!piece.key) {
        // Without its key frame a group cannot be decoded.
        this.#headless += 1;
        this.#groups.delete(sequence);
        return false;
      }
      group.first = piece.time;
    }
    group.frames.push(piece);
    group.bytes += piece.data.byteLength;
    return true;
  }

  /** Nothing more of this group will come. */
  finish(sequence: number): void {
    const group = this.#groups.get(sequence);
    if (group !== undefined) group.done = true;
  }

  /** Whether a group is still wanted. */
  has(sequence: number): boolean {
    return this.#groups.has(sequence);
  }

  /** What may go on now. `playhead` is where the playhead should be, ms: the live edge minus the latency held. */
  take(playhead: number): readonly Release<P>[] {
    const releases: Release<P>[] = [];
    this.#join(releases);
    for (;;) {
      const current = this.#current === undefined ? undefined : this.#groups.get(this.#current);
      if (current !== undefined && current.frames.length > 0) {
        releases.push({ kind: 'frames', group: current.sequence, frames: current.frames });
        for (const { time, duration } of current.frames) {
          if (time + duration <= this.#end && time > (current.first ?? time)) this.#reordered = true;
          this.#end = Number.isNaN(this.#end) ? time + duration : Math.max(this.#end, time + duration);
        }
        current.frames = [];
        current.bytes = 0;
      }
      const next = this.#next(current, playhead);
      if (next?.first === undefined) return releases;
      this.#goTo(next.sequence, next.first, releases);
    }
  }

  /** Where the track before this one ended: a new connection, or another rendition of the same. */
  continueFrom(end: number): void {
    this.#end = end;
  }

  /** The newest group that could be begun with, and how far its frames reach; undefined before the first picture. */
  newest(): { readonly first: number; readonly end: number } | undefined {
    const group = this.#waiting(-1).at(-1);
    if (group?.first === undefined) return undefined;
    const end = group.frames.reduce(
      (last, { time, duration }) => Math.max(last, time + duration),
      group.first,
    );
    return { first: group.first, end };
  }

  /** At the join the newest group with a picture wins. */
  #join(releases: Release<P>[]): void {
    if (this.#current !== undefined) return;
    const newest = this.#waiting(-1).at(-1);
    if (newest?.first !== undefined) this.#goTo(newest.sequence, newest.first, releases);
  }

  #goTo(sequence: number, first: number, releases: Release<P>[]): void {
    if (first > this.#end + roundingMs) releases.push({ kind: 'gap', from: this.#end, to: first });
    for (const older of [...this.#groups.keys()]) if (older < sequence) this.#groups.delete(older);
    this.#current = sequence;
  }

  /** The group to go on with, if it is time. */
  #next(current: Group<P> | undefined, playhead: number): Group<P> | undefined {
    if (this.#current === undefined) return undefined;
    const waiting = this.#waiting(this.#current);
    const [following] = waiting;
    if (following?.first === undefined) return undefined;
    // A group whose frames reach the next one lacks nothing, even when the end of its stream is still on the way; where
    // frames are reordered the ones that come last are not the ones shown last.
    const reaches = following.first <= this.#end + roundingMs && !this.#reordered;
    const finished = current === undefined || current.done || reaches;
    const follows = following.sequence === this.#current + 1 || following.first <= this.#end + roundingMs;
    if (finished && follows) return following;
    // Something is missing: wait for it as long as the picture after it is not due.
    const due = waiting.filter(({ first }) => first !== undefined && first <= playhead + decodeLeadMs);
    const last = waiting.at(-1);
    const held = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    const span = (last?.frames.at(-1)?.time ?? following.first) - following.first;
    const choice = due.at(-1) ?? (held > maxHeldBytes || span > maxHeldMs ? following : undefined);
    if (choice !== undefined) this.#skipped += 1;
    return choice;
  }

  /** Groups after one, in order, that have a picture. */
  #waiting(after: number): readonly Group<P>[] {
    return [...this.#groups.values()]
      .filter(({ sequence, first }) => sequence > after && first !== undefined)
      .sort((a, b) => a.sequence - b.sequence);
  }
}
