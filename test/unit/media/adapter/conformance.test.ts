import { expect } from '@open-wc/testing';
import {
  CodecMediaSource,
  Mp4Segments,
  RemoteMediaSource,
  TypeSupport,
  serveBytes,
} from '../../../../src/media/adapter/index.js';
import { deckTime } from '../../../../src/media/contract.js';
import { SampleStore } from '../../../../src/media/window/index.js';
import { silentLogger } from '../../../../src/base/index.js';
import { browserMediaEnvironment } from '../../../../src/media/environment.js';
import { DeckWith } from '../../transports/hls/recording-deck.js';
import { recording } from './media-parts.js';
import type { Cut } from './media-parts.js';

/** Both have these members in common. */
type Source = MediaSource | CodecMediaSource | RemoteMediaSource;
type Buffer =
  | SourceBuffer
  | ReturnType<CodecMediaSource['addSourceBuffer']>
  | ReturnType<RemoteMediaSource['addSourceBuffer']>;

/** What was done and what came of it, in order. */
type Trace = unknown[];

const codecs = { video: 'video/mp4; codecs="avc1.42c00d"', audio: 'audio/mp4; codecs="mp4a.40.2"' };
/** Seconds. Chromium counts in microseconds. */
const tolerance = 0.000_002;
/** Seconds. Chromium cuts sound inside a frame at the append window; we leave the frame out: one AAC frame at 48 kHz. */
const soundTolerance = 1024 / 48_000;

class Machine {
  readonly trace: Trace = [];
  readonly #source: Source;
  readonly #names = new Map<Buffer, string>();

  /** Resolves when the media element knows its tracks. */
  readonly ready: Promise<unknown>;

  /** Resolves when the media element has an error. */
  readonly errored: Promise<unknown>;

  constructor(source: Source, errored: Promise<unknown>, ready: Promise<unknown> = Promise.resolve()) {
    this.#source = source;
    this.ready = ready;
    this.errored = errored;
    for (const type of ['sourceopen', 'sourceended', 'sourceclose'])
      source.addEventListener(type, () => this.trace.push([type, source.readyState]));
  }

  get source(): Source {
    return this.#source;
  }

  add(name: string, type: string): Buffer {
    const buffer = this.#source.addSourceBuffer(type);
    this.#names.set(buffer, name);
    for (const event of ['updatestart', 'update', 'updateend', 'error', 'abort'])
      buffer.addEventListener(event, () =>
        this.trace.push([name, event, event === 'updatestart' ? 'any' : this.#updating(buffer)]),
      );
    return buffer;
  }

  /** Does it, and notes what was thrown. */
  try(what: string, action: () => void): void {
    try {
      action();
      this.trace.push([what, 'done']);
    } catch (error) {
      this.trace.push([what, error instanceof Error || error instanceof DOMException ? error.name : 'threw']);
    }
  }

  /** Does it, and waits until the buffer is at rest. */
  async update(what: string, buffer: Buffer, action: () => void): Promise<void> {
    const rest = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    this.try(what, action);
    this.trace.push([what, 'updating', buffer.updating]);
    await rest;
    await settled();
    this.note(what, buffer);
  }

  note(what: string, buffer: Buffer): void {
    const { buffered } = buffer;
    const ranges = Array.from({ length: buffered.length }, (_, index) => [
      buffered.start(index),
      buffered.end(index),
    ]);
    this.trace.push([what, 'buffered', { ranges }]);
    this.trace.push([what, 'source', this.#source.readyState, { duration: this.#source.duration }]);
  }

  #updating(buffer: Buffer): boolean {
    return buffer.updating;
  }
}

/** Events that were queued have been heard. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

async function realMachine(): Promise<{ machine: Machine; end: () => void }> {
  const video = document.createElement('video');
  const source = new MediaSource();
  const machine = new Machine(
    source,
    new Promise((resolve) => video.addEventListener('error', resolve, { once: true })),
    new Promise((resolve) => video.addEventListener('loadedmetadata', resolve, { once: true })),
  );
  const url = URL.createObjectURL(source);
  const open = new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  video.src = url;
  await open;
  return {
    machine,
    end: () => {
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(url);
    },
  };
}

async function ourMachine(): Promise<{ machine: Machine; end: () => void }> {
  const support = new TypeSupport();
  await support.learn();
  let failed = () => {};
  const errored = new Promise<void>((resolve) => (failed = resolve));
  const sink = new SampleStore({ playhead: () => deckTime(0), changed: () => {} });
  const source = new CodecMediaSource(
    {
      sink,
      setDuration: () => {},
      describe: () => ({ rendition: '0', eventTimeOf: () => undefined }),
      supports: (type) => support.supports(type),
      fail: () => failed(),
      refuse: () => {},
    },
    () => new Mp4Segments(),
  );
  const machine = new Machine(source, errored);
  const open = new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  source.open();
  await open;
  return { machine, end: () => source.close() };
}

/** Through a port, as from a page to the worker. */
async function remoteMachine(): Promise<{ machine: Machine; end: () => void }> {
  const support = new TypeSupport();
  await support.learn();
  let failed = () => {};
  const errored = new Promise<void>((resolve) => (failed = resolve));
  const { port1, port2 } = new MessageChannel();
  const deck = new DeckWith(new SampleStore({ playhead: () => deckTime(0), changed: () => {} }));
  const closing = new AbortController();
  serveBytes({
    deck,
    port: port2,
    environment: browserMediaEnvironment,
    log: silentLogger,
    abort: closing.signal,
  });
  const source = new RemoteMediaSource({
    port: port1,
    supports: (type) => support.supports(type),
    describe: () => ({ rendition: '0', eventOffsetMs: undefined }),
    fail: () => failed(),
    refuse: () => {},
  });
  const machine = new Machine(source, errored);
  const open = new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  source.open();
  await open;
  return {
    machine,
    end: () => {
      source.close();
      closing.abort(new DOMException('over', 'AbortError'));
    },
  };
}

async function compare(script: (machine: Machine) => Promise<void>, within = tolerance): Promise<void> {
  const traces: Trace[] = [];
  for (const make of [realMachine, ourMachine, remoteMachine]) {
    const { machine, end } = await make();
    await script(machine);
    traces.push([...machine.trace]);
    end();
  }
  const [real = [], ...ours] = traces;
  for (const one of ours) expectClose(one, real, within);
}

function expectClose(actual: unknown, expected: unknown, within: number): void {
  const rounded = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_key, one: unknown) =>
        typeof one === 'number' && !Number.isFinite(one) ? String(one) : one,
      ),
    );
  const a = rounded(actual);
  const b = rounded(expected);
  const alike = (x: unknown, y: unknown): boolean => {
    if (typeof x === 'number' && typeof y === 'number') return Math.abs(x - y) <= within;
    if (Array.isArray(x) && Array.isArray(y))
      return x.length === y.length && x.every((one, i) => alike(one, y[i]));
    if (typeof x === 'object' && typeof y === 'object' && x !== null && y !== null)
      return alike(Object.entries(x), Object.entries(y));
    return x === y;
  };
  // The difference is only looked for where there is one: then it is shown whole.
  if (!alike(a, b)) expect(a).to.deep.equal(b);
}

