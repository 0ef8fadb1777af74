/** What the runner can ask of the page: `window.bench`. */
import { EdgeClock, Eye } from './eye.js';
import type { Watched } from './eye.js';
import { prepare } from './players.js';
import type { Choice, Player } from './players.js';
import { decode } from './decode.js';
import * as seeking from './seeking.js';

const firstPictureLimitMs = 20_000;

let clock: EdgeClock | undefined;
let player: Player | undefined;

function playing(): Player {
  if (player === undefined) throw new Error('no player is on the page');
  return player;
}

const eye = async (of: Player) => new Eye((clock ??= await EdgeClock.read()), () => of.picture());

const bench = {
  ...seeking,
  decode,

  /** Puts a player on the page; ms from there to its first picture. Its code is there already. */
  async begin(choice: Choice): Promise<number> {
    const put = await prepare(choice);
    clock ??= await EdgeClock.read();
    const began = performance.now();
    player = put();
    const { at } = await (await eye(player)).first(firstPictureLimitMs);
    return at - began;
  },

  /** Takes the player off the page. */
  end(): void {
    player?.leave();
    player = undefined;
  },

  watch: async (milliseconds: number): Promise<Watched> => (await eye(playing())).watch(milliseconds),
  selectBest: () => playing().selectBest(),
  position: () => playing().position(),
  facts: () => playing().facts(),
  /** The clock against which ages are told. */
  async synchronise(): Promise<number> {
    clock = await EdgeClock.read();
    return clock.errorMs;
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
