import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { inflateRawSync, constants } from 'node:zlib';
import type { Loop } from '../../examples/edge/contract.js';
import { readAvcC } from '../../examples/edge/h264/avcc.js';
import { loadLoop } from '../../examples/edge/loop.js';
import type { Conditions } from '../../examples/edge/faults/conditions.js';
import { containers, wrap, type Shot } from '../../examples/edge/moq/origin/container.js';
import { deflated } from '../../examples/edge/moq/origin/deflate.js';
import { encodingsOf, firstOf, groupOf, type Encoding } from '../../examples/edge/moq/origin/encoding.js';
import { Feed } from '../../examples/edge/moq/origin/feed.js';
import { hangCatalog } from '../../examples/edge/moq/origin/hang-catalog.js';
import { msfCatalog } from '../../examples/edge/moq/origin/msf-catalog.js';
import { TimelineFeed, type TimelineRecord } from '../../examples/edge/moq/origin/timeline-feed.js';
import { mediaTracks } from '../../examples/edge/moq/origin/track.js';
import { moqSources } from '../../examples/edge/moq/sources.js';
import { countAt, eventTimeOf } from '../../examples/edge/whep/timeline.js';
import { readInit } from './edge-support/boxes.js';
import { quiet } from './edge-support/conditions.js';
import { openCmaf, openLegacy, openLoc } from './moq-support/containers.js';
import { TestTimetable } from './moq-support/timetable.js';

/** A whole second of event time, on a turn of the loop. */
const second = 1_795_000_000;

let loop: Loop;
let encodings: readonly Encoding[];
const encodingOf = (id: string) => encodings.find((encoding) => encoding.id === id)!;
before(async () => {
  loop = await loadLoop();
  encodings = encodingsOf(loop, 'main', false)!;
});

const shotOf = (encoding: Encoding, count: number, clockErrorMs = 0): Shot => ({
  encoding,
  count,
  clockErrorMs,
  sample: encoding.samples[count % encoding.samples.length]!,
  first: firstOf(encoding, groupOf(encoding, count)) === count,
});

describe('groups', () => {
  it('are the seconds of event time, on every encoding', () => {
    for (const encoding of encodings)
      for (let group = second; group < second + 20; group += 1) {
        const first = firstOf(encoding, group);
        assert.deepEqual([groupOf(encoding, first - 1), groupOf(encoding, first)], [group - 1, group]);
        assert.ok(eventTimeOf(encoding.grid, first) - group * 1000 < 1000 / encoding.grid.framesPerSecond);
      }
  });

  it('begin with a key picture, and hold no other', () => {
    for (const id of ['high', 'low']) {
      const { samples } = encodingOf(id);
      for (let group = second; group < second + 8; group += 1)
        for (let count = firstOf(encodingOf(id), group); groupOf(encodingOf(id), count) === group; count += 1)
          assert.equal(samples[count % samples.length]!.key, count % 30 === 0);
    }
  });
});

describe('objects', () => {
  it('carry the sample and its capture time in every container', () => {
    for (const encoding of encodings)
      for (const count of [0, 1, 17, 29].map((offset) => firstOf(encoding, second) + offset))
        for (const clockErrorMs of [0, -2000]) {
          const shot = shotOf(encoding, count, clockErrorMs);
          const micros = Math.round((eventTimeOf(encoding.grid, count) + clockErrorMs) * 1000);
          const cmaf = openCmaf(wrap('cmaf', shot), readInit(encoding.init).timescale);
          const opened = [openLoc(wrap('loc', shot)), openLegacy(wrap('legacy', shot)), cmaf];
          for (const object of opened) {
            assert.deepEqual(Buffer.from(object.data), Buffer.from(shot.sample.data));
            assert.equal(object.micros, micros, `${encoding.id} ${count}`);
          }
          assert.ok(Math.abs(cmaf.captured - micros / 1000) < 0.001);
        }
  });

  it('of LOC bring the decoder configuration with the first of a group', () => {
    const high = encodingOf('high');
    const first = firstOf(high, second);
    assert.deepEqual(
      readAvcC(Uint8Array.from(openLoc(wrap('loc', shotOf(high, first))).config!)),
      readAvcC(high.description!),
    );
    assert.equal(openLoc(wrap('loc', shotOf(high, first + 1))).config, undefined);
    const aac = encodingOf('aac');
    const config = openLoc(wrap('loc', shotOf(aac, firstOf(aac, second)))).config;
    assert.deepEqual(Buffer.from(config!), Buffer.from(aac.description!));
  });
});

