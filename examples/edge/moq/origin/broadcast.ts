/** One angle as one session gets it: a broadcast whose tracks are made when they are asked for. */
import type * as Moq from '@moq/net';
import type { Timetable } from '../timetable.js';
import type { Paced, Pacer } from '../../whep/pacer.js';
import type { Conditions } from '../../faults/conditions.js';
import type { Container, Shot } from './container.js';
import type { Encoding } from './encoding.js';
import { deflated } from './deflate.js';
import { Feed, type GroupSink } from './feed.js';
import { hangCatalog, hangTrack, timelineTrack } from './hang-catalog.js';
import { msfCatalog, msfTrack, type MsfDraft } from './msf-catalog.js';
import { TimelineFeed } from './timeline-feed.js';
import { mediaTracks, type MediaTrack } from './track.js';

export type MoqNet = typeof Moq;

/** What all broadcasts share. */
export interface Studio {
  readonly moq: MoqNet;
  readonly agenda: Timetable;
  readonly pacer: Pacer;
  /** 0 to 1; decides what faults hit. */
  readonly random: () => number;
  /** Told of every media object that is written, so that the transport can say when it handed it to the socket. */
  readonly note: (payload: Uint8Array, angle: string, track: MediaTrack, shot: Shot) => void;
}

export interface BroadcastInput {
  readonly studio: Studio;
  readonly angle: string;
  /** What viewers read. */
  readonly label: string;
  readonly encodings: readonly Encoding[];
  /** Containers to offer; all of them when empty. */
  readonly containers: readonly Container[];
  readonly msf: MsfDraft;
  readonly conditions: () => Conditions;
  /** Why the angle is not given now; undefined when it is. */
  readonly denial: () => string | undefined;
}

/** Above what a browser needs from the socket to the screen. */
const targetLatencyMs = 200;

/** How long groups that have ended stay for whoever fetches them, ms. */
const cachedMs = 2000;

/** A catalog before pictures, sound before them too: a viewer notices a gap in it sooner. */
const priorities = { catalog: 100, audio: 80, video: 60 } as const;

export class AngleBroadcast {
  readonly producer: Moq.Broadcast.Producer;
  readonly #input: BroadcastInput;
  readonly #tracks: readonly MediaTrack[];
  readonly #feeds = new Map<Moq.Track.Producer, Paced & { close(): void }>();
  #closed = false;

  constructor(input: BroadcastInput) {
    this.#input = input;
    this.#tracks = mediaTracks(input.encodings, input.containers);
    this.producer = new input.studio.moq.Broadcast.Producer();
    // Rejects when the session breaks; it is closed then anyway.
    this.#serve().catch(() => {});
  }

  /** Ends every track. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const producer of this.#feeds.keys()) producer.close();
    this.producer.close();
  }

  async #serve(): Promise<void> {
    for (;;) {
      const request = await this.producer.requested();
      if (!request) return;
      this.#answer(request);
    }
  }

  #answer(request: Moq.Track.Request): void {
    const denial = this.#input.denial();
    const { name } = request;
    const track = this.#tracks.find((one) => one.name === name);
    if (denial !== undefined) request.reject(new Error(denial));
    else if (name === hangTrack) this.#catalog(request, Buffer.from(this.#hang()));
    else if (name === `${hangTrack}.z`) this.#catalog(request, deflated(this.#hang()));
    else if (name === msfTrack) this.#catalog(request, Buffer.from(this.#msf()));
    else if (track) this.#media(request, track);
    else if (this.#tracks.some((one) => timelineTrack(one.name) === name)) this.#timeline(request);
    else request.reject(new Error(`There is no track "${name}": the catalog lists them.`));
  }

  #hang(): string {
    return JSON.stringify(hangCatalog(this.#tracks));
  }

  #msf(): string {
    const { msf, label, studio, conditions } = this.#input;
    const catalog = msfCatalog({
      tracks: this.#tracks,
      draft: msf,
      generatedAt: studio.agenda.now() + conditions().clock,
      label,
      targetLatency: targetLatencyMs,
    });
    return JSON.stringify(catalog);
  }

  #catalog(request: Moq.Track.Request, payload: Uint8Array): void {
    const { Time } = this.#input.studio.moq;
    const producer = request.accept({ priority: priorities.catalog });
    const group = producer.appendGroup();
    group.writeFrame({ payload, timestamp: Time.Timestamp.fromMillis(0) });
    group.close();
    this.#closeUnused(producer);
  }

  /** One group for as long as anybody watches; each record is an object of it. */
  #timeline(request: Moq.Track.Request): void {
    const { studio, conditions } = this.#input;
    const { moq, agenda } = studio;
    const producer = request.accept({ priority: priorities.catalog });
    if (!producer.used.peek()) return;
    const group = producer.appendGroup();
    const feed = new TimelineFeed(conditions, (record) => {
      const payload = deflated(JSON.stringify(record));
      if (!group.isClosed) group.writeFrame({ payload, timestamp: moq.Time.Timestamp.fromMillis(0) });
    });
    this.#run(producer, feed);
    feed.advance(agenda.now());
  }

  #media(request: Moq.Track.Request, track: MediaTrack): void {
    const { studio, conditions } = this.#input;
    const { moq, agenda, random } = studio;
    const { encoding, container } = track;
    const producer = request.accept({
      timescale: moq.Time.Timescale.MICRO,
      latencyMax: cachedMs,
      priority: priorities[encoding.kind],
    });
    // Somebody only wants to know what the track is like.
    if (!producer.used.peek()) return;
    const feed = new Feed({
      encoding,
      container,
      agenda,
      conditions,
      random,
      begin: (number) => this.#group(producer, number, track),
    });
    this.#run(producer, feed);
    feed.advance(agenda.now());
  }

  #run(producer: Moq.Track.Producer, feed: Paced & { close(): void }): void {
    this.#feeds.set(producer, feed);
    this.#input.studio.pacer.add(feed);
    this.#closeUnused(producer);
  }

  #group(producer: Moq.Track.Producer, number: number, track: MediaTrack): GroupSink {
    const { angle } = this.#input;
    const { moq, note } = this.#input.studio;
    const group = new moq.Group.Producer(number);
    if (producer.closed.peek() === undefined) producer.writeGroup(group);
    return {
      write: (payload, micros, shot) => {
        if (group.isClosed) return;
        note(payload, angle, track, shot);
        group.writeFrame({ payload, timestamp: moq.Time.Timestamp.fromMicros(micros) });
      },
      end: () => group.close(),
    };
  }

  /** A track is made for each subscription and ends with it. */
  #closeUnused(producer: Moq.Track.Producer): void {
    const end = () => {
      const feed = this.#feeds.get(producer);
      this.#feeds.delete(producer);
      if (feed) this.#input.studio.pacer.remove(feed);
      feed?.close();
      producer.close();
    };
    producer.unused().then(end, end);
  }
}
