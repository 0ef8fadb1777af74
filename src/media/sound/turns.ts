import type { Turn } from './voice.js';

/** Turns kept: what is heard was rendered at most a second ago, and sound turns seldom. */
const mostTurns = 32;

/** What the worklet did when, so that what is heard now can be told though it was rendered a while ago. */
export class Turns {
  #turns: Turn[] = [];

  clear(): void {
    this.#turns = [];
  }

  add(turns: readonly Turn[]): void {
    this.#turns.push(...turns);
    this.#turns.splice(0, this.#turns.length - mostTurns);
  }

  /** The place heard when a frame is heard; undefined for silence. */
  placeAt(frame: number): number | undefined {
    const turn = this.#turns.findLast((candidate) => candidate.frame <= frame);
    if (turn === undefined || !turn.sounding) return undefined;
    return turn.place + (frame - turn.frame) * turn.rate;
  }
}
