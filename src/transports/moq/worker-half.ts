import { Link, MEDIA_ERR_NETWORK, abortError, plainError, toPlayerError } from '../../base/index.js';
import { tapCaptions } from '../../media/index.js';
import type { FeedContext, ServeFeed } from '../../media/index.js';
import { CaptionDesk } from '../captions/index.js';
import type { MoqAnswers, MoqNotices } from './link.js';
import type { Dial } from './session/dial.js';
import { dialBrowser } from './session/dial.js';
import { SessionPool } from './session/pool.js';
import { Reception } from './session/reception.js';

/** One for all feeds of a worker. */
const sessions = new SessionPool();

/** Runs in the media worker: receives a MoQ broadcast into the deck, steered by its other half on the page. */
export const serveMoq: ServeFeed = (context) => serveMoqOver(dialBrowser, context, sessions);

/** The same over transports of the caller's choice. */
export function serveMoqOver(dial: Dial, context: FeedContext, pool = new SessionPool()): void {
  const { port, abort } = context;
  let reception: Reception | undefined;
  const started = (): Reception => {
    if (reception === undefined) throw new Error('moq: not started');
    return reception;
  };
  const captions = new CaptionDesk({
    list: (infos) => link.tell('captions', [infos]),
    cues: (id, cues) => link.tell('cues', [id, cues]),
  });
  const link = new Link<MoqAnswers, MoqNotices>(port, {
    start: async (start) => {
      reception = new Reception({
        ...context,
        sink: tapCaptions(context.deck.sink, captions.addChannel),
        start,
        dial,
        pool,
        prepare: (url, refresh) => link.call('prepare', [url, refresh]),
        onView: (view) => link.tell('view', [view]),
        onEvents: (events) => link.tell('events', [events]),
        onFailure: (error) => link.tell('failed', [plainError(failureOf(error, start.url))]),
      });
      try {
        await reception.start();
      } catch (error) {
        abort.throwIfAborted();
        throw failureOf(error, start.url);
      }
    },
    setClock: (clock) => reception?.setClock(clock),
    setTargetLatency: (milliseconds) => reception?.setTargetLatency(milliseconds),
    select: (rendition) => reception?.select(rendition),
    selectCaptions: (id) => captions.want(id),
    seek: (time) => started().seek(time),
    seekToLive: () => started().seekToLive(),
    stats: () => started().stats(),
  });
  abort.addEventListener('abort', () => link.close(abortError('the feed was closed')), { once: true });
}

function failureOf(error: unknown, source: string) {
  return toPlayerError(error, {
    reason: 'moq/failed',
    code: MEDIA_ERR_NETWORK,
    message: `moq: receiving failed (${error instanceof Error ? error.message : String(error)}).`,
    hint: 'Please report this with the value of player.negotiation.',
    source,
  });
}
