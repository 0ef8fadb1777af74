import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { eventDescriptor } from '../../examples/edge/descriptor.js';
import { moments as venueMoments } from '../../examples/venue/moments.js';
import { recorded } from '../../examples/venue/rig.js';
import { validateEvent } from '../../src/event/index.js';
import { EdgeClient } from './edge-support/edge.js';

type Descriptor = ReturnType<typeof eventDescriptor>;

const loopMs = 8000;
const startMs = 1_795_000_000_000 - (1_795_000_000_000 % loopMs);
const describeAt = (nowMs: number, clean = false) =>
  eventDescriptor({ nowMs, startMs, clockOffsetMs: 0, loopMs, clean });

describe('the descriptor', () => {
  it('is valid, without a warning, with and without the strip', () => {
    for (const clean of [false, true]) {
      const result = validateEvent(JSON.parse(JSON.stringify(describeAt(startMs + 70_000, clean))));
      assert.deepEqual([result.valid, result.errors, result.warnings], [true, [], []]);
    }
  });

  it('lists the recorded angles, the programme first, each with a ladder and a way out', () => {
    const { angles } = describeAt(startMs + 70_000);
    assert.deepEqual(
      angles.map(({ id }) => id),
      recorded,
    );
    for (const { id, fallback, sources } of angles) {
      assert.notEqual(fallback, id);
      assert.ok(recorded.includes(fallback));
      assert.deepEqual(
        sources.map(({ type }) => type),
        ['whep', 'll-hls', 'dash', 'hls'],
      );
    }
  });

  it('offers Media over QUIC behind WHEP where it is asked for', () => {
    const certificateHashes = ['0f'.repeat(32)];
    const moq = { hostname: '127.0.0.1', httpPort: 8081, webTransport: { port: 8081, certificateHashes } };
    const nowMs = startMs + 70_000;
    const descriptor = eventDescriptor({ nowMs, startMs, clockOffsetMs: 0, loopMs, clean: false, moq });
    const { valid, errors, warnings } = validateEvent(JSON.parse(JSON.stringify(descriptor)));
    assert.deepEqual([valid, errors, warnings], [true, [], []]);
    for (const { sources } of descriptor.angles)
      assert.deepEqual(
        sources.map(({ type, priority }) => `${type} ${priority}`),
        ['whep 1', 'moq 2', 'll-hls 3', 'dash 4', 'hls 5'],
      );
  });

  it('puts the ring into the rig and calibrates the others by themselves', () => {
    const { angles, rig } = describeAt(startMs + 70_000);
    const calibrated = angles.filter((angle) => 'calibration' in angle).map(({ id }) => id);
    assert.equal(rig.cameras.length, 9);
    assert.deepEqual([...rig.cameras.map(({ id }) => id), ...calibrated].sort(), [...recorded].sort());
  });

  it('tells moments that are over and within the last minute, at their place in the loop', () => {
    const nowMs = startMs + 70_000;
    const { moments } = describeAt(nowMs);
    assert.ok(moments.length >= 7 * venueMoments.length);
    assert.equal(new Set(moments.map(({ id }) => id)).size, moments.length);
    for (const moment of moments) {
      const source = venueMoments.find(({ id }) => id === moment.class);
      assert.equal(moment.T % loopMs, source?.atMs);
      assert.ok(moment.T >= nowMs - 60_000 && moment.T + moment.duration <= nowMs);
    }
  });

  it('tells a moment from the instant it is over', () => {
    const [first] = venueMoments;
    assert.ok(first);
    const turn = startMs + 64_000;
    const has = (nowMs: number) =>
      describeAt(nowMs).moments.some(({ id }) => id === `${first.id}-${turn + first.atMs}`);
    const overAt = turn + first.atMs + first.durationMs;
    assert.deepEqual([has(overAt - 1), has(overAt)], [false, true]);
  });

  it('shortens the pictures of the clean streams and nothing else', () => {
    const [full] = describeAt(startMs + 70_000).rig.cameras;
    const [clean] = describeAt(startMs + 70_000, true).rig.cameras;
    assert.deepEqual(clean, { ...full, intrinsics: { ...full!.intrinsics, height: 348 } });
  });
});

describe('/event.json', () => {
  let edge: Edge;
  let client: EdgeClient;
  before(async () => {
    edge = await createEdge();
    client = new EdgeClient(edge);
  });
  after(() => edge.close());

  for (const query of ['', '?strip=0'])
    it(`${query || 'plain'}: every HTTP source it names is there`, async () => {
      const response = await client.get(`/event.json${query}`);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      const descriptor = (await response.json()) as Descriptor;
      assert.ok(Math.abs(descriptor.generatedAt - Date.now()) < 500);
      assert.equal(descriptor.event.startDate, new Date(edge.clock.startMs).toISOString());
      for (const { sources } of descriptor.angles)
        for (const { type, url } of sources) {
          if (type === 'whep' || type === 'moq') continue;
          const source = await fetch(new URL(url, response.url));
          assert.equal(source.status, 200, url);
          const text = await source.text();
          if (type !== 'dash') assert.equal(text.includes('RESOLUTION=640x348'), query === '?strip=0', url);
        }
      assert.equal((await fetch(new URL(descriptor.clock.url, response.url))).status, 200);
    });
});
