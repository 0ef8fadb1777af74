import type { Broadcast } from '@moq/net';
import { sleep } from '../../../base/index.js';
import type { Environment, Logger } from '../../../base/index.js';
import type { TimedEvent } from '../../contract.js';
import { parseEventTimeline, parseMediaTimeline, timedEvent, wallOf } from '../catalog/index.js';
import type { MoqCatalog, MoqRendition } from '../catalog/index.js';
import type { EventRecord, TimelineEntry } from '../catalog/index.js';
import type { Playable } from '../choose.js';
import type { WallClock } from '../receive/index.js';
import { followDocuments } from './sub-tracks.js';

/** Newest events kept: a match has hundreds. */
const maxEvents = 2000;
/** Where only a timeline knows the wall clock, pictures wait this long for it, ms. */
const wallClockMs = 400;

/** The tracks of timed data beside the media: event timelines become events, media timelines give the wall clock. */
export class EventTracks {
  readonly publish: (events: readonly TimedEvent[]) => void;
  readonly #wall: WallClock;
  readonly #log: Logger;
  readonly #events = new Map<string, TimedEvent>();
  readonly #followed = new Set<string>();
  #entries: readonly TimelineEntry[] = [];
  #reference: MoqRendition | undefined;
  #awaited: Promise<void> = Promise.resolve();

  constructor(wall: WallClock, log: Logger, publish: (events: readonly TimedEvent[]) => void) {
    this.#wall = wall;
    this.#log = log;
    this.publish = publish;
  }

  /** Follows the tracks a catalog lists, those that are not followed yet; until the signal, which ends with the connection. */
  follow(
    catalog: MoqCatalog,
    { video, audio }: Playable,
    consume: (path: string) => Broadcast.Consumer,
    abort: AbortSignal,
  ): void {
    this.#reference = video[0] ?? audio[0];
    const begin = (key: string): boolean => {
      if (this.#followed.has(key)) return false;
      this.#followed.add(key);
      abort.addEventListener('abort', () => this.#followed.delete(key), { once: true });
      return true;
    };
    for (const { broadcast, name, type } of catalog.events)
      if (begin(`${broadcast}#${name}`))
        void followDocuments(consume(broadcast), name, abort, this.#log, (payload) =>
          this.#take(parseEventTimeline(payload), type),
        );
    for (const rendition of [...video, ...audio]) {
      const { timeline } = rendition;
      // hang's timelines index groups; their wall clock is in the catalog.
      if (timeline?.format !== 'msf' || !begin(`${timeline.broadcast}#${timeline.name}#${rendition.id}`))
        continue;
      this.#awaited = new Promise((resolve) => {
        void followDocuments(consume(timeline.broadcast), timeline.name, abort, this.#log, (payload) => {
          this.#learn(rendition, parseMediaTimeline(payload));
          resolve();
        });
      });
    }
  }

  /** Resolves when the media timelines have said what they know, or have had time to. */
  async wallClockKnown(environment: Environment, abort: AbortSignal): Promise<void> {
    await Promise.race([this.#awaited, sleep(environment, wallClockMs, abort)]);
  }

  #learn(rendition: MoqRendition, entries: readonly TimelineEntry[]): void {
    this.#entries = entries;
    const zero = wallOf(entries);
    if (zero !== undefined) this.#wall.learn(rendition, zero);
  }

  #take(records: readonly EventRecord[], type: string): void {
    const reference = this.#reference;
    const mapping = {
      wall: reference === undefined ? undefined : this.#wall.zero(reference),
      groupStart: (group: number) => this.#entries.find((entry) => entry.group === group)?.wallMs,
    };
    const before = this.#events.size;
    for (const record of records) {
      const event = timedEvent(record, type, mapping);
      if (event !== undefined) this.#events.set(event.id, event);
    }
    for (const id of this.#events.keys()) {
      if (this.#events.size <= maxEvents) break;
      this.#events.delete(id);
    }
    if (this.#events.size !== before)
      this.publish([...this.#events.values()].sort((a, b) => a.eventTime - b.eventTime));
  }
}