describe('catalogs', () => {
  it('of hang list every encoding in every container', () => {
    const { video, audio } = hangCatalog(mediaTracks(encodings, []));
    const names = (ids: string[]) => containers.flatMap((container) => ids.map((id) => `${id}.${container}`));
    assert.deepEqual(Object.keys(video.renditions), names(['high', 'low']));
    assert.deepEqual(Object.keys(audio.renditions), names(['opus', 'aac']));
    const high = video.renditions['high.legacy'] as Record<string, unknown>;
    assert.equal(high.codec, encodingOf('high').codec);
    assert.deepEqual([high.codedWidth, high.codedHeight, high.framerate], [640, 360, 30]);
    assert.equal(high.description, Buffer.from(encodingOf('high').description!).toString('hex'));
    assert.deepEqual(high.timeline, { track: 'high.legacy.timeline.z', timescale: 1000, wall: 0 });
    const { container } = video.renditions['high.cmaf'] as { container: { kind: string; init: string } };
    assert.equal(readInit(Buffer.from(container.init, 'base64')).timescale, 90_000);
  });

  it('list only the containers asked for', () => {
    const tracks = mediaTracks(encodings, ['loc']);
    assert.deepEqual(
      tracks.map(({ name }) => name),
      ['high.loc', 'low.loc', 'opus.loc', 'aac.loc'],
    );
  });

  const msf = (draft: '00' | '01') =>
    JSON.parse(
      JSON.stringify(
        msfCatalog({
          tracks: mediaTracks(encodings, []),
          draft,
          generatedAt: second * 1000 + 0.4,
          label: 'Main',
          targetLatency: 200,
        }),
      ),
    ) as {
      version: unknown;
      generatedAt: number;
      tracks: Record<string, unknown>[];
      initDataList?: { id: string; type: string; data: string }[];
    };

  it('of MSF 01 refer to initialization data by name', () => {
    const { version, tracks, initDataList, generatedAt } = msf('01');
    assert.deepEqual([version, generatedAt], ['draft-01', second * 1000]);
    assert.deepEqual(
      tracks.map(({ name, packaging }) => `${name} ${packaging}`),
      ['loc', 'cmaf'].flatMap((kind) => ['high', 'low', 'opus', 'aac'].map((id) => `${id}.${kind} ${kind}`)),
    );
    for (const track of tracks) {
      assert.deepEqual([track.isLive, track.renderGroup, track.label], [true, 1, 'Main']);
      assert.equal(track.altGroup, track.role === 'video' ? 1 : 2);
      const init = initDataList!.find(({ id }) => id === track.initRef);
      if (track.name === 'opus.loc') assert.equal(track.initRef, undefined);
      else assert.equal(init?.type, 'inline', String(track.name));
      if (track.packaging === 'cmaf')
        assert.equal(readInit(Buffer.from(init!.data, 'base64')).timescale, track.timescale);
    }
    const high = tracks.find(({ name }) => name === 'high.loc')!;
    const config = initDataList!.find(({ id }) => id === high.initRef)!.data;
    assert.deepEqual(
      readAvcC(Uint8Array.from(Buffer.from(config, 'base64'))),
      readAvcC(encodingOf('high').description!),
    );
  });

  it('of MSF 00 carry it themselves', () => {
    const { version, tracks, initDataList } = msf('00');
    assert.deepEqual([version, initDataList], [1, undefined]);
    for (const { name, initData } of tracks) assert.equal(initData === undefined, name === 'opus.loc');
  });

  it('of hang are compressed as one piece of a stream', () => {
    const pieces = ['{"a":1}', '{"a":2,"b":"ü"}'].map((text) =>
      Buffer.concat([deflated(text), Buffer.from('0000ffff', 'hex')]),
    );
    const inflated = inflateRawSync(Buffer.concat(pieces), { finishFlush: constants.Z_SYNC_FLUSH });
    assert.equal(inflated.toString('utf8'), '{"a":1}{"a":2,"b":"ü"}');
  });
});

