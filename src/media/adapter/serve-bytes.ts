import { Link, abortError, eventTime, plainError, watch } from '../../base/index.js';
import type { Span } from '../../base/index.js';
import type { FeedContext, ServeFeed } from '../protocol.js';
import type { AppendOrder, BufferReport, BytesPageAnswers, BytesWorkerAnswers } from './bytes-protocol.js';
import type { AppendOrigin } from './contract.js';
import { CodecMediaSource } from './media-source.js';
import { Mp4Segments } from './mp4-segments.js';
import type { CodecSourceBuffer } from './source-buffer.js';

/** Bytes that wait for room are offered again this often, ms: playback makes room as it goes. */
const againMs = 250;

interface Waiting {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly order: AppendOrder;
}

interface Entry {
  readonly buffer: CodecSourceBuffer;
  waiting: Waiting | undefined;
}

/** The worker's half of a RemoteMediaSource: the bytes that an engine on the page appends become the deck's samples. */
export const serveBytes: ServeFeed = ({ deck, port, environment, log, abort }: FeedContext) => {
  const entries = new Map<number, Entry>();
  const origins = new WeakMap<BufferSource, AppendOrigin>();
  const source = new CodecMediaSource(
    {
      sink: deck.sink,
      setDuration: (milliseconds) => {
        deck.duration = milliseconds;
      },
      describe: (bytes) => origins.get(bytes) ?? { rendition: '', eventTimeOf: () => undefined },
      // The page has asked already, in its own words.
      supports: () => true,
      fail: () => {},
      refuse: (error) => link.tell('refused', [plainError(error)]),
      // Whether the stream ends there is for the page's half to say.
      lenient: true,
      malformed: (error) => log.warn('media: a segment cannot be read', error),
    },
    () => new Mp4Segments(),
  );
  source.open();

  const entryOf = (id: number): Entry => {
    const entry = entries.get(id);
    if (entry === undefined) throw new Error(`there is no source buffer ${id}`);
    return entry;
  };
  const report = ({ buffer }: Entry, outcome: BufferReport['outcome']): BufferReport => ({
    outcome,
    spans: spansIn(buffer),
    duration: source.duration,
  });

  async function take({ buffer }: Entry, { bytes, order }: Waiting): Promise<BufferReport['outcome']> {
    origins.set(bytes, originOf(order));
    buffer.timestampOffset = order.timestampOffset;
    buffer.appendWindowStart = 0;
    buffer.appendWindowEnd = order.windowEnd;
    buffer.appendWindowStart = order.windowStart;
    let outcome: BufferReport['outcome'] = 'ok';
    const over = new Promise<void>((resolve) => {
      buffer.addEventListener('error', () => (outcome = 'malformed'), { once: true });
      buffer.addEventListener('updateend', () => resolve(), { once: true });
    });
    try {
      buffer.appendBuffer(bytes);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'full';
      throw error;
    }
    await over;
    return outcome;
  }

  async function offerAgain(): Promise<void> {
    for (const [id, entry] of entries) {
      const { waiting } = entry;
      if (waiting === undefined || entry.buffer.updating) continue;
      entry.waiting = undefined;
      if ((await take(entry, waiting)) === 'full') entry.waiting ??= waiting;
      else link.tell('buffered', [id, spansIn(entry.buffer), false]);
    }
  }

  const link = new Link<BytesWorkerAnswers, BytesPageAnswers>(port, {
    addBuffer: (id, mimeType) => {
      entries.set(id, { buffer: source.addSourceBuffer(mimeType), waiting: undefined });
    },
    removeBuffer: (id) => {
      const { buffer } = entryOf(id);
      // First: what it takes along changes what is buffered, and that is told of every entry.
      entries.delete(id);
      source.removeSourceBuffer(buffer);
    },
    append: async (id, bytes, order) => {
      const entry = entryOf(id);
      const outcome = await take(entry, { bytes, order });
      if (outcome === 'full') entry.waiting = { bytes, order };
      return report(entry, outcome);
    },
    remove: async (id, start, end) => {
      const entry = entryOf(id);
      const over = new Promise((resolve) =>
        entry.buffer.addEventListener('updateend', resolve, { once: true }),
      );
      entry.buffer.remove(start, end);
      await over;
      await offerAgain();
      return report(entry, entry.waiting === undefined ? 'ok' : 'full');
    },
    abort: (id) => {
      const entry = entryOf(id);
      entry.waiting = undefined;
      if (source.readyState === 'open') entry.buffer.abort();
    },
    changeType: (id, mimeType) => entryOf(id).buffer.changeType(mimeType),
    setDuration: (seconds) => {
      if (source.readyState === 'open') source.duration = seconds;
    },
    end: () => {
      if (source.readyState === 'open') source.endOfStream();
      return [...entries].map(([id, { buffer }]) => [id, spansIn(buffer)] as const);
    },
    close,
  });

  function close(): void {
    entries.clear();
    source.close();
  }

  // The deck evicts by itself: the page's half is told, as ManagedMediaSource tells its engines.
  watch(deck.buffered, abort, () => {
    for (const [id, { buffer, waiting }] of entries)
      link.tell('buffered', [id, spansIn(buffer), waiting !== undefined]);
  });
  let cancel = () => {};
  const tick = () => {
    cancel = environment.setTimer(() => void offerAgain().finally(tick), againMs);
  };
  tick();
  abort.addEventListener(
    'abort',
    () => {
      cancel();
      cancel = () => {};
      close();
      link.close(abortError('the feed was closed'));
    },
    { once: true },
  );
};

function spansIn({ buffered }: CodecSourceBuffer): Span[] {
  return Array.from({ length: buffered.length }, (_, i) => ({
    start: buffered.start(i),
    end: buffered.end(i),
  }));
}

function originOf({ rendition, eventOffsetMs }: AppendOrder): AppendOrigin {
  return {
    rendition,
    eventTimeOf: (_kind, start) =>
      eventOffsetMs === undefined ? undefined : eventTime(start * 1000 + eventOffsetMs),
  };
}
