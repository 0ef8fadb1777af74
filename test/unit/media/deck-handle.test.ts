import { expect } from '@open-wc/testing';
import { Link, OlympicPlayerError, plainError, silentLogger } from '../../../src/base/index.js';
import { DeckHandle, deckTime } from '../../../src/media/index.js';
import type { DeckAnswers, DeckFrame, DeckNotices } from '../../../src/media/index.js';
import type { Speaker } from '../../../src/media/sound/index.js';
import { fakeEnvironment } from '../../fixtures/fake-environment.js';
import { rejection } from '../../fixtures/rejection.js';

const timeOrigin = 1_000_000;

/** A deck's handle, and a worker whose every move the test makes. */
function opened({ locked = false } = {}) {
  const environment = fakeEnvironment();
  const { port1, port2 } = new MessageChannel();
  const said: unknown[][] = [];
  const note =
    (name: string) =>
    (...words: unknown[]): never =>
      void said.push([name, ...words.filter((word) => !(word instanceof MessagePort))]) as never;
  let land: (frame: DeckFrame) => void = () => {};
  let supersede: () => void = () => {};
  const worker = new Link<DeckAnswers, DeckNotices>(port2, {
    play: note('play'),
    pause: note('pause'),
    setRate: note('setRate'),
    seek: (time) => {
      said.push(['seek', time]);
      return new Promise((resolve, reject) => {
        land = resolve;
        supersede = () => reject(new DOMException('superseded', 'AbortError'));
      });
    },
    step: async (pictures) => frameAt(1000 + pictures * 40),
    setSound: note('setSound'),
    setVisible: note('setVisible'),
    attachScreen: note('attachScreen'),
    attachSpeaker: note('attachSpeaker'),
    stats: note('stats'),
    close: note('close'),
  });
  const outlet = {
    opened: 0,
    closed: 0,
    open: async (attach: (speaker: Speaker) => void) => {
      outlet.opened += 1;
      attach({ port: new MessageChannel().port1, sampleRate: 48_000, latencyMs: 20 } as unknown as Speaker);
    },
    unlock: async () => {
      if (locked) throw new DOMException('a gesture first', 'NotAllowedError');
    },
    close: () => void (outlet.closed += 1),
  };
  const handle = new DeckHandle(port1, { outlet, environment, log: silentLogger, timeOrigin });
  const heard: string[] = [];
  for (const type of ['seeking', 'seeked', 'waiting', 'playing', 'ended', 'resize', 'durationchange'])
    handle.addEventListener(type, () => heard.push(type));
  /** Resolves when everything said so far has arrived on both sides. */
  const settled = async () => {
    await handle.stats();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return {
    handle,
    worker,
    said,
    heard,
    outlet,
    environment,
    settled,
    land: (frame: DeckFrame) => land(frame),
    supersede: () => supersede(),
  };
}

function frameAt(time: number, more: Partial<DeckFrame> = {}): DeckFrame {
  return {
    time: deckTime(time),
    eventTime: undefined,
    duration: 40,
    rendition: 'high',
    generation: 1,
    presented: 1,
    displayedAt: timeOrigin + 5,
    width: 640,
    height: 360,
    ...more,
  };
}

describe("a deck's handle", () => {
  it('carries time on from the last word of the deck, at its rate, while it moves', async () => {
    const { handle, worker, environment, settled } = opened();
    worker.tell('view', [
      { rate: 0.5, clock: { time: deckTime(8000), at: timeOrigin + environment.monotonic(), moving: true } },
    ]);
    await settled();
    await environment.advance(400);
    expect(handle.currentTime).to.be.closeTo(8.2, 1e-9);
    worker.tell('view', [{ clock: { time: deckTime(8300), at: 0, moving: false } }]);
    await settled();
    await environment.advance(400);
    expect(handle.currentTime).to.equal(8.3);
  });

  it('is where the deck is once a seek has been superseded in the worker', async () => {
    const { handle, worker, settled, supersede } = opened();
    const sought = handle.seek(63_500);
    worker.tell('view', [{ seeking: true }]);
    await settled();
    worker.tell('view', [{ clock: { time: deckTime(60_000), at: 0, moving: false } }]);
    supersede();
    await settled();
    expect(handle.seeking).to.equal(true);
    worker.tell('frame', [frameAt(60_000)]);
    worker.tell('view', [{ seeking: false }]);
    expect(await sought, 'the picture of where it went').to.include({ time: deckTime(60_000) });
    expect(handle.currentTime).to.equal(60);
    expect(handle.seeking).to.equal(false);
  });

  it('is where it was sought to at once, and says seeking and seeked around it', async () => {
    const { handle, said, heard, settled, land } = opened();
    handle.currentTime = 3.5;
    expect(handle.currentTime).to.equal(3.5);
    expect(handle.seeking).to.equal(true);
    expect(heard).to.deep.equal(['seeking']);
    await settled();
    expect(said).to.deep.include(['seek', 3500]);
    land(frameAt(3480));
    await settled();
    expect(heard).to.deep.equal(['seeking', 'seeked']);
    expect(handle.seeking).to.equal(false);
  });

  it('tells each picture once to each callback, with its event time and when it was on screen', async () => {
    const { handle, worker, settled } = opened();
    const seen: unknown[] = [];
    handle.requestVideoFrameCallback((now, metadata) => seen.push([now, metadata]));
    const cancelled = handle.requestVideoFrameCallback(() => seen.push('never'));
    handle.cancelVideoFrameCallback(cancelled);
    worker.tell('frame', [frameAt(1000, { eventTime: 77_000 as never })]);
    worker.tell('frame', [frameAt(1040)]);
    await settled();
    expect(seen).to.deep.equal([
      [
        5,
        {
          mediaTime: 1,
          eventTime: 77_000,
          expectedDisplayTime: 5,
          presentationTime: 5,
          presentedFrames: 1,
          width: 640,
          height: 360,
        },
      ],
    ]);
    expect(handle.videoWidth).to.equal(640);
    expect([handle.played.length, handle.played.start(0), handle.played.end(0)]).to.deep.equal([1, 1, 1.08]);
  });

  it('opens a way to the speaker when it is first audible, once', async () => {
    const { handle, outlet, said, settled } = opened();
    handle.muted = true;
    expect(outlet.opened).to.equal(0);
    handle.muted = false;
    handle.volume = 0.5;
    await settled();
    expect(outlet.opened).to.equal(1);
    expect(said).to.deep.include(['setSound', { muted: false, volume: 0.5 }]);
    expect(said).to.deep.include(['attachSpeaker', 48_000, 20]);
  });

  it('plays silently without asking, and refuses audible playback while the browser wants a gesture', async () => {
    const { handle, said, settled } = opened({ locked: true });
    handle.muted = true;
    await handle.play();
    await settled();
    expect(said).to.deep.include(['play']);
    expect(handle.paused).to.equal(false);
    handle.pause();
    handle.muted = false;
    expect((await rejection<DOMException>(handle.play())).name).to.equal('NotAllowedError');
    expect(handle.paused).to.equal(true);
  });

  it('says waiting, playing and ended as the deck starves, goes on and ends', async () => {
    const { handle, worker, heard, settled } = opened();
    worker.tell('view', [{ paused: false, starving: true }]);
    worker.tell('view', [{ starving: false }]);
    worker.tell('view', [{ ended: true, duration: 9000 }]);
    await settled();
    expect(heard).to.deep.equal(['waiting', 'playing', 'durationchange', 'ended']);
    expect(handle.duration).to.equal(9);
  });

  it('keeps the first failure, whoever it came from, and closes once', async () => {
    const { handle, worker, outlet, said, settled } = opened();
    const error = new OlympicPlayerError({ reason: 'media/decoder-failed', code: 3, message: 'broken' });
    worker.tell('failed', [plainError(error)]);
    await settled();
    handle.fail(new OlympicPlayerError({ reason: 'media/worker-lost', code: 4, message: 'gone' }));
    expect(handle.failure.value).to.include({ reason: 'media/decoder-failed', code: 3 });
    handle.close();
    handle.close();
    expect(outlet.closed).to.equal(1);
    expect((await rejection<DOMException>(handle.stats())).name).to.equal('AbortError');
    expect(said.filter(([name]) => name === 'close').length).to.be.at.most(1);
  });
});
