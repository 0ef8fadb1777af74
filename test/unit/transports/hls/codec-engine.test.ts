import { expect } from '@open-wc/testing';
import { silentLogger } from '../../../../src/base/index.js';
import { TypeSupport, browserMediaEnvironment } from '../../../../src/media/index.js';
import { CodecEngine } from '../../../../src/transports/hls/codec-engine.js';
import type { HlsRequest, HlsView } from '../../../../src/transports/hls/protocol.js';
import { startEdge } from '../../../fixtures/edge.js';
import type { TestEdge } from '../../../fixtures/edge.js';
import { RecordingDeck } from './recording-deck.js';

interface Run {
  readonly engine: CodecEngine;
  readonly deck: RecordingDeck;
  readonly view: Partial<HlsView>;
  /** Resolves once the condition holds; looked at whenever samples or state come. */
  until(what: string, condition: () => boolean): Promise<void>;
}

const support = new TypeSupport();

function begin(url: string, options: Partial<HlsRequest> = {}, budget?: number): Run {
  const deck = new RecordingDeck(budget);
  const abort = new AbortController();
  const view: Partial<HlsView> = {};
  let look = () => {};
  const changed = deck.sink.onChange;
  deck.sink.onChange = () => {
    changed();
    look();
  };
  const { port1 } = new MessageChannel();
  const engine = new CodecEngine({
    request: {
      url,
      lowLatency: true,
      startAt: undefined,
      targetLatencyMs: undefined,
      startedAt: performance.timeOrigin + performance.now(),
      ...options,
    },
    context: {
      deck,
      port: port1,
      environment: browserMediaEnvironment,
      log: silentLogger,
      abort: abort.signal,
    },
    prepare: async ({ url: asked, headers }) => ({ url: asked, method: 'GET', headers: { ...headers } }),
    support,
    tell: (change) => {
      Object.assign(view, change);
      look();
    },
  });
  return {
    engine,
    deck,
    view,
    until: (what, condition) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`in vain: ${what}`)), 20_000);
        look = () => {
          if (!condition()) return;
          clearTimeout(timer);
          look = () => {};
          resolve();
        };
        look();
      }),
  };
}

describe('hls.js over the sample sink', () => {
  let edge: TestEdge;
  let run: Run | undefined;

  before(async () => {
    edge = await startEdge();
    await support.learn();
  });
  afterEach(async () => {
    run?.engine.close();
    run = undefined;
    await edge.mend();
  });

  it('turns the parts of an LL-HLS stream with its sound into samples with their capture time', async () => {
    run = begin(`${edge.url}/hls/main/ll.m3u8`);
    const { deck, view } = run;
    await run.engine.load();
    deck.play();
    await run.until('two seconds of video', () => deck.sink.held.video.length > 60);
    console.log(
      JSON.stringify({ ...view, metadata: 0 }),
      deck.sink.configs,
      JSON.stringify(deck.sink.held.video.slice(0, 3).map((s) => ({ ...s, data: s.data.length }))),
      deck.buffered.value,
      Date.now(),
    );
    expect(view.parts).to.equal(true);
  });
});
