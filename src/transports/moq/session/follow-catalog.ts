import type { Broadcast, Track } from '@moq/net';
import { abortable, deadline, sleep } from '../../../base/index.js';
import type { Environment, OlympicPlayerError } from '../../../base/index.js';
import { catalogReader } from '../catalog/index.js';
import type { CatalogReader, CatalogTrack, MoqCatalog } from '../catalog/index.js';
import { catalogTooLarge, notFound, timedOut } from '../errors.js';
import { moqFailure } from './failure.js';

/** The catalog is the first thing a publisher sends. */
const answerMs = 4000;
/** The preferred of two catalogs may answer this much later. */
const graceMs = 60;
/** Before everything else: nothing starts without it. */
const priority = 100;

/** The catalog's tracks to ask for, best first: by the address, by the broadcast's suffix, else by the family spoken. */
export function catalogTracks(
  asked: string | undefined,
  broadcast: string,
  version: string,
): readonly CatalogTrack[] {
  if (asked === 'catalog' || asked === 'catalog.json' || asked === 'catalog.json.z') return [asked];
  if (broadcast.endsWith('.msf')) return ['catalog'];
  if (broadcast.endsWith('.hang')) return ['catalog.json', 'catalog.json.z'];
  return version.startsWith('moqt') ? ['catalog', 'catalog.json'] : ['catalog.json', 'catalog'];
}

/** The catalog as it was when found, and what it becomes. */
export interface FollowedCatalog {
  readonly track: CatalogTrack;
  readonly first: MoqCatalog;
  /** Waits for the next state; undefined when the track has ended. */
  next(): Promise<MoqCatalog | undefined>;
  close(): void;
}

/** Reads catalog states off a track: groups in order, late ones are passed over. */
class CatalogCursor {
  readonly track: CatalogTrack;
  readonly #subscriber: Track.Subscriber;
  readonly #reader: CatalogReader;
  #group: Awaited<ReturnType<Track.Subscriber['nextGroup']>>;

  constructor(track: CatalogTrack, broadcast: Broadcast.Consumer, path: string) {
    this.track = track;
    this.#subscriber = broadcast.track(track).subscribe({ priority });
    this.#reader = catalogReader(track, path);
  }

  async next(): Promise<MoqCatalog | undefined> {
    for (;;) {
      this.#group ??= await this.#subscriber.nextGroup();
      if (this.#group === undefined) {
        const why = this.#subscriber.closed.peek();
        if (why instanceof Error) throw why;
        return undefined;
      }
      const frame = await this.#group.readFrameSequence().catch((error: unknown) => {
        // The library drops what exceeds its cache of 32 MB a group.
        throw error instanceof Error && /lagged/.test(error.message)
          ? catalogTooLarge('more than 32 MB', { cause: error })
          : error;
      });
      if (frame !== undefined) return this.#reader.read(frame.payload, frame.sequence);
      this.#group = undefined;
    }
  }

  close(): void {
    this.#group?.close();
    this.#subscriber.close();
  }
}

interface FollowOptions {
  readonly environment: Environment;
  readonly source: string;
  readonly abort: AbortSignal;
  /** What the session ended with, when it did: says more than what became of its tracks. */
  readonly ended: Promise<OlympicPlayerError>;
}

/** Asks for the broadcast's catalogs and follows the best that answers. */
export async function followCatalog(
  broadcast: Broadcast.Consumer,
  path: string,
  tracks: readonly CatalogTrack[],
  { environment, source, abort, ended }: FollowOptions,
): Promise<FollowedCatalog> {
  const limit = deadline(environment, answerMs, abort, () => timedOut('send a catalog', { source }));
  const cursors = tracks.map((track) => new CatalogCursor(track, broadcast, path));
  const followed = (cursor: CatalogCursor, first: MoqCatalog): FollowedCatalog => {
    for (const other of cursors) if (other !== cursor) other.close();
    return { track: cursor.track, first, next: () => cursor.next(), close: () => cursor.close() };
  };
  const answers = cursors.map(async (cursor) => {
    const first = await cursor.next();
    if (first === undefined) throw notFound('catalog in the broadcast', { source });
    return { cursor, first };
  });
  for (const answer of answers) answer.catch(() => {});
  try {
    const gone = ended.then((failure) => Promise.reject(failure));
    gone.catch(() => {});
    const quickest = await abortable(Promise.race([Promise.any(answers), gone]), limit.signal);
    const [preferred] = answers;
    if (preferred === undefined || quickest.cursor === cursors[0])
      return followed(quickest.cursor, quickest.first);
    const better = await Promise.race([
      preferred.catch(() => undefined),
      sleep(environment, graceMs, limit.signal).then(() => undefined),
    ]);
    const best = better ?? quickest;
    return followed(best.cursor, best.first);
  } catch (error) {
    for (const cursor of cursors) cursor.close();
    limit.signal.throwIfAborted();
    const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const failures = causes.map((cause) => moqFailure(cause, 'catalog in the broadcast', source));
    // That one of two names does not exist is no news: what else went wrong says more.
    throw (
      failures.find((failure) => !('reason' in failure) || failure.reason !== 'moq/not-found') ??
      failures[0] ??
      error
    );
  } finally {
    limit.clear();
  }
}
