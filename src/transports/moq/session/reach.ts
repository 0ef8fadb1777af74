import type { Broadcast } from '@moq/net';
import { OlympicPlayerError } from '../../../base/index.js';
import type { Environment, Logger } from '../../../base/index.js';
import { parseAddress } from './address.js';
import type { Dial, Dialled } from './dial.js';
import { findBroadcast } from './find-broadcast.js';
import { catalogTracks, followCatalog } from './follow-catalog.js';
import type { FollowedCatalog } from './follow-catalog.js';
import type { SessionPool, SharedSession } from './pool.js';

export interface ReachOptions {
  readonly url: string;
  readonly certificateHashes: readonly string[];
  readonly last: Dialled['over'] | undefined;
  readonly dial: Dial;
  readonly pool: SessionPool;
  /** The request seam of the page: the URL as it may be asked, with its token. */
  readonly prepare: (url: string, refresh: boolean) => Promise<string>;
  /** Told of each stage that is over. */
  readonly stage: (name: 'connect' | 'catalog') => void;
  readonly environment: Environment;
  readonly log: Logger;
  readonly abort: AbortSignal;
}

/** A broadcast that answers. */
export interface Reached {
  readonly session: SharedSession;
  readonly path: string;
  readonly broadcast: Broadcast.Consumer;
  readonly catalog: FollowedCatalog;
}

/** Refusals that a fresh token may change: browsers hide why a handshake failed, so that may be one too. */
const maybeToken = ['moq/unauthorized', 'moq/connect-failed'];

/** Connects, finds the broadcast and reads its catalog; asks once more with a fresh token where the old one may be stale. */
export async function reach(options: ReachOptions): Promise<Reached> {
  const prepared = await options.prepare(options.url, false);
  try {
    return await attempt(prepared, options);
  } catch (error) {
    options.abort.throwIfAborted();
    if (!(error instanceof OlympicPlayerError) || !maybeToken.includes(error.reason)) throw error;
    const refreshed = await options.prepare(options.url, true);
    if (refreshed === prepared) throw error;
    options.log.debug('moq: asking again with a fresh token');
    return attempt(refreshed, options);
  }
}

async function attempt(url: string, options: ReachOptions): Promise<Reached> {
  const { environment, abort } = options;
  const address = parseAddress(url);
  const session = await options.pool.open(address.server, options.dial, options);
  options.stage('connect');
  try {
    const source = address.server.href;
    const path =
      address.broadcast ?? (await findBroadcast(session.connection, address.server, environment, abort));
    const broadcast = session.consume(path);
    const tracks = catalogTracks(address.catalog, path, session.version);
    const catalog = await followCatalog(broadcast, path, tracks, {
      environment,
      source,
      abort,
      ended: session.ended,
    });
    options.stage('catalog');
    return { session, path, broadcast, catalog };
  } catch (error) {
    session.abandon();
    throw error;
  }
}
