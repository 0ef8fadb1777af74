/** Both halves of the transport and a real deck, against a real edge: WebTransport and WebSocket, every container, faults. */
import { expect } from '@open-wc/testing';
import { eventTime, silentLogger, abortError } from '../../../../src/base/index.js';
import { DeckHandle, browserMediaEnvironment } from '../../../../src/media/index.js';
import type { DeckFrame, MediaHost } from '../../../../src/media/index.js';
import { serveDeck } from '../../../../src/media/worker/serve-deck.js';
import type { ConnectContext, Feed, Source } from '../../../../src/transports/contract.js';
import { moqTransport } from '../../../../src/transports/moq/index.js';
import { dialBrowser } from '../../../../src/transports/moq/session/dial.js';
import { serveMoqOver } from '../../../../src/transports/moq/worker-half.js';
import { connectContext } from '../../../fixtures/connect-context.js';
import { deckStand, numberAt, shownFrames } from '../../../fixtures/deck.js';
import type { DeckStand } from '../../../fixtures/deck.js';
import { startEdge } from '../../../fixtures/edge.js';
import type { TestEdge } from '../../../fixtures/edge.js';
import { settle } from '../../../fixtures/fake-environment.js';

const loopMs = 8000;
const frameMs = 1000 / 30;

interface Watching {
  readonly feed: Feed;
  readonly stand: DeckStand;
  readonly handle: DeckHandle;
  readonly shown: DeckFrame[];
}

