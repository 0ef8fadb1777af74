import type { Broadcast, Group, Track } from '@moq/net';
import type { MediaEnvironment } from '../../../media/index.js';
import type { MoqRendition } from '../catalog/index.js';
import { frameReader } from '../container/index.js';
import type { FrameReader } from '../container/index.js';
import { GroupOrder } from './group-order.js';
import { Lateness } from '../../lateness.js';
import { SampleMaker } from './sample-maker.js';
import type { TimedFrame } from './sample-maker.js';
import type { WallClock } from './wall-clock.js';

/** How long the publisher and relays keep sending an old group beside newer ones, ms. */
const oldGroupMs = 2000;
/** Objects that cannot be read, in a row, before the track counts as broken. */
const maxUnreadable = 30;

/** Sound before pictures: a hole in it is noticed first. */
const priorities = { audio: 80, video: 60 } as const;

export interface IntakeContext {
  readonly environment: MediaEnvironment;
  readonly wall: WallClock;
  /** True time now, ms since the epoch. */
  readonly now: () => number;
  /** Frames have come: look what can go on. */
  readonly onFrames: () => void;
  /** The track is over: `undefined` cleanly, else why. Told once, not after `close`. */
  readonly onEnd: (why: unknown) => void;
}

/** Receives one track: its groups, side by side, into one order. */
export class TrackIntake {
  readonly rendition: MoqRendition;
  readonly order = new GroupOrder<TimedFrame>();
  readonly lateness = new Lateness();
  readonly #context: IntakeContext;
  readonly #subscriber: Track.Subscriber;
  readonly #reader: FrameReader;
  readonly #groups = new Map<number, Group.Consumer>();
  #bytes = 0;
  #unreadable = 0;
  #closed = false;

  constructor(broadcast: Broadcast.Consumer, rendition: MoqRendition, context: IntakeContext) {
    this.rendition = rendition;
    this.#context = context;
    this.#reader = frameReader(rendition);
    this.#subscriber = broadcast.track(rendition.track).subscribe({
      priority: priorities[rendition.kind],
      latencyMax: oldGroupMs,
    });
    this.#receive().then(
      (why) => this.#end(why),
      (error: unknown) => this.#end(error),
    );
  }

  get bytes(): number {
    return this.#bytes;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const group of this.#groups.values()) group.close();
    this.#groups.clear();
    this.#subscriber.close();
  }

  /** Stops receiving groups whose place has been passed. */
  sweep(): void {
    for (const [sequence, group] of this.#groups)
      if (!this.order.has(sequence)) {
        this.#groups.delete(sequence);
        group.close();
      }
  }

  async #receive(): Promise<unknown> {
    const reading = new Set<Promise<void>>();
    for (;;) {
      const group = await this.#subscriber.recvGroup();
      if (group === undefined) break;
      if (this.#closed || !this.order.open(group.sequence)) {
        group.close();
        continue;
      }
      this.#groups.set(group.sequence, group);
      const work = this.#readGroup(group).finally(() => reading.delete(work));
      reading.add(work);
    }
    // The end of the track may overtake the last groups' frames.
    await Promise.all(reading);
    return this.#subscriber.closed.peek() ?? undefined;
  }

  async #readGroup(group: Group.Consumer): Promise<void> {
    const maker = new SampleMaker(this.rendition);
    try {
      for (;;) {
        const object = await group.readFrame();
        if (object === undefined || this.#closed) break;
        this.#bytes += object.payload.byteLength;
        if (!this.#take(group.sequence, object, maker)) break;
        this.#context.onFrames();
      }
    } catch {
      // A reset stream, or frames that fell out of the cache: what came before is good, the rest is a gap.
    }
    this.#groups.delete(group.sequence);
    group.close();
    this.order.finish(group.sequence);
    if (!this.#closed) this.#context.onFrames();
  }

  /** False: the rest of the group is of no use. */
  #take(sequence: number, object: Group.Frame, maker: SampleMaker): boolean {
    let frames;
    try {
      frames = this.#reader.read({
        payload: object.payload,
        transportTimeUs: object.timestamp.asMicros(),
      });
    } catch (error) {
      this.#unreadable += 1;
      if (this.#unreadable >= maxUnreadable) {
        this.#end(error);
        this.close();
      }
      // Frames after it may need it.
      return false;
    }
    this.#unreadable = 0;
    const now = this.#context.now();
    for (const frame of frames) {
      const wall = this.#context.wall.offset(this.rendition, frame.timeUs / 1000, now);
      const made = maker.make(frame, wall);
      if (!this.order.add(sequence, made)) return false;
      this.lateness.record(made.time, now);
    }
    return true;
  }

  #end(why: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.onEnd(why);
  }
}
