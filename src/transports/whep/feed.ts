import {
  MEDIA_ERR_NETWORK,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  abortable,
  constant,
  signal,
} from '../../base/index.js';
import type { ReadonlySignal } from '../../base/index.js';
import type {
  ConnectContext,
  Delivery,
  Feed,
  FeedHealth,
  FeedState,
  FeedStats,
  Source,
} from '../contract.js';
import { CaptureClock } from './capture-clock.js';
import { WhepClient } from './client.js';
import { iceServersFrom } from './link.js';
import { createReceivingPeer, gatherBriefly } from './peer.js';
import type { ReceivingPeer } from './peer.js';
import { agreedCodecs, candidateFragment, isOffer, withRtcpMuxOnly } from './sdp.js';
import { inboundVideo, WhepStats } from './stats.js';
import { canTap, tapReceiver } from './tap/tap.js';
import type { Tap } from './tap/tap.js';

/** Candidates found this soon travel in the offer: some servers ignore trickled ones. */
const gatherMs = 50;
/** `disconnected` may heal by itself; after this long it counts as lost. */
const disconnectedGraceMs = 1000;
/** The teardown request must not keep a dead server's player busy. */
const deleteTimeoutMs = 1000;
const keyFramePollMs = 200;

/** One WHEP session: a peer connection, its HTTP resource, and the capture clock. */
class WhepFeed implements Feed {
  readonly type = 'whep';
  readonly decode = 'webrtc';
  readonly delivery: Delivery;
  readonly timeline: CaptureClock;
  readonly state: FeedState;
  readonly metadata = constant([]);
  readonly #peer: ReceivingPeer;
  readonly #client: WhepClient;
  readonly #context: ConnectContext;
  readonly #health = signal<FeedHealth>('starting');
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #targetLatency = signal<number | undefined>(undefined);
  readonly #closing: AbortController;
  readonly #stats: WhepStats;
  readonly #url: string;

  constructor(
    peer: ReceivingPeer,
    client: WhepClient,
    source: Source,
    context: ConnectContext,
    agreed: ReadonlySignal<string>,
    stages: Record<string, number>,
    tap: Tap | undefined,
    closing: AbortController,
  ) {
    this.#closing = closing;
    this.#peer = peer;
    this.#client = client;
    this.#context = context;
    this.#url = source.url;
    this.#stats = new WhepStats(peer.connection, stages);
    this.timeline = new CaptureClock(peer.video, context.clock);
    this.delivery = {
      kind: 'stream',
      stream: new MediaStream([peer.video.track, peer.audio.track]),
      ...(tap === undefined ? {} : { tap }),
    };
    this.state = {
      health: this.#health,
      failure: this.#failure,
      live: constant(true),
      renditions: constant([]),
      rendition: constant(undefined),
      selected: constant('auto'),
      seekable: constant(undefined),
      targetLatencyMs: this.#targetLatency,
      agreed,
    };
    this.#watchConnection();
    this.#watchFirstFrame();
    this.setTargetLatency(context.targetLatencyMs ?? source.targetLatencyMs);
    tap?.follow(this.timeline);
  }

  seek(): Promise<void> {
    return Promise.reject(
      new OlympicPlayerError({
        reason: 'whep/not-seekable',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: 'whep: a WebRTC session has no past to seek in.',
        hint: 'List an ll-hls or dash source for this angle: the player moves to it when the viewer scrubs back.',
      }),
    );
  }

  seekToLive(): Promise<void> {
    return Promise.resolve();
  }

  select(): void {}

  /** The jitter buffer's wish, on sound and picture together: on one alone it drives them apart. */
  setTargetLatency(milliseconds: number | undefined): void {
    this.#targetLatency.value = milliseconds;
    for (const receiver of [this.#peer.video, this.#peer.audio])
      if ('jitterBufferTarget' in receiver)
        receiver.jitterBufferTarget =
          milliseconds === undefined ? null : Math.min(4000, Math.max(0, milliseconds));
  }

  /** The browser sends PLI by itself when it lacks a key frame; pages have no other way on a plain receiver. */
  requestKeyFrame(): void {}

  stats(): Promise<FeedStats> {
    return this.#stats.read();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(abortError('the feed was closed'));
    // In this order: a server that sees the connection end first has forgotten the session by the time it is asked to.
    this.#peer.video.track.stop();
    this.#peer.audio.track.stop();
    await this.#client.delete(AbortSignal.timeout(deleteTimeoutMs));
    this.#peer.connection.close();
  }

  #fail(reason: string, message: string, hint: string): void {
    if (this.#failure.value !== undefined || this.#closing.signal.aborted) return;
    this.#failure.value = new OlympicPlayerError({
      reason,
      code: MEDIA_ERR_NETWORK,
      message,
      hint,
      source: this.#url,
    });
  }

