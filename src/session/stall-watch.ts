import {
  MEDIA_ERR_NETWORK,
  OlympicPlayerError,
  abortError,
  abortable,
  deadline,
  signal,
} from '../base/index.js';
import type { Environment, ReadonlySignal } from '../base/index.js';
import type { DecodePath } from '../transports/index.js';
import type { Screening } from './screening.js';

const tickMs = 100;
/** Without a new picture for this long, playback counts as stalled. */
const stalledMs = 400;
/**
 * And for this long, as broken. WebRTC delivers every frame period or is in trouble; buffered playback may run dry and
 * refill.
 */
const brokenMs: Readonly<Record<DecodePath, number>> = {
  webrtc: 900,
  webcodecs: 4000,
  mse: 4000,
  native: 8000,
};
/** A seek may have to load what it asks for; one that has shown nothing after this long is waiting for what will not come. */
const seekingMs = 8000;
/**
 * A picture that still arrives and is not shown is a device that cannot keep up: leaving the source would not help it, so it
 * gets this long.
 */
const overloadedMs = 4000;
/** More than what trickles in on a dead connection, less than a tenth of the poorest picture in half a second, bytes. */
const arrivingBytes = 1000;
/** A feed that lives tells its counters within this, ms. */
const answerMs = 500;

export interface StallCounters {
  readonly stalls: number;
  readonly stallMs: number;
}

/** Watches one screening's pictures from outside: whatever the transport believes, no new frame is a stall. */
export class StallWatch {
  readonly #stalled = signal(false);
  readonly #broken = signal<OlympicPlayerError | undefined>(undefined);
  #stalls = 0;
  #stallMs = 0;

  constructor(screening: Screening, shouldPlay: () => boolean, environment: Environment, abort: AbortSignal) {
    const limit = () => (screening.media.seeking ? seekingMs : brokenMs[screening.feed.decode]);
    let quiet = 0;
    let seen = screening.frame.peek();
    let last = environment.monotonic();
    let before: Promise<number | undefined> | undefined;
    let asking = false;
    let cancel = () => {};
    abort.addEventListener('abort', () => cancel(), { once: true });
    const bytesOf = () => videoBytes(screening, environment, abort);
    const judge = async () => {
      asking = true;
      const [then, now] = [await before, await bytesOf()];
      asking = false;
      if (abort.aborted || quiet < limit()) return;
      const arriving = then !== undefined && now !== undefined && now - then > arrivingBytes;
      if (!arriving || quiet >= overloadedMs) this.#broken.value ??= stallError(screening, Math.round(quiet));
    };
    const tick = () => {
      const now = environment.monotonic();
      const frame = screening.frame.peek();
      const moving = frame !== seen || !shouldPlay() || screening.feed.state.health.peek() === 'ended';
      // A page too busy to run this timer was too busy to hear of new frames: its pause counts as one tick or two.
      const passed = Math.min(now - last, 2 * tickMs);
      quiet = moving ? 0 : quiet + passed;
      seen = frame;
      last = now;
      const stalled = quiet >= stalledMs && !screening.media.seeking;
      if (stalled && !this.#stalled.peek()) this.#stalls += 1;
      if (stalled) this.#stallMs += passed;
      before = stalled ? (before ?? bytesOf()) : undefined;
      this.#stalled.value = stalled;
      if (quiet >= limit() && !asking && this.#broken.peek() === undefined) void judge();
      cancel = environment.setTimer(tick, tickMs);
    };
    cancel = environment.setTimer(tick, tickMs);
  }

  get stalled(): ReadonlySignal<boolean> {
    return this.#stalled;
  }

  /** Set once, when the stall has lasted too long to wait for. */
  get broken(): ReadonlySignal<OlympicPlayerError | undefined> {
    return this.#broken;
  }

  get counters(): StallCounters {
    return { stalls: this.#stalls, stallMs: Math.round(this.#stallMs) };
  }
}

/** Undefined where the feed does not say; one whose worker hangs never would. */
async function videoBytes(
  { feed }: Screening,
  environment: Environment,
  abort: AbortSignal,
): Promise<number | undefined> {
  const limit = deadline(environment, answerMs, abort, () => abortError('the feed did not answer'));
  try {
    return (await abortable(feed.stats(), limit.signal)).videoBytes;
  } catch {
    return undefined;
  } finally {
    limit.clear();
  }
}

function stallError(screening: Screening, quietMs: number): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'session/stalled',
    code: MEDIA_ERR_NETWORK,
    message: `session: ${screening.option.transport.id} delivered no new picture for ${quietMs} ms.`,
    hint: 'The source may be frozen or the network too slow; the player reconnects or moves on by itself.',
    source: screening.option.source.url,
  });
}
