/** One engine over a recording deck, and what its page would see. */
import { silentLogger } from '../../../../src/base/index.js';
import { TypeSupport } from '../../../../src/media/adapter/index.js';
import { browserMediaEnvironment } from '../../../../src/media/environment.js';
import { CodecEngine } from '../../../../src/transports/hls/codec-engine.js';
import type { HlsRequest, HlsView } from '../../../../src/transports/hls/protocol.js';
import { RecordingDeck } from './recording-deck.js';

export interface EngineRun {
  readonly engine: CodecEngine;
  readonly deck: RecordingDeck;
  readonly view: Partial<HlsView>;
  /** Resolves once the condition holds; looked at whenever samples or state come. */
  until(what: string, condition: () => boolean): Promise<void>;
}

const support = new TypeSupport();
const patienceMs = 20_000;

export interface RunOptions extends Partial<HlsRequest> {
  /** Bytes that the deck takes. */
  readonly budget?: number;
}

export async function runEngine(url: string, { budget, ...request }: RunOptions = {}): Promise<EngineRun> {
  await support.learn();
  const deck = new RecordingDeck(budget);
  const view: Partial<HlsView> = {};
  const looks = new Set<() => void>();
  const look = () => looks.forEach((one) => one());
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
      ...request,
    },
    context: {
      deck,
      port: port1,
      environment: browserMediaEnvironment,
      log: silentLogger,
      abort: new AbortController().signal,
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
        const timer = setTimeout(() => reject(new Error(`in vain: ${what}`)), patienceMs);
        const once = () => {
          if (!condition()) return;
          clearTimeout(timer);
          looks.delete(once);
          resolve();
        };
        looks.add(once);
        once();
      }),
  };
}
