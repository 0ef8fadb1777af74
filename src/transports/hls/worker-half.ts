import { Link, abortError, watch } from '../../base/index.js';
import { TypeSupport, answerTypeQuestions } from '../../media/index.js';
import type { FeedContext, ServeFeed } from '../../media/index.js';
import { CodecEngine } from './codec-engine.js';
import type { HlsPageAnswers, HlsRequest, HlsWorkerAnswers } from './protocol.js';

/** One for all feeds of a worker: codecs are probed once. */
const support = new TypeSupport();

/** The worker's half of the HLS feed: hls.js, feeding the deck; the page's half says what to play. */
export const serveHls: ServeFeed = (context: FeedContext) => {
  let engine: CodecEngine | undefined;
  let closed = false;
  let prepares = true;
  const close = () => {
    closed = true;
    engine?.close();
    link.close(abortError('the feed was closed'));
  };

  async function load(request: HlsRequest): Promise<void> {
    if (!('document' in globalThis)) answerTypeQuestions(globalThis, support);
    // hls.js's XHR loader reads a bare `status` when it retries: a page has one (HTML, window.status), a worker has not.
    if (!('status' in globalThis)) Reflect.set(globalThis, 'status', '');
    await support.learn();
    if (closed) return;
    engine = new CodecEngine({
      request,
      context,
      support,
      // A page without hooks may be as busy as it likes: nothing waits for it.
      prepare: async (asked, purpose, options = {}) =>
        prepares || options.refresh === true
          ? link.call('prepare', [asked, purpose, options])
          : { url: asked.url, method: asked.method ?? 'GET', headers: { ...asked.headers } },
      tell: (change) => link.tell('view', [change]),
      cues: (id, cues) => link.tell('cues', [id, cues]),
    });
    watch(context.deck.failure, context.abort, (failure) => {
      if (failure !== undefined) engine?.fail(failure);
    });
    await engine.load();
  }

  const link = new Link<HlsWorkerAnswers, HlsPageAnswers>(context.port, {
    load,
    livePosition: () => engine?.livePosition(),
    sought: () => engine?.sought(),
    select: (rendition) => engine?.select(rendition),
    selectCaptions: (id) => engine?.selectCaptions(id),
    setTargetLatency: (milliseconds) => engine?.setTargetLatency(milliseconds),
    setPrepares: (now) => {
      prepares = now;
    },
    stats: () => engine?.stats() ?? { bytes: 0, stages: {} },
    close,
  });
  context.abort.addEventListener('abort', close, { once: true });
};
