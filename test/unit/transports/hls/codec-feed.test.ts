import { expect } from '@open-wc/testing';
import { MEDIA_ERR_DECODE, OlympicPlayerError, eventTime, signal, when } from '../../../../src/base/index.js';
import type { DeckFrame, MediaHost } from '../../../../src/media/index.js';
import type { Capabilities, ConnectContext, Feed, Purpose } from '../../../../src/transports/contract.js';
import { connectCodecHls } from '../../../../src/transports/hls/codec-feed.js';
import { hlsTransport } from '../../../../src/transports/hls/index.js';
import { serveHls } from '../../../../src/transports/hls/worker-half.js';
import { allCapable, connectContext } from '../../../fixtures/connect-context.js';
import { startEdge } from '../../../fixtures/edge.js';
import type { TestEdge } from '../../../fixtures/edge.js';
import { rejection } from '../../../fixtures/rejection.js';
import { pageHost } from './page-host.js';
import type { PageHost } from './page-host.js';

const frameMs = 1000 / 30;
describe('HLS through our own decoding, seen from the page', () => {
  let edge: TestEdge;
  let host: PageHost;
  let feed: Feed | undefined;
  let canvas: HTMLCanvasElement;
  let asked: { purpose: Purpose; refresh: boolean }[];

  const context = (change: Partial<ConnectContext> = {}): ConnectContext =>
    connectContext({
      media: async () => host,
      prepareRequest: async (request, purpose, options) => {
        asked.push({ purpose, refresh: options?.refresh ?? false });
        return { url: request.url, method: 'GET', headers: { ...request.headers } };
      },
      ...change,
    });

  async function connect(kind: 'll' | 'index', change?: Partial<ConnectContext>) {
    const type = kind === 'll' ? 'll-hls' : 'hls';
    feed = await connectCodecHls({ type, url: `${edge.url}/hls/main/${kind}.m3u8` }, context(change));
    if (feed.delivery.kind !== 'samples') throw new Error('it delivers no samples');
    const { deck } = feed.delivery;
    deck.attachScreen(canvas);
    return { feed, deck };
  }

  const shown = (
    deck: { frame: Parameters<typeof when<DeckFrame | undefined>>[0] },
    accept: (frame: DeckFrame) => boolean,
  ) =>
    when(
      deck.frame,
      (frame): frame is DeckFrame => frame !== undefined && accept(frame),
      AbortSignal.timeout(20_000),
    );

  before(async () => {
    edge = await startEdge();
  });
  beforeEach(() => {
    host = pageHost({ hls: async () => serveHls });
    asked = [];
    canvas = document.createElement('canvas');
    document.body.append(canvas);
  });
  afterEach(async () => {
    await feed?.close();
    feed = undefined;
    canvas.remove();
    await edge.mend();
    for (const deck of host.decks) expect(deck.stats().framesHeld).to.equal(0);
  });

  it('shows the live picture with its event time, and says how far behind its target it is', async () => {
    const { feed, deck } = await connect('ll');
    await deck.play();
    const first = await shown(deck, () => true);
    const later = await shown(deck, ({ presented }) => presented >= first.presented + 20);
    expect(feed.state.rendition.peek()).to.equal(later.rendition);
    expect(feed.state.health.peek()).to.equal('flowing');
    expect(feed.state.agreed.peek()).to.match(/^hls\.js in page, parts$/);
    expect(feed.timeline.accuracy.peek()).to.deep.equal({ errorMs: 1, grade: 'server' });
    const timing = { mediaTime: later.time / 1000, expectedDisplayTime: 0 };
    expect(feed.timeline.eventTimeOf({ ...timing, eventTime: later.eventTime! })).to.equal(later.eventTime);
    expect(feed.timeline.eventTimeOf(timing)).to.be.closeTo(later.eventTime!, 2);
    expect(feed.timeline.mediaTimeOf(later.eventTime!)! * 1000).to.be.closeTo(later.time, 2);
    const latency = performance.timeOrigin + performance.now() - later.eventTime!;
    const { targetLatencyMs } = feed.state;
    expect(feed.behindTargetMs!()! + targetLatencyMs.peek()!).to.be.closeTo(latency, 400);
    const { stages, bytes, framesDecoded } = await feed.stats();
    expect(Object.keys(stages)).to.include.members(['manifest', 'first-segment', 'buffered']);
    expect(bytes).to.be.above(10_000);
    expect(framesDecoded).to.be.above(20);
    expect(new Set(asked.map(({ purpose }) => purpose))).to.deep.equal(new Set(['manifest', 'segment']));
  });

  it('goes to the picture of an event time, and back to the live edge', async () => {
    const { feed, deck } = await connect('index');
    const first = await shown(deck, () => true);
    const wanted = eventTime(first.eventTime! - 20_000.5 + frameMs / 2);
    await feed.seek(wanted);
    const there = await shown(deck, (frame) => frame.eventTime! < first.eventTime! - 10_000);
    expect(wanted - there.eventTime!).to.be.within(-1, frameMs + 1);
    await feed.seekToLive();
    await shown(deck, (frame) => frame.eventTime! > first.eventTime! - 1000);
  });

  it('takes orders: rendition and target latency', async () => {
    const { feed, deck } = await connect('ll');
    await deck.play();
    const first = await shown(deck, () => true);
    const other = first.rendition === '1' ? '0' : '1';
    feed.select(other);
    feed.setTargetLatency(2500);
    await shown(deck, ({ rendition }) => rendition === other);
    expect(feed.state.selected.peek()).to.equal(other);
    expect(feed.state.targetLatencyMs.peek()).to.equal(2500);
    expect(feed.state.renditions.peek().map(({ id, height }) => [id, height])).to.deep.equal([
      ['0', 180],
      ['1', 360],
    ]);
  });

  it('asks once more with fresh credentials, then says what the server said', async () => {
    await edge.fault('unauthorized', 'll-hls');
    expect(await rejection(connect('ll'))).to.include({ reason: 'hls/unauthorized' });
    expect(asked.some(({ refresh }) => refresh)).to.be.true;
  });

  it('does not wait for a worker that has died', async () => {
    const lost = signal<OlympicPlayerError | undefined>(undefined);
    const silent: MediaHost = { ...pageHost({ hls: () => new Promise(() => {}) }), lost };
    const connecting = rejection(connect('ll', { media: async () => silent }));
    lost.value = new OlympicPlayerError({
      reason: 'media/worker-lost',
      code: MEDIA_ERR_DECODE,
      message: 'gone',
    });
    expect(await connecting).to.include({ reason: 'media/worker-lost' });
  });

  it('stops connecting when it is told to', async () => {
    await edge.fault('hang', 'll-hls');
    const controller = new AbortController();
    const connecting = rejection(connect('ll', { signal: controller.signal }));
    controller.abort(new DOMException('enough', 'AbortError'));
    expect(await connecting).to.include({ name: 'AbortError' });
  });
});

describe('what HLS can be played with', () => {
  const url = 'https://example.com/a.m3u8';
  const answers = (source: object, can: Partial<Capabilities> = {}) =>
    hlsTransport.assess({ type: 'hls', url, ...source }, { ...allCapable, ...can });

  it('offers our own decoding beside MediaSource', () => {
    expect(answers({})).to.deep.equal([
      { decode: 'webcodecs', able: true },
      { decode: 'mse', able: true },
    ]);
  });

  it('says why our own decoding is out of the question', () => {
    const refused = (source: object, can?: Partial<Capabilities>) => answers(source, can)[0];
    expect(refused({ protection: [{ keySystem: 'org.w3.clearkey' }] })).to.deep.include({
      able: false,
      reason: 'protected-content',
    });
    expect(refused({}, { webcodecs: false })).to.deep.include({ able: false, reason: 'no-webcodecs' });
    expect(
      refused({ codecs: ['hvc1.1.6.L93.B0'] }, { decodes: (codec) => !codec.startsWith('hvc1') }),
    ).to.deep.include({
      able: false,
      reason: 'codec-not-supported',
    });
  });
});