describe('CodecMediaSource beside the MediaSource of this browser', () => {
  let cuts: Record<'plain' | 'reordered' | 'negative' | 'muxed' | 'sound', Cut>;

  before(async () => {
    cuts = {
      plain: await recording('fps-25'),
      reordered: await recording('bframes'),
      negative: await recording('negative-cts'),
      muxed: await recording('muxed'),
      sound: await recording('aac'),
    };
  });

  it('refuses what may not be done now with the same errors', () =>
    compare(async (machine) => {
      const { source } = machine;
      machine.try('no type', () => source.addSourceBuffer(''));
      machine.try('unknown type', () => source.addSourceBuffer('video/mp4; codecs="quux"'));
      machine.try('unknown container', () => source.addSourceBuffer('text/html'));
      machine.try('duration NaN', () => (source.duration = NaN));
      machine.try('duration below 0', () => (source.duration = -1));
      machine.try('live range backwards', () => source.setLiveSeekableRange(2, 1));
      machine.try('live range', () => source.setLiveSeekableRange(1, 2));
      const buffer = machine.add('video', codecs.video);
      machine.try('remove without duration', () => buffer.remove(0, 1));
      machine.try('window backwards', () => (buffer.appendWindowEnd = 0));
      machine.try('window start below 0', () => (buffer.appendWindowStart = -1));
      machine.try('offset NaN', () => (buffer.timestampOffset = NaN));
      machine.try('change to nothing', () => buffer.changeType(''));
      machine.try('change to unknown', () => buffer.changeType('video/mp4; codecs="quux"'));
      await machine.update('init', buffer, () => buffer.appendBuffer(cuts.plain.init));
      const [first] = cuts.plain.segments;
      await machine.update('append', buffer, () => {
        buffer.appendBuffer(first!);
        machine.try('append while updating', () => buffer.appendBuffer(first!));
        machine.try('remove while updating', () => buffer.remove(0, 1));
        machine.try('offset while updating', () => (buffer.timestampOffset = 1));
        machine.try('window while updating', () => (buffer.appendWindowEnd = 1));
        machine.try('change while updating', () => buffer.changeType(codecs.video));
        machine.try('duration while updating', () => (source.duration = 100));
        machine.try('end while updating', () => source.endOfStream());
      });
      machine.try('duration below what is there', () => (source.duration = 0.1));
      machine.try('duration', () => (source.duration = 50));
      machine.try('remove beyond', () => buffer.remove(60, 70));
      machine.try('remove backwards', () => buffer.remove(2, 1));
      machine.try('remove NaN', () => buffer.remove(0, NaN));
      source.removeSourceBuffer(buffer as never);
      machine.try('remove twice', () => source.removeSourceBuffer(buffer as never));
      machine.try('buffered of a removed one', () => buffer.buffered);
      machine.try('append to a removed one', () => buffer.appendBuffer(first!));
      machine.try('abort a removed one', () => buffer.abort());
      await settled();
    }));

  for (const name of ['plain', 'reordered', 'negative', 'muxed', 'sound'] as const)
    it(`buffers the same ranges of ${name} media: offsets, holes, overlaps, windows, removal`, () =>
      compare(
        async (machine) => {
          const { init, segments } = cuts[name];
          const type =
            name === 'sound'
              ? codecs.audio
              : name === 'muxed'
                ? 'video/mp4; codecs="avc1.42c00d,mp4a.40.2"'
                : codecs.video;
          const buffer = machine.add(name, type);
          machine.source.duration = 100;
          await machine.update('init', buffer, () => buffer.appendBuffer(init));
          for (const [index, segment] of segments.entries())
            await machine.update(`segment ${index}`, buffer, () => buffer.appendBuffer(segment));
          // Where the tracks of a buffer begin apart Chromium says that both begin with the first. We say where all are
          // there: of the muxed recording only runs whose tracks begin together are compared.
          const together = name === 'muxed';
          const later = segments[together ? 0 : 1]!;
          buffer.timestampOffset = 10;
          await machine.update('later', buffer, () => buffer.appendBuffer(later));
          await machine.update('once more', buffer, () => buffer.appendBuffer(later));
          buffer.timestampOffset = 20.25;
          buffer.appendWindowStart = together ? 20.25 : 20.5;
          buffer.appendWindowEnd = 21.2;
          for (const [index, segment] of segments.entries())
            await machine.update(`window ${index}`, buffer, () => buffer.appendBuffer(segment));
          buffer.abort();
          machine.trace.push([
            'window after abort',
            buffer.appendWindowStart,
            String(buffer.appendWindowEnd),
          ]);
          await machine.update('remove', buffer, () => buffer.remove(0.5, 1));
          await machine.update('remove all', buffer, () => buffer.remove(0, Infinity));
        },
        name === 'sound' || name === 'muxed' ? soundTolerance : tolerance,
      ));

  it('takes two buffers, and their common end', () =>
    compare(async (machine) => {
      const video = machine.add('video', codecs.video);
      const audio = machine.add('audio', codecs.audio);
      await machine.update('video init', video, () => video.appendBuffer(cuts.reordered.init));
      await machine.update('audio init', audio, () => audio.appendBuffer(cuts.sound.init));
      machine.try('a third', () => machine.source.addSourceBuffer(codecs.video));
      machine.trace.push(['buffers', machine.source.sourceBuffers.length]);
      await machine.update('video', video, () => video.appendBuffer(cuts.reordered.segments[0]!));
      for (const segment of cuts.sound.segments)
        await machine.update('audio', audio, () => audio.appendBuffer(segment));
      await machine.ready;
      machine.try('end', () => machine.source.endOfStream());
      await settled();
      machine.note('ended', video);
      machine.note('ended', audio);
      machine.try('end again', () => machine.source.endOfStream());
      machine.try('duration when ended', () => (machine.source.duration = 1));
      machine.try('abort when ended', () => video.abort());
      await machine.update('more', video, () => video.appendBuffer(cuts.reordered.segments[1]!));
    }));

  it('aborts with the same events', () =>
    compare(async (machine) => {
      const video = machine.add('video', codecs.video);
      await machine.update('init', video, () => video.appendBuffer(cuts.plain.init));
      machine.try('append', () => video.appendBuffer(cuts.plain.segments[0]!));
      machine.try('abort', () => video.abort());
      machine.trace.push(['updating', video.updating]);
      await settled();
    }));

  it('ends the stream at bytes that are no boxes', () =>
    compare(async (machine) => {
      const video = machine.add('video', codecs.video);
      await machine.update('init', video, () => video.appendBuffer(cuts.plain.init));
      await machine.update('segment', video, () => video.appendBuffer(cuts.plain.segments[0]!));
      await machine.ready;
      machine.try('damaged', () => video.appendBuffer(new Uint8Array(1000).fill(0xff)));
      await machine.errored;
      await settled();
      machine.trace.push(['state', machine.source.readyState]);
      machine.note('damaged', video);
      machine.try('append after', () => video.appendBuffer(cuts.plain.init));
    }));

  it('calls media before any init segment an error, and closes', () =>
    compare(async (machine) => {
      const video = machine.add('video', codecs.video);
      machine.try('no init', () => video.appendBuffer(cuts.plain.segments[0]!));
      const closed = new Promise((resolve) => machine.source.addEventListener('sourceclose', resolve));
      await closed;
      await settled();
      // Whether the source is still `ended` when it says so is a race in Chromium.
      machine.trace.splice(
        0,
        Infinity,
        machine.trace.filter((entry) => !JSON.stringify(entry).startsWith('["sourceended"')),
      );
    }));
});