describe('sources', () => {
  const certificateHashes = ['ab'.repeat(32)];

  it('are one where WebTransport and WebSocket share the port', () => {
    const [source, ...more] = moqSources('ring-00', true, {
      hostname: '127.0.0.1',
      httpPort: 8081,
      webTransport: { port: 8081, certificateHashes },
    });
    assert.equal(source?.url, 'moq/ring-00?container=loc&strip=0#venue-ring.2d00--catalog');
    assert.deepEqual(source && 'certificateHashes' in source && source.certificateHashes, [
      { algorithm: 'sha-256', value: certificateHashes[0] },
    ]);
    assert.equal(more.length, 0);
  });

  it('are two where they do not, and WebSocket alone where there is no QUIC', () => {
    const address = { hostname: 'edge.test', httpPort: 8081 };
    const apart = moqSources('main', false, { ...address, webTransport: { port: 9000, certificateHashes } });
    assert.deepEqual(
      apart.map(({ url }) => url),
      [
        'https://edge.test:9000/moq/main?container=loc#venue-main--catalog',
        'moq/main?container=loc#venue-main--catalog',
      ],
    );
    const named = { hostname: 'localhost', httpPort: 8081, webTransport: { port: 8081, certificateHashes } };
    assert.equal(
      moqSources('main', false, named)[0]?.url,
      'https://127.0.0.1:8081/moq/main?container=loc#venue-main--catalog',
      'a browser may try QUIC at the other address of localhost',
    );
    const without = moqSources('main', false, { ...address, webTransport: undefined });
    assert.deepEqual(
      without.map((source) => 'certificateHashes' in source),
      [false],
    );
  });
});

interface Given {
  readonly at: number;
  readonly group: number;
  readonly count: number;
  readonly data: Uint8Array;
  readonly micros: number;
}

/** A subscriber of one track, from `startMs` on, on a clock that stands still. */
function subscriber(id: string, startMs: number, random: () => number = () => 0) {
  const timetable = new TestTimetable(startMs);
  const given: Given[] = [];
  const ended: number[] = [];
  let conditions = quiet;
  const feed = new Feed({
    encoding: encodingOf(id),
    container: 'loc',
    agenda: timetable,
    conditions: () => conditions,
    random,
    begin: (group) => ({
      write: (payload, micros, { count }) =>
        given.push({ at: timetable.now(), group, count, micros, data: openLoc(payload).data }),
      end: () => ended.push(group),
    }),
  });
  return {
    given,
    ended,
    feed,
    timetable,
    fault: (changes: Partial<Conditions>) => void (conditions = { ...quiet, ...changes }),
    /** Beats every 5 ms. */
    pass(ms: number) {
      for (let left = ms; left > 0; left -= 5) {
        timetable.pass(5);
        feed.advance(timetable.now());
      }
    },
  };
}

