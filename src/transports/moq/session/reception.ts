import type { Broadcast } from '@moq/net';
import { OlympicPlayerError, childController, isAbortError, sleep } from '../../../base/index.js';
import type { FeedContext, SampleSink } from '../../../media/index.js';
import type { FeedHealth } from '../../contract.js';
import type { MoqCatalog, MoqRendition, VideoRendition } from '../catalog/index.js';
import { playable } from '../choose.js';
import type { Playable } from '../choose.js';
import { closedByServer } from '../errors.js';
import type { ClockReading, MoqStart, MoqStats, MoqView } from '../link.js';
import { Quality } from '../quality.js';
import { LivePilot, TrackLine, WallClock, isDecodable } from '../receive/index.js';
import type { Dial, Dialled } from './dial.js';
import { EventTracks } from './event-tracks.js';
import { moqFailure } from './failure.js';
import type { SessionPool } from './pool.js';
import { reach } from './reach.js';
import type { Reached } from './reach.js';

/** Lost connections are tried again at once and twice more, ms; then the session's ladder takes over. Jitter: half to all of it. */
const retryAfterMs = [150, 600, 1500];
/** A connection that has lasted this long counts as good: the next that breaks has all its tries again, ms. */
const goodAfterMs = 10_000;
/** Held groups, the playhead, the quality and the view are looked after this often, ms. */
const tendMs = 100;
/** A track that ends and a session that breaks come in either order: the break is waited for this long, ms. */
const endGraceMs = 500;
/** Sound that breaks alone is asked for again this often. */
const maxSoundRetries = 3;

export interface ReceptionInputs extends FeedContext {
  readonly start: MoqStart;
  readonly dial: Dial;
  readonly pool: SessionPool;
  /** Where samples go instead of into the deck's own sink, which is behind it. */
  readonly sink?: SampleSink;
  readonly prepare: (url: string, refresh: boolean) => Promise<string>;
  readonly onView: (view: MoqView) => void;
  readonly onEvents: EventTracks['publish'];
  readonly onFailure: (error: unknown) => void;
}

/** One broadcast being received into one deck: connection, catalog, tracks, and what to do when one of them changes or breaks. */
export class Reception {
  readonly #inputs: ReceptionInputs;
  readonly #wall = new WallClock();
  readonly #quality = new Quality();
  readonly #pilot: LivePilot;
  readonly #video: TrackLine;
  readonly #audio: TrackLine;
  readonly #events: EventTracks;
  readonly #stages: Record<string, number> = {};
  readonly #startedAt: number;
  #clock: ClockReading;
  #reached: Reached | undefined;
  #last: Dialled['over'] | undefined;
  #catalog: MoqCatalog | undefined;
  #playable: Playable = { video: [], audio: [] };
  #selected = 'auto';
  #target: number | undefined;
  #health: FeedHealth = 'starting';
  #reconnects = 0;
  #recent = 0;
  #connectedAt = 0;
  #soundRetries = 0;
  #shown = '';
  #ended = { video: false, audio: false };
  /** Ends what belongs to one connection. */
  #connection = new AbortController();

  constructor(inputs: ReceptionInputs) {
    this.#inputs = inputs;
    const { environment, deck, start, abort } = inputs;
    this.#startedAt = environment.monotonic();
    this.#clock = start.clock;
    this.#target = start.targetLatencyMs;
    this.#pilot = new LivePilot({
      deck,
      environment,
      now: () => this.#now(),
      lateness: () => ({ video: this.#video.lateness, audio: this.#audio.lateness }),
      startAt: start.startAt,
    });
    const line = (kind: 'video' | 'audio') =>
      new TrackLine(kind, {
        environment,
        wall: this.#wall,
        now: () => this.#now(),
        sink: inputs.sink ?? deck.sink,
        playhead: () => this.#pilot.playhead(),
        shown: () => deck.time,
        onWritten: (first) => this.#onWritten(kind, first),
        onRendition: () => this.#tell(),
        onEnd: (why) => void this.#onTrackEnd(kind, why),
      });
    this.#video = line('video');
    this.#audio = line('audio');
    this.#events = new EventTracks(this.#wall, inputs.log, inputs.onEvents);
    abort.addEventListener('abort', () => this.#close(abort.reason), { once: true });
  }

  /** Resolves when the broadcast has answered and its tracks are on their way. */
  async start(): Promise<void> {
    this.#inputs.deck.duration = Infinity;
    await this.#connect();
    this.#tend();
  }

  setClock(clock: ClockReading): void {
    this.#clock = clock;
  }

  setTargetLatency(milliseconds: number | undefined): void {
    this.#target = milliseconds;
    this.#aim();
    this.#tell();
  }

  select(rendition: string): void {
    this.#selected = rendition;
    this.#playVideo();
  }

  async seek(time: number): Promise<void> {
    const arriving = this.#pilot.toPast(time);
    this.#tell();
    await arriving;
  }

  async seekToLive(): Promise<void> {
    const arriving = this.#pilot.toLive();
    this.#tell();
    await arriving;
  }

  stats(): MoqStats {
    return {
      bytes: this.#video.bytes + this.#audio.bytes,
      videoBytes: this.#video.bytes,
      skippedGroups: this.#video.skips + this.#audio.skips,
      skips: this.#pilot.skips,
      reconnects: this.#reconnects,
      stages: this.#stages,
    };
  }

  /** True time, ms since the epoch. */
  #now(): number {
    const { environment } = this.#inputs;
    return this.#clock.trueMs + environment.timeOrigin + environment.monotonic() - this.#clock.at;
  }

