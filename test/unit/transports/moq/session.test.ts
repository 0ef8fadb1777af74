/** Whole sessions: the worker's half against a real @moq/net origin in the same page, streams in memory between them. */
import { expect } from '@open-wc/testing';
import type { TrackKind } from '../../../../src/media/index.js';
import { Origin, avc, fps, framesAGroup, hangCatalog, legacyFrame, opus } from './origin.js';
import type { RecordingDeck } from './recording-deck.js';
import { json } from './support.js';
import { recordingViewer } from './viewer.js';
import type { Viewer, ViewerOptions } from './viewer.js';

const frameMs = 1000 / fps;
const groupMs = framesAGroup * frameMs;

let open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open) each.close();
  open = [];
});

function origin(catalog: unknown, track?: string, broadcast?: string): Origin {
  const made = new Origin(catalog, track, broadcast);
  open.push(made);
  return made;
}

function viewer(of: Origin, options: Partial<ViewerOptions> = {}): Viewer<RecordingDeck> {
  const made = recordingViewer({ dial: of.dial, ...options });
  open.unshift(made);
  return made;
}

/** Frames since `epoch`, as `g.i` with the rendition where it is not `hd`. */
const indices = (deck: RecordingDeck, epoch: number, kind: TrackKind = 'video') =>
  deck.samples[kind].map(({ time }) => Math.round((time - epoch) / frameMs));

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Groups whose pictures are due at once: they were captured a while ago. */
const past = () => Date.now() - 60 * groupMs;
/** Groups that have been captured just now: for who wants ten seconds of latency they are nowhere near due. */
const fresh = () => Date.now() - 5 * groupMs;
const patient = { start: { targetLatencyMs: 10_000 } };