  #lost(): void {
    this.#fail(
      'whep/connection-lost',
      'whep: the WebRTC connection broke and did not come back.',
      'The player reconnects or moves to another source by itself.',
    );
  }

  #watchConnection(): void {
    const { connection, video } = this.#peer;
    const options = { signal: this.#closing.signal };
    let cancelGrace = () => {};
    this.#closing.signal.addEventListener('abort', () => cancelGrace());
    connection.addEventListener(
      'connectionstatechange',
      () => {
        cancelGrace();
        if (connection.connectionState === 'connected') this.#stats.stage('connected');
        if (connection.connectionState === 'failed') this.#lost();
        if (connection.connectionState === 'disconnected')
          cancelGrace = this.#context.environment.setTimer(() => this.#lost(), disconnectedGraceMs);
      },
      options,
    );
    // A server that ends the session closes DTLS; the connection itself may stay `connected`.
    video.transport?.addEventListener(
      'statechange',
      () => {
        if (video.transport?.state === 'closed')
          this.#fail(
            'whep/closed-by-server',
            'whep: the server ended the session.',
            'The player reconnects or moves to another source by itself.',
          );
        if (video.transport?.state === 'failed') this.#lost();
      },
      options,
    );
  }

  /** Packets without a picture mean that the key frame is missing: a state of its own, since nothing is broken. */
  #watchFirstFrame(): void {
    const look = async () => {
      const video = inboundVideo(await this.#peer.connection.getStats());
      if (this.#closing.signal.aborted) return;
      if (video !== undefined && video.framesDecoded > 0) {
        this.#health.value = 'flowing';
        return;
      }
      if (video !== undefined && video.packetsReceived > 0) this.#health.value = 'waiting-for-key-frame';
      this.#closing.signal.addEventListener(
        'abort',
        this.#context.environment.setTimer(() => void look(), keyFramePollMs),
        { once: true },
      );
    };
    void look();
  }
}

/** POSTs the offer at once and resolves when the answer is set: the picture follows as soon as packets do. */
export async function connectWhep(source: Source, context: ConnectContext): Promise<Feed> {
  const { environment, signal: abort } = context;
  const started = environment.monotonic();
  const stages: Record<string, number> = {};
  const mark = (name: string) => {
    stages[name] = Math.round(environment.monotonic() - started);
  };
  const peer = createReceivingPeer();
  const { connection } = peer;
  const closing = new AbortController();
  const tap = canTap(context) ? tapReceiver(peer.video, context, closing.signal) : undefined;
  const client = new WhepClient(source.url, context);
  const agreed = signal('');
  try {
    const late = new Set<string>();
    let posted = false;
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (posted && candidate !== null && candidate.candidate !== '') late.add(candidate.candidate);
    });
    await connection.setLocalDescription(await connection.createOffer());
    await abortable(gatherBriefly(connection, gatherMs), abort);
    mark('offer');
    const offer = connection.localDescription?.sdp ?? '';
    posted = true;
    const answer = await client.offer(withRtcpMuxOnly(offer), isOffer, abort);
    mark('post');
    const iceServers = iceServersFrom(answer.linkHeader);
    if (iceServers.length > 0) connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
    if (answer.kind === 'counter-offer') {
      await connection.setRemoteDescription({ type: 'offer', sdp: answer.sdp });
      await connection.setLocalDescription(await connection.createAnswer());
      await client.sendAnswer(connection.localDescription?.sdp ?? '', abort);
    } else {
      await connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
      void trickleRest(connection, client, offer, late, abort);
    }
    agreed.value = agreedCodecs(answer.sdp);
    abort.throwIfAborted();
    return new WhepFeed(peer, client, source, context, agreed, stages, tap, closing);
  } catch (error) {
    closing.abort(error);
    connection.close();
    void client.delete(AbortSignal.timeout(deleteTimeoutMs));
    throw error;
  }
}

/** One aggregated PATCH with what the offer did not carry. */
async function trickleRest(
  connection: RTCPeerConnection,
  client: WhepClient,
  offer: string,
  late: ReadonlySet<string>,
  abort: AbortSignal,
): Promise<void> {
  if (connection.iceGatheringState !== 'complete')
    await new Promise<void>((resolve) => {
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') resolve();
      });
      abort.addEventListener('abort', () => resolve(), { once: true });
    });
  if (late.size > 0 && connection.signalingState !== 'closed')
    await client.trickle(candidateFragment(offer, [...late], true), abort);
}