  #mark(name: string): void {
    this.#stages[name] ??= Math.round(this.#inputs.environment.monotonic() - this.#startedAt);
  }

  async #connect(): Promise<void> {
    const { start, abort, environment, log } = this.#inputs;
    const connection = childController(abort);
    this.#connection = connection;
    const reached = await reach({
      url: start.url,
      certificateHashes: start.certificateHashes,
      last: this.#last,
      dial: this.#inputs.dial,
      pool: this.#inputs.pool,
      prepare: this.#inputs.prepare,
      stage: (name) => this.#mark(name),
      environment,
      log,
      abort: connection.signal,
    });
    connection.signal.addEventListener('abort', () => (reached.catalog.close(), reached.session.close()), {
      once: true,
    });
    connection.signal.throwIfAborted();
    this.#reached = reached;
    this.#last = reached.session.over;
    this.#connectedAt = environment.monotonic();
    await this.#apply(reached.catalog.first, reached);
    this.#mark('subscribe');
    void this.#followCatalog(reached, connection.signal);
    void reached.session.ended.then((why) => this.#lost(why, connection));
  }

  /** A catalog has come: play what of it can be played. */
  async #apply(catalog: MoqCatalog, reached: Reached): Promise<void> {
    const { start } = this.#inputs;
    const chosen = await playable(catalog, start.track, isDecodable, reached.session.connection.url.href);
    if (reached !== this.#reached || this.#connection.signal.aborted) return;
    for (const each of catalog.ignored) this.#inputs.log.debug(`moq: left out ${each}`);
    this.#catalog = catalog;
    this.#playable = chosen;
    this.#aim();
    const consume = (path: string) => this.#consume(reached, path);
    this.#events.follow(catalog, chosen, consume, this.#connection.signal);
    await this.#events.wallClockKnown(this.#inputs.environment, this.#connection.signal);
    this.#playVideo();
    this.#playAudio();
    if (this.#health === 'starting') this.#health = 'waiting-for-key-frame';
    this.#tell();
  }

  async #followCatalog({ catalog }: Reached, abort: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const next = await catalog.next();
        if (next === undefined || abort.aborted || this.#reached === undefined) return;
        if (next.complete && next.video.length === 0) this.#catalog = next;
        else await this.#apply(next, this.#reached);
      }
    } catch (error) {
      // What plays goes on playing: the catalog in force stays in force.
      if (!abort.aborted) this.#inputs.log.warn('moq: an update of the catalog cannot be used', error);
    }
  }

  #consume(reached: Reached, path: string): Broadcast.Consumer {
    return path === reached.path ? reached.broadcast : reached.session.consume(path);
  }

  #aim(): void {
    const { video, audio } = this.#playable;
    this.#pilot.target = this.#target ?? video[0]?.targetLatencyMs ?? audio[0]?.targetLatencyMs;
  }

  #playVideo(): void {
    const reached = this.#reached;
    const wanted = this.#wantedVideo();
    if (reached === undefined || wanted === undefined) return;
    this.#play(this.#video, reached, wanted);
  }

  #playAudio(): void {
    const reached = this.#reached;
    const wanted = this.#playable.audio[0];
    if (reached === undefined || wanted === undefined) return;
    this.#play(this.#audio, reached, wanted);
  }

  #play(line: TrackLine, reached: Reached, wanted: MoqRendition): void {
    if (line.wanted !== undefined && same(line.wanted, wanted)) return;
    if (line.rendition !== undefined && same(line.rendition, wanted)) line.stay();
    else line.play(this.#consume(reached, wanted.broadcast), wanted);
  }

  #wantedVideo(): VideoRendition | undefined {
    const { video } = this.#playable;
    const fixed = this.#selected === 'auto' ? undefined : video.find(({ id }) => id === this.#selected);
    if (fixed !== undefined) return fixed;
    // What the descriptor names comes first.
    if (this.#inputs.start.track !== undefined) return video[0];
    const playing = this.#video.wanted;
    const current = playing === undefined ? undefined : video.find(({ id }) => id === playing.id);
    const lateness = this.#video.lateness;
    return this.#quality.choose(video, current, this.#inputs.environment.monotonic(), {
      skips: this.#video.skips,
      lateMs: lateness?.live === true ? (lateness.mostMs ?? 0) - (lateness.leastMs ?? 0) : 0,
    });
  }

  #onWritten(kind: 'video' | 'audio', first: number): void {
    this.#mark('first-sample');
    if (kind === 'audio') this.#soundRetries = 0;
    // Where there are pictures, the first of them says where to begin.
    if (kind === 'video' || this.#playable.video.length === 0) {
      this.#pilot.written(first);
      if (this.#health !== 'flowing') {
        this.#health = 'flowing';
        this.#tell();
      }
    }
  }

  async #onTrackEnd(kind: 'video' | 'audio', why: unknown): Promise<void> {
    const { environment, log } = this.#inputs;
    const connection = this.#connection;
    const abort = connection.signal;
    if (abort.aborted) return;
    log.debug(`moq: the ${kind} track ended`, why);
    try {
      await sleep(environment, endGraceMs, abort);
    } catch {
      return;
    }
    if (why !== undefined && kind === 'audio') {
      this.#soundRetries += 1;
      if (this.#soundRetries <= maxSoundRetries) this.#playAudio();
      return;
    }
    if (why !== undefined) {
      this.#lost(moqFailure(why, 'such track', this.#inputs.start.url), connection);
      return;
    }
    this.#ended = { ...this.#ended, [kind]: true };
    const over = (line: TrackLine, ended: boolean) => ended || line.rendition === undefined;
    if (!over(this.#video, this.#ended.video) || !over(this.#audio, this.#ended.audio)) return;
    this.#health = 'ended';
    this.#inputs.deck.sink.end();
    this.#tell();
  }

  /** The connection is gone, or of no use any more. */
  #lost(why: unknown, connection: AbortController): void {
    const { abort, onFailure } = this.#inputs;
    if (connection !== this.#connection || connection.signal.aborted || abort.aborted) return;
    this.#reached?.session.abandon();
    connection.abort(why);
    this.#reached = undefined;
    this.#video.stop();
    this.#audio.stop();
    if (this.#health === 'ended') return;
    // The broadcast said that it is complete: what follows is its end, not a failure.
    if (this.#catalog?.complete === true) {
      this.#health = 'ended';
      this.#inputs.deck.sink.end();
      this.#tell();
      return;
    }
    this.#reconnect(why).catch((error: unknown) => {
      if (!abort.aborted) onFailure(error);
    });
  }

  async #reconnect(why: unknown): Promise<void> {
    const { environment, abort, log } = this.#inputs;
    let failure = why;
    for (; this.#recent < retryAfterMs.length;) {
      const pause = retryAfterMs[this.#recent] ?? 0;
      this.#recent += 1;
      await sleep(environment, pause * (0.5 + environment.random() / 2), abort);
      log.debug('moq: connecting again', failure);
      try {
        this.#reconnects += 1;
        await this.#connect();
        return;
      } catch (error) {
        abort.throwIfAborted();
        failure = error;
        this.#connection.abort(error);
        // Neither goes away by asking again.
        if (error instanceof OlympicPlayerError && error.code === 4) break;
      }
    }
    throw failure instanceof Error && !isAbortError(failure) ? failure : closedByServer(String(failure));
  }

  #tend(): void {
    const { environment, abort } = this.#inputs;
    if (abort.aborted) return;
    this.#video.flow();
    this.#audio.flow();
    this.#pilot.tend();
    if (this.#reached !== undefined) {
      this.#playVideo();
      if (environment.monotonic() - this.#connectedAt > goodAfterMs) this.#recent = 0;
    }
    this.#tell();
    const cancel = environment.setTimer(() => {
      abort.removeEventListener('abort', cancel);
      this.#tend();
    }, tendMs);
    abort.addEventListener('abort', cancel, { once: true });
  }

  #tell(): void {
    const view = this.#view();
    const shown = JSON.stringify(view);
    if (shown === this.#shown || this.#inputs.abort.aborted) return;
    this.#shown = shown;
    this.#inputs.onView(view);
  }

  #view(): MoqView {
    const rendition = this.#video.rendition ?? this.#audio.rendition;
    const reached = this.#reached;
    const agreed = [
      reached?.session.version,
      this.#catalog?.format,
      rendition?.packaging,
      reached?.session.over === 'websocket' ? 'websocket' : undefined,
    ];
    return {
      health: this.#health,
      live: this.#catalog?.complete !== true && this.#playable.video.every(({ live }) => live),
      renditions: this.#playable.video.map(({ id, width, height, bitrate, codec }) => ({
        id,
        width,
        height,
        bitrate,
        codec,
      })),
      rendition: rendition?.id,
      agreed: agreed.filter((each) => each !== undefined).join(' / '),
      grade: this.#wall.grade,
      latencyMs: Math.round(this.#pilot.latencyMs),
      floorLatencyMs: Math.round(this.#pilot.floorMs),
      skewMs: Math.round(this.#pilot.skewMs),
      following: this.#pilot.following,
    };
  }

  #close(reason: unknown): void {
    this.#connection.abort(reason);
    this.#video.stop();
    this.#audio.stop();
  }
}

/** Whether two catalogs mean the same track the same way: then there is nothing to change. */
function same(a: MoqRendition, b: MoqRendition): boolean {
  return (
    a.id === b.id &&
    a.packaging === b.packaging &&
    a.codec === b.codec &&
    String(a.description) === String(b.description) &&
    String(a.init) === String(b.init)
  );
}
