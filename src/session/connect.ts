import {
  MEDIA_ERR_NETWORK,
  OlympicPlayerError,
  abortError,
  abortable,
  childController,
  deadline,
  isAbortError,
  toPlayerError,
} from '../base/index.js';
import type { Environment, EventTime, Logger } from '../base/index.js';
import type { MediaHost } from '../media/index.js';
import type { Capabilities, SourceType, ViewerClock } from '../transports/index.js';
import type { Option } from './negotiate.js';
import type { RequestSeam } from './requests.js';
import { Screening, movedOn } from './screening.js';
import type { Stage } from './stage.js';

/** From connecting to the first picture. A source that needs longer is not what a live viewer wants to wait for. */
const budgetMs: Readonly<Record<SourceType, number>> = {
  whep: 4000,
  moq: 4000,
  'll-hls': 6000,
  hls: 8000,
  dash: 8000,
};
/** The worker's first requests are on their way within this; a drawing context takes its thread for as long again, ms. */
const requestsFirstMs = 15;
/** A source that was just playing answers quickly or not at all. */
const reconnectBudgetMs = 1500;

export interface Connecting {
  readonly option: Option;
  readonly surface: 0 | 1;
  readonly startAt: EventTime | undefined;
  readonly targetLatencyMs: number | undefined;
  readonly reconnect: boolean;
  readonly abort: AbortSignal;
  /** Told as soon as there is a feed, before its first picture. */
  readonly onScreening: (screening: Screening) => void;
}

export interface ConnectServices {
  readonly stage: Stage;
  readonly environment: Environment;
  readonly clock: ViewerClock;
  readonly capabilities: Capabilities;
  readonly seam: RequestSeam;
  readonly workerUrl?: () => string | undefined;
  /** The session's media worker, started when first asked for. */
  readonly media: () => Promise<MediaHost>;
  readonly log: Logger;
}

/** Connects one option and resolves once its first frame has painted on the given surface; leaves nothing behind otherwise. */
export async function connectOption(services: ConnectServices, connecting: Connecting): Promise<Screening> {
  const { option, surface, abort } = connecting;
  const { environment } = services;
  const limit = connecting.reconnect ? reconnectBudgetMs : budgetMs[option.source.type];
  const name = `${option.transport.id} (${option.candidate.url})`;
  const timed = deadline(environment, limit, abort, () => tooLate(name, limit, option.source.url));
  const { angle } = option.candidate;
  const unscreened = childController(timed.signal);
  let screening: Screening | undefined;
  try {
    const connected = option.transport.connect(option.source, option.candidate.decode, {
      angle,
      signal: timed.signal,
      environment,
      clock: services.clock,
      capabilities: services.capabilities,
      startAt: connecting.startAt,
      targetLatencyMs: connecting.targetLatencyMs,
      workerUrl: services.workerUrl?.(),
      media: async () => {
        const host = await services.media();
        // What WebRTC's tap keeps is not on screen.
        if (option.candidate.decode !== 'webcodecs') return host;
        return ontoScreen(host, () => services.stage.canvas(surface), environment, unscreened.signal);
      },
      prepareRequest: services.seam.for(angle, option.transport.id),
      prepares: services.seam.prepares,
      log: services.log,
    });
    const feed = await abortable(connected, timed.signal).catch((error: unknown) => {
      // A transport that does not heed the signal may still come with a feed: nobody else would close it.
      void connected.then((late) => late.close()).catch(() => {});
      throw error;
    });
    screening = new Screening(option, feed, services.stage, surface, environment);
    connecting.onScreening(screening);
    // Silent until it is shown: the outgoing picture still has the sound, and silent playback needs no gesture.
    screening.media.muted = true;
    await abortable(screening.attach(), timed.signal);
    // What keeps it from playing shows as no first frame, or as the feed's failure.
    screening.play().catch(() => {});
    await screening.firstFrame(timed.signal);
    // A frozen source paints what it painted before: reconnecting to it has helped only once it moves on.
    if (connecting.reconnect && connecting.startAt !== undefined)
      await movedOn(screening, connecting.startAt, timed.signal);
    return screening;
  } catch (error) {
    await screening?.close();
    throw error;
  } finally {
    unscreened.abort(abortError('connecting is over'));
    timed.clear();
  }
}

/** The media worker, with a screen for every deck before its first picture: what drawing needs is made while the network is waited for. */
const ontoScreen = (
  host: MediaHost,
  canvas: () => HTMLCanvasElement,
  environment: Environment,
  abort: AbortSignal,
): MediaHost => ({
  where: host.where,
  lost: host.lost,
  open(feed) {
    const opened = host.open(feed);
    const { deck } = opened;
    const cancel = environment.setTimer(() => {
      abort.removeEventListener('abort', cancel);
      if (!deck.hasScreen) deck.attachScreen(canvas());
    }, requestsFirstMs);
    abort.addEventListener('abort', cancel, { once: true });
    return opened;
  },
  close: () => host.close(),
});

/** What connecting threw, as a named error; undefined when it was called off. */
export function connectFailure(
  error: unknown,
  option: Option,
  abort: AbortSignal,
): OlympicPlayerError | undefined {
  if (abort.aborted && isAbortError(error)) return undefined;
  return toPlayerError(error, {
    reason: 'session/transport-failed',
    code: MEDIA_ERR_NETWORK,
    message: `session: the transport ${option.transport.id} failed to connect (${String(error)}).`,
    hint: 'Another source is tried; if this is a registered transport, let it throw an OlympicPlayerError that says why.',
    source: option.source.url,
  });
}

/** The error of a candidate that had its time. */
function tooLate(what: string, milliseconds: number, url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'session/timeout',
    code: MEDIA_ERR_NETWORK,
    message: `session: ${what} gave no picture within ${milliseconds} ms.`,
    hint: 'The server may hang or the network drop media packets (UDP for WebRTC); another source is tried.',
    source: url,
  });
}