describe('MoQ from a real edge', () => {
  let edge: TestEdge;
  const closing: (() => Promise<void>)[] = [];

  before(async () => {
    edge = await startEdge();
  });
  afterEach(async () => {
    await edge.mend();
    for (const close of closing.splice(0)) await close();
  });

  async function moqSource(change: (source: Source) => Source = (source) => source): Promise<Source> {
    const response = await fetch(`${edge.url}/event.json`);
    const { angles } = (await response.json()) as {
      angles: { sources: { type: string; url: string; certificateHashes?: { value: string }[] }[] }[];
    };
    const described = angles[0]?.sources.find(({ type }) => type === 'moq');
    if (described === undefined) throw new Error('the edge describes no MoQ source');
    return change({
      type: 'moq',
      url: new URL(described.url, `${edge.url}/event.json`).href,
      certificateHashes: described.certificateHashes?.map(({ value }) => value) ?? [],
    });
  }

  /** Connects as the session does, the media worker's part being played in this page. */
  async function watch(source: Source, context: Partial<ConnectContext> = {}): Promise<Watching> {
    const stand = deckStand();
    const ended = new AbortController();
    const ports = { deck: new MessageChannel(), feed: new MessageChannel() };
    serveDeck(stand.deck, ports.deck.port2, browserMediaEnvironment, ended.signal, () => {
      ended.abort(abortError('closed'));
      stand.deck.close();
    });
    // Each with a connection of its own: what the server does to a connection is the matter here.
    serveMoqOver(dialBrowser, {
      deck: stand.deck,
      port: ports.feed.port2,
      environment: browserMediaEnvironment,
      log: silentLogger,
      abort: ended.signal,
    });
    const outlet = { open: () => Promise.resolve(), unlock: () => Promise.resolve(), close: () => {} };
    const handle = new DeckHandle(ports.deck.port1, {
      outlet,
      environment: browserMediaEnvironment,
      log: silentLogger,
    });
    const host = { open: () => ({ deck: handle, port: ports.feed.port1 }) } as unknown as MediaHost;
    const shown = shownFrames(stand.deck);
    const feed = await moqTransport.connect(
      source,
      'webcodecs',
      connectContext({
        environment: browserMediaEnvironment,
        media: () => Promise.resolve(host),
        ...context,
      }),
    );
    closing.push(() => feed.close());
    handle.muted = true;
    await handle.play();
    return { feed, stand, handle, shown };
  }

  const shows = ({ stand }: Watching, wanted: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const dispose = stand.deck.frame.subscribe(() => {
        if (!wanted()) return;
        resolve();
        queueMicrotask(() => dispose());
      });
    });

  /** Every picture shown is the one its event time says. */
  function expectTrueTimes({ shown, stand }: Watching): void {
    expect(stand.screen.drawn.length).to.be.at.least(shown.length);
    const drawn = stand.screen.drawn.slice(-shown.length);
    const wrong = shown.filter(({ eventTime: at }, index) => {
      const number = numberAt(((at ?? NaN) + frameMs / 2) % loopMs) % Math.round(loopMs / frameMs);
      return drawn[index]?.frame !== number;
    });
    expect(
      wrong.length,
      `${wrong.length} of ${shown.length} pictures were others than their time says`,
    ).to.equal(0);
  }

  it('plays over WebTransport, each picture at its event time, at the latency asked for', async () => {
    const watching = await watch(await moqSource(), { targetLatencyMs: 300 });
    const { feed, shown, stand, handle } = watching;
    await shows(watching, () => shown.length >= 120);
    expectTrueTimes(watching);
    expect(feed.state.agreed.value).to.equal('moq-lite-05 / msf-01 / loc');
    expect(feed.timeline.accuracy.value).to.deep.equal({ grade: 'capture', errorMs: 1 });
    const held = feed.state.targetLatencyMs.value ?? NaN;
    expect(held).to.be.at.least(300);
    const latencies = shown.slice(-60).map(({ displayedAt, eventTime: at }) => displayedAt - (at ?? NaN));
    const median = latencies.sort((a, b) => a - b)[30] ?? NaN;
    // Who joins just after a group has begun sees its key frame at once, nearer to live than asked; slowing down is the session's.
    const beganAtKey = Math.abs((((shown[0]?.eventTime ?? NaN) + 500) % 1000) - 500) < 1;
    if (!beganAtKey) expect(median).to.be.at.least(250);
    // Nobody steers the rate here, so a busy machine falls behind; what the feed says of it is what the pictures show.
    expect(Math.abs(median - held - (feed.behindTargetMs?.() ?? NaN))).to.be.below(300);
    const stats = await feed.stats();
    expect(stats.bytes).to.be.above(10_000);
    expect(Object.keys(stats.stages)).to.include.members(['connect', 'catalog', 'subscribe', 'first-sample']);
    const { seekable } = feed.state;
    expect(seekable.value?.to ?? 0).to.be.above(seekable.value?.from ?? Infinity);
    await feed.close();
    while (!stand.screen.closed) await settle();
    expect(stand.frames.open).to.equal(0);
    expect(handle.failure.value).to.equal(undefined);
  });

  it('plays over WebSocket where there is no WebTransport', async () => {
    const watching = await watch(await moqSource((source) => ({ ...source, certificateHashes: [] })));
    await shows(watching, () => watching.shown.length >= 30);
    expectTrueTimes(watching);
    expect(watching.feed.state.agreed.value).to.match(/ \/ websocket$/);
  });

  for (const container of ['cmaf', 'legacy'])
    it(`plays ${container}`, async () => {
      const source = await moqSource((each) => ({
        ...each,
        url: each.url
          .replace('container=loc', `container=${container}`)
          .replace('--catalog', `--${container === 'legacy' ? 'catalog.2ejson' : 'catalog'}`),
      }));
      const watching = await watch(source);
      await shows(watching, () => watching.shown.length >= 30);
      expectTrueTimes(watching);
      expect(watching.feed.state.agreed.value).to.contain(container);
      expect(watching.feed.timeline.accuracy.value.grade).to.equal('capture');
    });

  it('seeks in the minute it keeps, and back to live', async () => {
    const watching = await watch(await moqSource());
    const { feed, shown, stand } = watching;
    await shows(watching, () => shown.length >= 60);
    const from = feed.state.seekable.value?.from ?? NaN;
    const asked = eventTime(from + 400);
    await feed.seek(asked);
    const at = stand.deck.frame.value?.eventTime ?? NaN;
    expect(asked - at).to.be.within(-1, frameMs + 1);
    expect(feed.behindTargetMs?.()).to.equal(undefined);
    await feed.seekToLive();
    expect(Date.now() - (stand.deck.frame.value?.eventTime ?? NaN)).to.be.below(1000);
    let reason = '';
    await feed.seek(eventTime(from - 60_000)).catch((error: { reason: string }) => (reason = error.reason));
    expect(reason).to.equal('moq/not-seekable');
    expectTrueTimes({ ...watching, shown: shown.slice(-10) });
  });

  it('comes back by itself after the connection was cut', async () => {
    const watching = await watch(await moqSource());
    const { feed, shown } = watching;
    await shows(watching, () => shown.length >= 30);
    await edge.fault('cut', 'moq');
    await edge.mend();
    const cutAt = Date.now();
    await shows(watching, () => (shown.at(-1)?.eventTime ?? 0) > cutAt);
    expect(feed.state.failure.value).to.equal(undefined);
    expectTrueTimes(watching);
  });

  it('changes quality without a hole', async () => {
    const watching = await watch(await moqSource(), { targetLatencyMs: 1500 });
    const { feed, shown, stand } = watching;
    await shows(watching, () => shown.length >= 30);
    expect(feed.state.rendition.value).to.equal('high.loc');
    feed.select('low.loc');
    await shows(watching, () => shown.at(-1)?.rendition === 'low.loc');
    await shows(watching, () => shown.length >= 90);
    expect(stand.deck.sink.buffered('video')).to.have.length(1);
    expectTrueTimes(watching);
  });

  it('goes on where the viewer was before', async () => {
    const startAt = eventTime(Date.now() - 250);
    const watching = await watch(await moqSource(), { startAt, targetLatencyMs: 100 });
    await shows(watching, () => watching.shown.length >= 2);
    const first = watching.shown[0]?.eventTime ?? NaN;
    expect(first).to.be.above(startAt - 1200);
    expect(first).to.be.below(startAt + 1200);
  });

  it('says that it was not let in where the server refuses everybody', async () => {
    await edge.fault('notfound', 'moq');
    let reason = '';
    await watch(await moqSource()).catch((error: { reason: string }) => (reason = error.reason));
    // Browsers hide the status of a refused handshake.
    expect(reason).to.equal('moq/connect-failed');
  });
});