describe('a MoQ session', () => {
  for (const version of [
    'moq-lite-03',
    'moq-lite-04',
    'moq-lite-05',
    'moqt-15',
    'moqt-16',
    'moqt-17',
    'moqt-18',
    'moqt-19',
    'moqt-20',
    '',
  ])
    it(`receives pictures and sound over ${version || 'what SETUP agrees on'}`, async () => {
      const edge = origin(hangCatalog({ hd: avc }, { sound: opus }));
      edge.version = version;
      const { deck, start, ...rest } = started(viewer(edge));
      await start;
      await Promise.all([edge.subscribed('hd'), edge.subscribed('sound')]);
      const epoch = past();
      edge.give('hd', 0, epoch);
      edge.give('sound', 0, epoch);
      await deck.until(
        () => deck.samples.video.length === framesAGroup && deck.samples.audio.length === framesAGroup,
      );
      expect(indices(deck, epoch)).to.deep.equal(range(0, framesAGroup));
      const [first, second] = deck.samples.video;
      expect(first).to.include({ key: true, rendition: 'hd', eventTime: first?.time });
      expect(second).to.include({ key: false, duration: frameMs });
      expect(first?.time).to.be.closeTo(epoch, 0.001);
      expect([...(first?.data ?? [])]).to.deep.equal([1, 2, 3, 4]);
      expect(deck.configs.map(({ codec }) => codec).sort()).to.deep.equal(['avc1.42c01e', 'opus']);
      await rest.viewer.until(() => rest.viewer.view.health === 'flowing');
      expect(rest.viewer.view.grade).to.equal('capture');
      expect(rest.viewer.view.agreed).to.match(
        version === ''
          ? /^(moq-lite-0[12]|moqt-14) \/ hang \/ legacy$/
          : new RegExp(`^${version} / hang / legacy$`),
      );
      expect(deck.duration).to.equal(Infinity);
    });

  it('joins in the middle of a group at its key frame, and sends the deck to what is due', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start } = started(viewer(edge, { start: { targetLatencyMs: 100 } }));
    await start;
    await edge.subscribed('hd');
    // A second of pictures that were captured before the viewer came, in one go; the next have not been captured.
    const epoch = Date.now() - 1000;
    const group = edge.group('hd', 0);
    for (let i = 0; i < fps; i += 1) group.write(legacyFrame(epoch + i * frameMs));
    await deck.until(() => deck.samples.video.length === fps);
    expect(deck.samples.video[0]?.key).to.equal(true);
    expect(deck.seeks).to.have.length(1);
    const sought = deck.seeks[0] ?? NaN;
    expect(sought).to.be.within(epoch, epoch + 1000);
    expect(Date.now() - sought).to.be.within(100, 400);
  });

  it('goes on where the viewer was, when they come from another source', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const epoch = Date.now() - 1000;
    const startAt = epoch + 400;
    const { deck, start } = started(viewer(edge, { start: { startAt } }));
    await start;
    await edge.subscribed('hd');
    const group = edge.group('hd', 0);
    for (let i = 0; i < fps; i += 1) group.write(legacyFrame(epoch + i * frameMs));
    await deck.until(() => deck.seeks.length > 0);
    expect(deck.seeks[0]).to.be.closeTo(startAt, 1);
  });

  it('gets over a lost group, and says which stretch is missing', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    const epoch = past();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    edge.give('hd', 2, epoch);
    await deck.until(() => deck.samples.video.length === 2 * framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal([...range(0, 5), ...range(10, 15)]);
    expect(
      deck.gaps.map(({ range: { from, to } }) =>
        [from, to].map((each) => Math.round((each - epoch) / frameMs)),
      ),
    ).to.deep.equal([[5, 10]]);
    expect((await page.link.call('stats', [])).skippedGroups).to.equal(1);
  });

  it('gets over a group that breaks off', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    const epoch = past();
    const broken = edge.group('hd', 0);
    broken.write(legacyFrame(epoch));
    await deck.until(() => deck.samples.video.length === 1);
    broken.abort();
    edge.give('hd', 1, epoch);
    await deck.until(() => deck.samples.video.length === 1 + framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal([0, ...range(5, 10)]);
    expect(deck.gaps).to.have.length(1);
  });

  it('puts groups right that overtake each other', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start } = started(viewer(edge, patient));
    await start;
    await edge.subscribed('hd');
    const epoch = fresh();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    edge.give('hd', 2, epoch);
    edge.give('hd', 1, epoch);
    edge.give('hd', 3, epoch);
    await deck.until(() => deck.samples.video.length === 4 * framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal(range(0, 20));
    expect(deck.gaps).to.deep.equal([]);
  });

  it('makes room in a window that is full, and begins at a key frame when there is none', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    const epoch = past();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    deck.full = true;
    const removals = new Promise<void>((resolve) => {
      const { remove } = deck.sink;
      Object.assign(deck.sink, {
        remove: (...words: Parameters<typeof remove>) => {
          remove(...words);
          resolve();
        },
      });
    });
    edge.give('hd', 1, epoch);
    await removals;
    deck.full = false;
    edge.give('hd', 2, epoch);
    await deck.until(() => deck.samples.video.length >= 2 * framesAGroup);
    expect(deck.removed[0]?.kind).to.equal('video');
    expect(indices(deck, epoch)).to.deep.equal([...range(0, 5), ...range(10, 15)]);
  });

  it('changes quality at the beginning of a group, without a hole', async () => {
    const edge = origin(
      hangCatalog({ hd: avc, sd: { ...avc, codedWidth: 320, codedHeight: 180, bitrate: 100_000 } }),
    );
    const { deck, start, viewer: page } = started(viewer(edge, patient));
    await start;
    await edge.subscribed('hd');
    expect(edge.isSubscribed('sd')).to.equal(false);
    const epoch = fresh();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    page.link.tell('select', ['sd']);
    await edge.subscribed('sd');
    // The one that plays goes on; the other has not caught up yet.
    edge.give('hd', 1, epoch);
    await deck.until(() => deck.samples.video.length === 2 * framesAGroup);
    expect(deck.samples.video.every(({ rendition }) => rendition === 'hd')).to.equal(true);
    edge.give('sd', 2, epoch);
    await deck.until(() => deck.samples.video.length === 3 * framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal(range(0, 15));
    expect(deck.samples.video.map(({ rendition }) => rendition).slice(10)).to.deep.equal(Array(5).fill('sd'));
    expect(deck.samples.video[10]?.key).to.equal(true);
    expect(deck.gaps).to.deep.equal([]);
    await page.until(() => page.view.rendition === 'sd');
    await edge.unsubscribed('hd');
  });

  it('takes over what the other quality had of the same group', async () => {
    const edge = origin(
      hangCatalog({ hd: avc, sd: { ...avc, codedWidth: 320, codedHeight: 180, bitrate: 100_000 } }),
    );
    const { deck, start, viewer: page } = started(viewer(edge, patient));
    await start;
    await edge.subscribed('hd');
    const epoch = fresh();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    edge.give('hd', 1, epoch, 3);
    await deck.until(() => deck.samples.video.length === 8);
    page.link.tell('select', ['sd']);
    await edge.subscribed('sd');
    const group = edge.group('sd', 1);
    for (const i of [5, 6]) group.write(legacyFrame(epoch + i * frameMs));
    group.write(legacyFrame(epoch + 7 * frameMs));
    await deck.until(() => deck.samples.video.length === 11);
    expect(indices(deck, epoch).slice(8)).to.deep.equal([5, 6, 7]);
    expect(deck.samples.video.slice(8).map(({ rendition }) => rendition)).to.deep.equal(['sd', 'sd', 'sd']);
  });

  it('waits with the other quality until the one that plays has come to where it begins', async () => {
    const edge = origin(
      hangCatalog({ hd: avc, sd: { ...avc, codedWidth: 320, codedHeight: 180, bitrate: 100_000 } }),
    );
    const { deck, start, viewer: page } = started(viewer(edge, patient));
    await start;
    await edge.subscribed('hd');
    const epoch = fresh();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    page.link.tell('select', ['sd']);
    await edge.subscribed('sd');
    edge.give('sd', 2, epoch);
    edge.give('hd', 1, epoch);
    await deck.until(() => deck.samples.video.length === 3 * framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal(range(0, 15));
    expect(deck.samples.video.map(({ rendition }) => rendition).slice(5)).to.deep.equal([
      ...Array<string>(5).fill('hd'),
      ...Array<string>(5).fill('sd'),
    ]);
    expect(deck.gaps).to.deep.equal([]);
  });

  it('comes back after the connection was cut, and says what is missing', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    const epoch = past();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    edge.troubles.push('refuse');
    edge.cut();
    await edge.subscribed('hd');
    edge.give('hd', 3, epoch);
    await deck.until(() => deck.samples.video.length === 2 * framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal([...range(0, 5), ...range(15, 20)]);
    expect(deck.gaps).to.have.length(1);
    expect(edge.dialled).to.have.length(3);
    expect(page.failures).to.deep.equal([]);
    expect((await page.link.call('stats', [])).reconnects).to.equal(2);
  });

  it('does not write twice what it had of a group before the connection was cut', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    const epoch = past();
    edge.give('hd', 0, epoch, 3);
    await deck.until(() => deck.samples.video.length === 3);
    edge.cut();
    await edge.subscribed('hd');
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal(range(0, 5));
    expect(deck.gaps).to.deep.equal([]);
  });

  it('gives up after a few tries, with a reason, and leaves the rest to the session', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { start, viewer: page } = started(viewer(edge));
    await start;
    edge.troubles.push('refuse', 'refuse', 'refuse', 'refuse');
    edge.cut('go away');
    await page.until(() => page.failures.length > 0);
    expect(page.failures[0]).to.have.property('reason', 'moq/connect-failed');
    expect(edge.dialled).to.have.length(4);
  });

  it('leaves a server that lets everybody in and throws them out again', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    const epoch = past();
    for (let round = 0; round < 4; round += 1) {
      await edge.subscribed('hd');
      edge.give('hd', round, epoch);
      await deck.until(() => deck.samples.video.length === (round + 1) * framesAGroup);
      edge.cut();
    }
    await page.until(() => page.failures.length > 0);
    expect(page.failures[0]).to.have.property('reason', 'moq/closed');
    expect(edge.dialled).to.have.length(4);
  });

  it('ends when its tracks do', async () => {
    const edge = origin(hangCatalog({ hd: avc }, { sound: opus }));
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    await Promise.all([edge.subscribed('hd'), edge.subscribed('sound')]);
    edge.give('hd', 0, past());
    await deck.until(() => deck.samples.video.length === framesAGroup);
    edge.endTrack('hd');
    edge.endTrack('sound');
    await page.until(() => page.view.health === 'ended');
    expect(deck.ended$).to.equal(true);
    expect(page.failures).to.deep.equal([]);
  });

  it('follows the catalog: a quality that comes, and one that goes while it plays', async () => {
    const sd = { ...avc, codedWidth: 320, codedHeight: 180, bitrate: 100_000 };
    const edge = origin(hangCatalog({ sd }));
    const { deck, start, viewer: page } = started(viewer(edge, patient));
    await start;
    await edge.subscribed('sd');
    const epoch = fresh();
    edge.give('sd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    edge.setCatalog(hangCatalog({ hd: avc, sd }));
    await page.until(() => page.view.renditions?.length === 2);
    expect(page.view.renditions?.map(({ id }) => id)).to.deep.equal(['hd', 'sd']);
    edge.setCatalog(hangCatalog({ hd: avc }));
    await edge.subscribed('hd');
    edge.give('hd', 1, epoch);
    await deck.until(() => deck.samples.video.length === 2 * framesAGroup);
    expect(indices(deck, epoch)).to.deep.equal(range(0, 10));
  });

  it('keeps playing on the catalog in force when an update is broken', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    edge.setObjects('catalog.json', [new Uint8Array([1, 2, 3])]);
    const epoch = past();
    edge.give('hd', 0, epoch);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    expect(page.failures).to.deep.equal([]);
  });

  it('prefers MSF over MOQT and hang over moq-lite, and takes what there is', async () => {
    const msf = {
      version: 'draft-01',
      tracks: [
        {
          name: 'hd',
          packaging: 'legacy',
          isLive: true,
          role: 'video',
          codec: 'avc1.42c01e',
          width: 640,
          height: 360,
        },
      ],
    };
    for (const [version, catalogs, expected] of [
      ['moqt-18', ['catalog', 'catalog.json'], 'moqt-18 / msf-01 / legacy'],
      ['moq-lite-05', ['catalog', 'catalog.json'], 'moq-lite-05 / hang / legacy'],
      ['moq-lite-05', ['catalog'], 'moq-lite-05 / msf-01 / legacy'],
      ['moqt-18', ['catalog.json'], 'moqt-18 / hang / legacy'],
    ] as const) {
      const edge = origin(hangCatalog({ hd: avc }), 'unused');
      for (const track of catalogs)
        edge.setCatalog(track === 'catalog' ? msf : hangCatalog({ hd: avc }), track);
      edge.version = version;
      const { start, viewer: page } = started(viewer(edge));
      await start;
      await page.until(() => page.view.agreed === expected);
    }
  });

  it('finds the broadcast by its announcement where the address names none', async () => {
    for (const [url, broadcast] of [
      ['https://origin.test/', 'venue/finish'],
      ['https://origin.test/moq/venue/finish', 'venue/finish'],
    ] as const) {
      const edge = origin(hangCatalog({ hd: avc }), undefined, broadcast);
      const { start } = started(viewer(edge, { start: { url } }));
      await start;
      await edge.subscribed('hd');
    }
  });

  it('takes events from event timelines, and the wall clock from media timelines', async () => {
    const zero = past();
    const edge = origin(
      {
        version: 'draft-01',
        tracks: [
          {
            name: 'hd',
            packaging: 'legacy',
            isLive: true,
            role: 'video',
            codec: 'avc1.42c01e',
            width: 640,
            height: 360,
            framerate: fps,
          },
          { name: 'history', packaging: 'mediatimeline', mimeType: 'application/json', depends: ['hd'] },
          { name: 'score', packaging: 'eventtimeline', eventType: 'org.example.score' },
        ],
      },
      'catalog',
    );
    edge.setObjects('history', [
      json([
        [0, [0, 0], zero],
        [200, [1, 0], zero + 200],
      ]),
    ]);
    edge.setObjects('score', [
      json([
        { M: 120, data: { home: 1 } },
        { L: [1, 0], data: { home: 2 } },
      ]),
    ]);
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    edge.give('hd', 0, 0);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    expect(deck.samples.video[0]?.time).to.be.closeTo(zero, 0.001);
    await page.until(() => page.events.length === 2);
    expect(page.events.map(({ class: name, eventTime, data }) => [name, eventTime, data])).to.deep.equal([
      ['org.example.score', zero + 120, { home: 1 }],
      ['org.example.score', zero + 200, { home: 2 }],
    ]);
    await page.until(() => page.view.grade === 'capture');
  });

  it('says that event times are estimated where nobody knows the wall clock', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    const { deck, start, viewer: page } = started(viewer(edge));
    await start;
    await edge.subscribed('hd');
    edge.give('hd', 0, 5000);
    await deck.until(() => deck.samples.video.length === framesAGroup);
    expect(Math.abs((deck.samples.video[0]?.time ?? 0) - Date.now())).to.be.below(2000);
    expect(page.view.grade).to.equal('estimated');
  });
});

function started(page: Viewer<RecordingDeck>) {
  return { viewer: page, deck: page.deck, start: page.start() };
}
