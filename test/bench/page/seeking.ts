/** Exactness: asks the player for pictures and reads from the canvas which came, and when. */
import { frameAt, framesPerSecond } from '../../../examples/venue/loop.js';
import { readStripFromSource } from '../../../examples/venue/strip.js';
import type { OlympicVideo } from '../../../src/elements/index.js';
import { timeTolerance } from '../../../src/media/window/index.js';
import { olympicElement } from './players.js';
import { repaint } from './eye.js';

const frameMs = 1000 / framesPerSecond;
/** Of the ends of the window: what is there may be evicted or still be arriving, ms. */
const marginMs = 500;
/** Looks for a picture on the canvas after the player says that it shows it: canvases of workers come a repaint later. */
const settleRepaints = 30;
const limitMs = 10_000;

function element(): OlympicVideo {
  const found = olympicElement();
  if (found === null) throw new Error('the player is not on the page');
  return found;
}

function parts(player: OlympicVideo) {
  const screening = player.session.screening.peek();
  const delivery = screening?.feed.delivery;
  if (screening === undefined || delivery?.kind !== 'samples')
    throw new Error('the player does not decode by itself');
  return { deck: delivery.deck, feed: screening.feed };
}

const scratch = document.createElement('canvas');

function shown(player: OlympicVideo): number | undefined {
  const canvas = player.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.front');
  return canvas ? readStripFromSource(canvas, canvas.width, canvas.height, scratch)?.frame : undefined;
}

/** Resolves when the canvas shows this picture of the loop; false when another one stays there. */
async function showing(player: OlympicVideo, frame: number, repaints = settleRepaints): Promise<boolean> {
  for (let look = 0; look < repaints; look += 1) {
    if (shown(player) === frame) return true;
    await repaint();
  }
  return shown(player) === frame;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await repaint();
  }
}

/** The window in event time, ms. */
function windowOf(player: OlympicVideo): { from: number; to: number } {
  const { deck, feed } = parts(player);
  const { buffered } = deck;
  if (buffered.length === 0) throw new Error('nothing is buffered');
  // Of the last range: the others are what is left of earlier places.
  const last = buffered.length - 1;
  const offset = offsetOf(feed);
  return {
    from: buffered.start(last) * 1000 + offset + marginMs,
    to: buffered.end(last) * 1000 + offset - marginMs,
  };
}

/** Event time minus deck time, ms: one number over a window without discontinuities. */
function offsetOf(feed: ReturnType<typeof parts>['feed']): number {
  const seekable = feed.state.seekable.peek();
  const media = seekable === undefined ? undefined : feed.timeline.mediaTimeOf(seekable.to);
  if (seekable === undefined || media === undefined) throw new Error('the timeline is not known');
  return seekable.to - media * 1000;
}

/** Goes to the beginning, paused, and waits until so much is buffered; the window's length, ms. */
export async function fillWindow(lengthMs: number): Promise<number> {
  const player = element();
  player.pause();
  await player.session.seek(player.session.seekable.peek()?.from ?? NaN);
  const length = () => {
    const { from, to } = windowOf(player);
    return to - from + 2 * marginMs;
  };
  await until('filling the window', () => length() >= lengthMs);
  return length();
}

export interface SeekResult {
  readonly asked: number;
  readonly right: boolean;
  /** From the call to `seeked`, and to the pixels on the page's canvas; ms. */
  readonly toldMs: number;
  readonly seenMs: number;
}

/** Goes to the middle of a picture, chosen by a share of the window. */
export async function seekTo(share: number): Promise<SeekResult> {
  const player = element();
  const { from, to } = windowOf(player);
  const number = Math.floor((from + share * (to - from)) / frameMs);
  const time = (number + 0.5) * frameMs;
  const asked = frameAt(time);
  const began = performance.now();
  const seeked = new Promise<void>((resolve) => {
    player.addEventListener('seeked', () => resolve(), { once: true });
  });
  await player.session.seek(time);
  const seeking = seeked.then(() => performance.now() - began);
  let seenMs = NaN;
  let told: number | undefined;
  void seeking.then((ms) => (told = ms));
  for (let after = 0; after < settleRepaints; after += told === undefined ? 0 : 1) {
    if (shown(player) === asked) {
      seenMs = performance.now() - began;
      break;
    }
    if (performance.now() - began > limitMs) break;
    await repaint();
  }
  const toldMs = await seeking;
  // It has to stay.
  const right = await showing(player, asked);
  return { asked, right, toldMs, seenMs };
}

