import { expect } from '@open-wc/testing';
import { browserEnvironment, eventTime } from '../../../src/base/index.js';
import { Attempts } from '../../../src/session/attempts.js';
import type { AttemptPlan } from '../../../src/session/attempts.js';
import { Board } from '../../../src/session/board.js';
import { negotiate } from '../../../src/session/negotiate.js';
import type { Environment } from '../../../src/base/index.js';
import type { Screening } from '../../../src/session/screening.js';
import type { SourceType } from '../../../src/transports/index.js';
import { fakeEnvironment, settle } from '../../fixtures/fake-environment.js';
import { allCapable } from '../../fixtures/connect-context.js';
import { connectServices } from '../../fixtures/connect-services.js';
import { FakeTransport } from '../../fixtures/fake-transport.js';
import { rejection } from '../../fixtures/rejection.js';

const kinds: readonly SourceType[] = ['whep', 'll-hls', 'hls', 'dash'];

describe('Attempts', () => {
  const videos = [document.createElement('video'), document.createElement('video')] as const;
  const open: Screening[] = [];

  before(() => document.body.append(...videos));
  afterEach(async () => {
    await Promise.all(open.splice(0).map((screening) => screening.close()));
  });
  after(() => videos.forEach((video) => video.remove()));

  /** Attempts at these addresses, best first; each is of its own server unless it names one. */
  function attemptsAt(paths: readonly string[], environment: Environment = browserEnvironment) {
    const transport = new FakeTransport(kinds);
    const options = negotiate({
      angle: 'main',
      sources: paths.map((path, index) => ({
        type: kinds[index % kinds.length]!,
        url: path.startsWith('/') ? `https://s${index}.example${path}` : path,
        priority: index + 1,
      })),
      allowed: undefined,
      decoder: 'auto',
      transports: [transport],
      capabilities: allCapable,
    });
    const board = new Board();
    board.open(options, 0);
    const abort = new AbortController();
    const attempts = new Attempts(connectServices(videos, environment, abort.signal), board);
    const plan: AttemptPlan = {
      able: options,
      all: options,
      startAt: undefined,
      targetLatencyMs: undefined,
      surface: 0,
      tryResting: true,
      abort: abort.signal,
    };
    return {
      transport,
      board,
      attempts,
      abort,
      options,
      verdicts: () => board.negotiation.value.candidates.map(({ verdict, reason }) => `${verdict} ${reason}`),
      async play(more: Partial<AttemptPlan> = {}) {
        const screening = await attempts.firstThatPlays({ ...plan, ...more });
        open.push(screening);
        return screening;
      },
    };
  }

  it('resolves with the best that painted, muted, on the surface asked for', async () => {
    const { play, transport, verdicts } = attemptsAt(['/plays', '/plays']);
    videos[1].muted = false;
    const screening = await play({ surface: 1 });
    expect(screening.frame.value).to.not.equal(undefined);
    expect(screening.media).to.equal(videos[1]);
    expect(videos[1].muted).to.equal(true);
    expect(videos[1].videoWidth).to.equal(64);
    expect(transport.connects).to.have.length(1);
    expect(verdicts()).to.deep.equal(['chosen best-ranked', 'standby ranked-behind-chosen']);
  });

  it('goes down the list past failures of every kind, and leaves nothing behind', async () => {
    const { play, transport, verdicts } = attemptsAt(['/whep/network', '/throws', '/dies', '/plays']);
    const screening = await play();
    expect(screening.option.source.url).to.contain('/plays');
    expect(verdicts()).to.deep.equal([
      'failed whep/network',
      'failed session/transport-failed',
      'failed whep/connection-lost',
      'chosen after whep/connection-lost',
    ]);
    expect(transport.feeds.map(({ closed }) => closed)).to.deep.equal([1, 0]);
  });

  it('throws the last failure when none plays', async () => {
    const { play, board } = attemptsAt(['/whep/network', '/hls/not-found']);
    expect(await rejection(play())).to.include({ reason: 'hls/not-found', fatal: false });
    expect(board.negotiation.value.chosen).to.equal(null);
  });

  it('says of each refused source why, when all are refused', async () => {
    const { attempts, options, abort } = attemptsAt([]);
    const all = negotiate({
      angle: 'main',
      sources: [{ type: 'moq', url: 'https://a.example/moq' }],
      allowed: undefined,
      decoder: 'auto',
      transports: [],
      capabilities: allCapable,
    });
    const plan = { startAt: undefined, targetLatencyMs: undefined, surface: 0, tryResting: true } as const;
    const refused = await rejection(attempts.firstThatPlays({ ...plan, able: [], all, abort: abort.signal }));
    expect(refused).to.include({ reason: 'session/no-playable-source', code: 4 });
    expect(refused.message).to.contain('moq over none: no-transport-for-type');
    const none = await rejection(
      attempts.firstThatPlays({ ...plan, able: options, all: [], abort: abort.signal }),
    );
    expect(none.message).to.contain('none listed');
  });

  it('asks an address once, however many transports speak its type', async () => {
    const { play, transport } = attemptsAt([
      'https://a.example/hls/not-found',
      'https://a.example/hls/not-found',
    ]);
    await rejection(play());
    expect(transport.connects).to.have.length(1);
  });

  it('gives a source that never connects its time, then moves on; a feed that comes too late is closed', async () => {
    const environment = fakeEnvironment();
    const { play, transport, verdicts } = attemptsAt(['/late', '/hangs', '/silent', '/dies'], environment);
    const failed = rejection(play());
    await environment.advance(3999);
    expect(transport.connects).to.deep.equal(['/late']);
    await environment.advance(1);
    expect(transport.connects).to.deep.equal(['/late', '/hangs']);
    expect(
      transport.feeds.map(({ closed }) => closed),
      'the late feed',
    ).to.deep.equal([1]);
    await environment.advance(20_000);
    await failed;
    expect(verdicts()).to.deep.equal([
      'failed session/timeout',
      'failed session/timeout',
      'failed session/timeout',
      'failed whep/connection-lost',
    ]);
    expect(transport.feeds.every(({ closed }) => closed === 1)).to.equal(true);
  });

  it('gives the one that just broke half the time when it is asked again', async () => {
    const environment = fakeEnvironment();
    const { play, transport, options } = attemptsAt(['/hangs', '/dies'], environment);
    const failed = rejection(play({ reconnectKey: options[0]!.key }));
    await environment.advance(2000);
    expect(transport.connects).to.deep.equal(['/hangs', '/dies']);
    await failed;
  });

  it('stops at once when it is called off, without blaming the source', async () => {
    const { play, abort, transport, verdicts, attempts } = attemptsAt(['/hangs', '/plays']);
    const failed = rejection<DOMException>(play());
    await settle();
    abort.abort();
    expect((await failed).name).to.equal('AbortError');
    expect(transport.connects).to.deep.equal(['/hangs']);
    expect(verdicts()[0]).to.equal('untried not-needed-yet');
    expect(attempts.incoming.value).to.equal(undefined);
  });

  it('closes the feed of a source that is called off before its first picture', async () => {
    const { play, abort, transport, attempts } = attemptsAt(['/silent']);
    const failed = rejection(play());
    await settle();
    expect(attempts.incoming.value?.feed).to.equal(transport.feeds[0]);
    abort.abort();
    await failed;
    expect(transport.feeds[0]?.closed).to.equal(1);
    expect(attempts.incoming.value).to.equal(undefined);
  });

  it('lets a failed one rest, unless the viewer asks', async () => {
    const environment = fakeEnvironment();
    const { play, transport } = attemptsAt(['/whep/network?retry-after=5000'], environment);
    await rejection(play());
    expect(await rejection(play({ tryResting: false }))).to.include({
      reason: 'session/all-sources-resting',
    });
    expect(transport.connects).to.have.length(1);
    await rejection(play({ tryResting: true }));
    expect(transport.connects).to.have.length(2);
    await environment.advance(5000);
    await rejection(play({ tryResting: false }));
    expect(transport.connects).to.have.length(3);
  });

  it('asks candidates of a troubled server last', async () => {
    const environment = fakeEnvironment();
    const { play, transport } = attemptsAt(
      ['https://a.example/whep/network', 'https://b.example/hls/media'],
      environment,
    );
    await rejection(play());
    await environment.advance(1500);
    transport.connects.length = 0;
    await rejection(play({ tryResting: false }));
    expect(transport.connects).to.deep.equal(['/hls/media', '/whep/network']);
  });

  it('stops asking when the minute’s budget is spent', async () => {
    const environment = fakeEnvironment();
    const { play, transport } = attemptsAt(['/a/x', '/b/x', '/c/x', '/d/x'], environment);
    for (let round = 0; round < 10; round += 1) await rejection(play());
    expect(transport.connects).to.have.length(20);
  });

  it('tells the transport where to begin, which latency to hold and whose request it is', async () => {
    const { play, transport } = attemptsAt(['/plays']);
    await play({ startAt: eventTime(1e12), targetLatencyMs: 800 });
    expect(transport.contexts[0]).to.include({ angle: 'main', startAt: 1e12, targetLatencyMs: 800 });
  });
});