describe('a subscriber', () => {
  it('gets the current group from its start, then every frame when it is captured', () => {
    for (const id of ['high', 'opus', 'aac']) {
      const { grid } = encodingOf(id);
      const startMs = second * 1000 + 437;
      const { given, feed, pass } = subscriber(id, startMs);
      feed.advance(startMs);
      const first = firstOf(encodingOf(id), second);
      assert.deepEqual(
        given.map(({ count }) => count),
        Array.from({ length: countAt(grid, startMs) - first + 1 }, (_, i) => first + i),
      );
      const joined = given.length;
      pass(2000);
      for (const [index, { at, group, count, micros, data }] of given.entries()) {
        assert.equal(count, first + index, 'none is missing, and none comes twice');
        assert.equal(group, groupOf(encodingOf(id), count));
        assert.equal(micros, Math.round(eventTimeOf(grid, count) * 1000));
        const { samples } = encodingOf(id);
        assert.deepEqual(Buffer.from(data), Buffer.from(samples[count % samples.length]!.data));
        const late = at - eventTimeOf(grid, count);
        if (index >= joined) assert.ok(late >= 0 && late <= 5, `${id}: ${late} ms`);
      }
    }
  });

  it('has each group ended once its last frame was given', () => {
    const { ended, feed, pass } = subscriber('high', second * 1000 + 100);
    feed.advance(second * 1000 + 100);
    pass(2100);
    assert.deepEqual(ended, [second, second + 1]);
  });

  it('gets nothing while the event stalls, and goes on with the newest group', () => {
    const { given, feed, pass, fault } = subscriber('high', second * 1000);
    feed.advance(second * 1000);
    fault({ stall: true });
    const before = given.length;
    pass(2500);
    assert.equal(given.length, before);
    fault({});
    pass(10);
    assert.equal(given[before]?.group, second + 2);
    assert.equal(given[before]?.count, firstOf(encodingOf('high'), second + 2));
  });

  it('misses no frame when the stall was short', () => {
    const { given, feed, pass, fault } = subscriber('high', second * 1000);
    feed.advance(second * 1000);
    fault({ stall: true });
    pass(400);
    fault({});
    pass(1000);
    assert.deepEqual(
      given.map(({ count }) => count - given[0]!.count),
      given.map((_, i) => i),
    );
  });

  it('gets everything later while delayed, and each group in order when the delay ends', () => {
    const { given, feed, pass, fault } = subscriber('high', second * 1000);
    fault({ delay: 300 });
    feed.advance(second * 1000);
    pass(295);
    assert.equal(given.length, 0);
    pass(700);
    for (const { at, count } of given) assert.ok(at - eventTimeOf(encodingOf('high').grid, count) >= 300);
    fault({});
    pass(1000);
    for (const group of [second, second + 1]) {
      const counts = given.filter((one) => one.group === group).map(({ count }) => count);
      const first = firstOf(encodingOf('high'), group);
      assert.deepEqual(
        counts,
        counts.map((_, i) => first + i),
      );
      assert.ok(counts.length >= 29);
    }
    assert.ok(given.at(-1)!.at - eventTimeOf(encodingOf('high').grid, given.at(-1)!.count) <= 5);
  });

  it('gets every other group behind its successor while they are reordered', () => {
    const start = (second + (second % 2)) * 1000;
    const { given, feed, pass, fault } = subscriber('high', start);
    fault({ reorder: 1500 });
    feed.advance(start);
    pass(6000);
    const firstAt = (group: number) => given.find((one) => one.group === group)!.at;
    const even = start / 1000;
    assert.ok(firstAt(even + 1) > firstAt(even + 2));
    assert.equal(firstAt(even + 1), (even + 1) * 1000 + 1500);
    assert.equal(firstAt(even + 2), (even + 2) * 1000);
    for (const group of [even, even + 1, even + 2])
      assert.equal(given.filter((one) => one.group === group).length, 30, 'all of it comes');
  });

  it('misses whole groups, and nothing else, when some are dropped', () => {
    const luck = [0.05, 0.5, 0.05, 0.5];
    const { given, feed, pass, fault } = subscriber('high', second * 1000, () => luck.shift() ?? 0.5);
    fault({ drop: 0.1 });
    feed.advance(second * 1000);
    pass(3995);
    const groups = new Map<number, number>();
    for (const { group } of given) groups.set(group, (groups.get(group) ?? 0) + 1);
    assert.deepEqual(
      [...groups],
      [
        [second + 1, 30],
        [second + 3, 30],
      ],
    );
  });

  it('sees one key picture while frozen, hears on, and sees on from the next key picture', () => {
    const picture = subscriber('high', second * 1000 + 500);
    picture.feed.advance(second * 1000 + 500);
    const moving = picture.given.length;
    picture.fault({ freeze: true });
    picture.pass(1000);
    const frozen = picture.given.slice(moving);
    const { samples, grid } = encodingOf('high');
    const key = Buffer.from(samples[firstOf(encodingOf('high'), second) % samples.length]!.data);
    for (const { data } of frozen) assert.deepEqual(Buffer.from(data), key);
    assert.equal(new Set(frozen.map(({ micros }) => micros)).size, frozen.length, 'time goes on');
    picture.fault({});
    picture.pass(1000);
    for (const { data, count } of picture.given.slice(moving)) {
      const thawed = eventTimeOf(grid, count) >= (second + 2) * 1000;
      assert.deepEqual(Buffer.from(data), thawed ? Buffer.from(samples[count % samples.length]!.data) : key);
    }
    const sound = subscriber('opus', second * 1000);
    sound.fault({ freeze: true });
    sound.pass(500);
    const opus = encodingOf('opus');
    for (const { data, count } of sound.given)
      assert.deepEqual(Buffer.from(data), Buffer.from(opus.samples[count % opus.samples.length]!.data));
  });

  it('gets half pictures when they are truncated, and whole sound', () => {
    for (const [id, share] of [
      ['high', 0.5],
      ['opus', 1],
    ] as const) {
      const { given, fault, pass } = subscriber(id, second * 1000);
      fault({ truncate: true });
      pass(500);
      const { samples } = encodingOf(id);
      for (const { data, count } of given)
        assert.equal(data.byteLength, Math.ceil(samples[count % samples.length]!.data.byteLength * share));
    }
  });

  it('gets flipped bytes in that share of samples', () => {
    let seed = 1;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const { given, fault, pass } = subscriber('high', second * 1000, random);
    fault({ corrupt: 0.3 });
    pass(10_000);
    const { samples } = encodingOf('high');
    const broken = given.filter(
      ({ data, count }) => !Buffer.from(data).equals(Buffer.from(samples[count % samples.length]!.data)),
    );
    assert.ok(Math.abs(broken.length / given.length - 0.3) < 0.08, `${broken.length} of ${given.length}`);
    for (const { data, count } of given)
      assert.equal(data.byteLength, samples[count % samples.length]!.data.byteLength);
  });

  it('is told wrong times when the clock is off', () => {
    const { given, fault, pass } = subscriber('high', second * 1000);
    fault({ clock: -2000 });
    pass(500);
    for (const { micros, count } of given)
      assert.equal(micros, Math.round((eventTimeOf(encodingOf('high').grid, count) - 2000) * 1000));
  });

  it('leaves nothing to be done when it goes', () => {
    const { given, feed, fault, pass, timetable } = subscriber('high', second * 1000);
    fault({ delay: 500 });
    pass(400);
    assert.ok(timetable.waiting > 0);
    feed.close();
    assert.equal(timetable.waiting, 0);
    timetable.pass(1000);
    assert.equal(given.length, 0);
  });
});

describe('a timeline', () => {
  it('tells each group when it begins, from the current one on', () => {
    const records: TimelineRecord[] = [];
    let conditions = quiet;
    const feed = new TimelineFeed(
      () => conditions,
      (record) => records.push(record),
    );
    feed.advance(second * 1000 + 300);
    feed.advance(second * 1000 + 999);
    feed.advance((second + 1) * 1000);
    conditions = { ...quiet, clock: 500 };
    feed.advance((second + 2) * 1000 + 1);
    const epoch = Date.UTC(2020, 0, 1);
    assert.deepEqual(
      records.map(({ group, pts }) => [group, pts + epoch]),
      [
        [second, second * 1000],
        [second + 1, (second + 1) * 1000],
        [second + 2, (second + 2) * 1000 + 500],
      ],
    );
  });
});