export type Operation =
  | { readonly kind: 'seek'; readonly share: number }
  | { readonly kind: 'step'; readonly pictures: number }
  | { readonly kind: 'rate'; readonly rate: number; readonly milliseconds: number };

export interface OperationResult {
  readonly right: boolean;
  /** What was asked for and what is on the canvas, where that is not the same. */
  readonly detail?: string;
}

/** One operation; afterwards the player stands, and the canvas has to show the picture of its time. */
export async function operate(operation: Operation): Promise<OperationResult> {
  const player = element();
  if (operation.kind === 'seek') {
    const { right, asked } = await seekTo(operation.share);
    return right ? { right } : { right, detail: `asked for ${asked}, there is ${shown(player)}` };
  }
  if (operation.kind === 'step') return step(player, operation.pictures);
  return play(player, operation.rate, operation.milliseconds);
}

async function step(player: OlympicVideo, pictures: number): Promise<OperationResult> {
  const { deck } = parts(player);
  const { from, to } = windowOf(player);
  // At an end of the window there is nothing to step to: the other way, then.
  const now = player.eventTime;
  const way = now + pictures * frameMs < from || now + pictures * frameMs > to ? -pictures : pictures;
  const before = shown(player);
  if (before === undefined) return { right: false, detail: 'there is no picture' };
  await deck.step(way);
  const asked = (((before + way) % 240) + 240) % 240;
  return (await showing(player, asked))
    ? { right: true }
    : { right: false, detail: `${way} from ${before} is ${asked}, there is ${shown(player)}` };
}

/** Plays at a rate for a while, and pauses: the picture is that of the time where the deck's clock stands, and lies ahead in the right direction. */
async function play(player: OlympicVideo, rate: number, milliseconds: number): Promise<OperationResult> {
  const { deck, feed } = parts(player);
  const { from, to } = windowOf(player);
  const room = Math.abs(rate) * milliseconds * 2;
  const now = player.eventTime;
  // In the window all along.
  const offset = offsetOf(feed);
  if (now - room < from) await deck.seek(from + room + frameMs / 2 - offset);
  else if (now + room > to) await deck.seek(to - room + frameMs / 2 - offset);
  const started = deck.frame.peek()?.eventTime ?? NaN;
  // The rate is the session's, which has it set at its next beat.
  player.playbackRate = rate;
  await until('setting the rate', () => deck.view.peek().rate === rate);
  await player.play();
  const end = performance.now() + milliseconds;
  while (performance.now() < end) await repaint();
  player.pause();
  await until('pausing', () => deck.view.peek().paused);
  // The deck's next word is of a clock that stands: the first may have been said while it was being stopped.
  const told = deck.view.peek();
  await until('standing', () => deck.view.peek() !== told);
  const stands = deck.view.peek().clock.time + offset;
  // A time this little before a picture is its own, as everywhere in the engine.
  const asked = frameAt(stands + timeTolerance);
  const moved = (stands - started) * Math.sign(rate);
  if (!(await showing(player, asked)))
    return {
      right: false,
      detail: `at rate ${rate} it stands ${(stands % frameMs).toFixed(2)} ms into ${asked}, there is ${shown(player)}, and the deck says ${frameAt((deck.frame.peek()?.eventTime ?? NaN) + 1)}`,
    };
  return moved < -frameMs ? { right: false, detail: `at rate ${rate} it went ${moved} ms` } : { right: true };
}

/** What the deck says of itself. */
export const deckStats = () => parts(element()).deck.stats();

/** Ends the deck, and leaves the worker it lived in. */
export async function closeDeck(): Promise<void> {
  const { deck } = parts(element());
  deck.close();
  // What the worker has been told before this answer has been done: the element is still there, so is the worker.
  for (let look = 0; look < settleRepaints; look += 1) await repaint();
}
