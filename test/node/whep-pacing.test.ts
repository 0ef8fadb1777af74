import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Agenda } from '../../examples/edge/whep/agenda.js';
import type { Conditions } from '../../examples/edge/faults/conditions.js';
import { Outlet } from '../../examples/edge/whep/outlet.js';
import { Pacer } from '../../examples/edge/whep/pacer.js';
import { rtpPacket } from '../../examples/edge/whep/rtp/packet.js';
import { audioGrid, countAt, videoGrid } from '../../examples/edge/whep/timeline.js';
import { quiet } from './edge-support/conditions.js';
import { smallLoop } from './whep-support/loop.js';
import { seeded } from './whep-support/random.js';

const start = 1_795_334_400_000;
const clock = { now: () => Date.now() };

/** Lets time go by a millisecond at a time: a longer tick would show its end to everything that runs within it. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 1) mock.timers.tick(1);
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: start }));
afterEach(() => mock.timers.reset());

describe('The agenda', () => {
  it('runs things in the order of their instants, and of their entry where those are equal', () => {
    const agenda = new Agenda(clock);
    const ran: string[] = [];
    agenda.at(start + 20, () => ran.push('c'));
    agenda.at(start + 10, () => ran.push('a'));
    agenda.at(start + 20, () => ran.push('d'));
    agenda.at(start + 10.5, () => ran.push('b'));
    pass(10);
    assert.deepEqual(ran, ['a']);
    pass(10);
    assert.deepEqual(ran, ['a', 'b', 'c', 'd']);
  });

  it('never runs early, and at once what is already past, but not within the call', () => {
    const agenda = new Agenda(clock);
    let ran = 0;
    agenda.at(start - 1000, () => (ran += 1));
    assert.equal(ran, 0);
    pass(1);
    assert.equal(ran, 1);
    agenda.at(start + 5.2, () => (ran += 1));
    pass(4);
    assert.equal(ran, 1);
    pass(1);
    assert.equal(ran, 2);
  });

  it('forgets what is cancelled, even by something that is due at the same instant', () => {
    const agenda = new Agenda(clock);
    const ran: string[] = [];
    agenda.at(start + 10, () => {
      ran.push('a');
      cancel();
    });
    const cancel = agenda.at(start + 10, () => ran.push('b'));
    pass(50);
    assert.deepEqual(ran, ['a']);
  });
});

describe('The pacer', () => {
  it('beats once for every picture and piece of sound, never early, however late its timer is', () => {
    const grids = [videoGrid(smallLoop()), audioGrid(smallLoop())];
    const agenda = new Agenda(clock);
    const pacer = new Pacer(agenda, grids);
    const random = seeded(60);
    const seen = grids.map((grid) => new Set([countAt(grid, start)]));
    const paced = {
      advance(now: number) {
        for (const [index, grid] of grids.entries()) seen[index]!.add(countAt(grid, now));
      },
    };
    pacer.add(paced);
    while (clock.now() < start + 60_000) mock.timers.tick(1 + Math.floor(random() * 3));
    pacer.remove(paced);
    const end = countAt(grids[0]!, clock.now()) - countAt(grids[0]!, start);
    assert.ok(seen[0]!.size >= end && seen[0]!.size <= end + 1, `${seen[0]!.size} of ${end} pictures`);
    const pieces = countAt(grids[1]!, clock.now()) - countAt(grids[1]!, start);
    assert.ok(seen[1]!.size >= pieces && seen[1]!.size <= pieces + 1, `${seen[1]!.size} of ${pieces} pieces`);
  });

  it('stops when nobody is left', () => {
    const pacer = new Pacer(new Agenda(clock), [videoGrid(smallLoop())]);
    let beats = 0;
    const paced = { advance: () => (beats += 1) };
    pacer.add(paced);
    pass(100);
    pacer.remove(paced);
    const before = beats;
    pass(1000);
    assert.equal(before, 3, 'at 34, 67 and 100 ms');
    assert.equal(beats, before);
  });
});

describe('The way out', () => {
  const size = 1000;
  const packet = (sequence: number) =>
    rtpPacket({ payloadType: 96, marker: false, sequence, timestamp: 0, ssrc: 1 }, new Uint8Array(size - 12));

  function outlet(change: Partial<Conditions>, seed = 1) {
    const sent: { sequence: number; at: number; packet: Buffer }[] = [];
    const agenda = new Agenda(clock);
    const out = new Outlet({
      agenda,
      conditions: () => ({ ...quiet, ...change }),
      random: seeded(seed),
      send: (one) => sent.push({ sequence: one.readUInt16BE(2), at: clock.now() - start, packet: one }),
    });
    return { out, sent };
  }

  it('lets everything pass unchanged and at once on a quiet day', () => {
    const { out, sent } = outlet({});
    const packets = Array.from({ length: 50 }, (_, index) => packet(index));
    for (const one of packets) out.rtp(one);
    assert.deepEqual(
      sent.map((one) => one.packet),
      packets,
    );
  });

  it('holds every packet back for the time of a delay, in order', () => {
    const { out, sent } = outlet({ delay: 500 });
    for (let sequence = 0; sequence < 30; sequence += 1) {
      out.rtp(packet(sequence));
      pass(10);
    }
    pass(600);
    assert.deepEqual(
      sent.map(({ sequence, at }) => [sequence, at]),
      Array.from({ length: 30 }, (_, index) => [index, index * 10 + 500]),
    );
  });

  it('sends every tenth packet behind its successors while packets are reordered', () => {
    const { out, sent } = outlet({ reorder: 100 });
    for (let sequence = 1; sequence <= 40; sequence += 1) {
      out.rtp(packet(sequence));
      pass(10);
    }
    pass(100);
    assert.equal(sent.length, 40);
    const late = sent.filter(({ sequence, at }) => at > (sequence - 1) * 10).map(({ sequence }) => sequence);
    assert.deepEqual(late, [10, 20, 30, 40]);
  });

  it('loses the share of packets it is told to', () => {
    const { out, sent } = outlet({ drop: 0.25 });
    for (let sequence = 0; sequence < 4000; sequence += 1) out.rtp(packet(sequence));
    assert.ok(sent.length > 2850 && sent.length < 3150, `${sent.length} of 4000 passed`);
  });

  it('flips bytes of payloads only, in copies, in the share of packets it is told to', () => {
    const { out, sent } = outlet({ corrupt: 0.5 });
    const packets = Array.from({ length: 1000 }, (_, index) => packet(index));
    for (const one of packets) out.rtp(one);
    const hit = sent.filter((one, index) => !one.packet.equals(packets[index]!));
    assert.ok(hit.length > 420 && hit.length < 580, `${hit.length} of 1000 hit`);
    for (const { packet: one, sequence } of hit) {
      assert.deepEqual(one.subarray(0, 12), packets[sequence]!.subarray(0, 12));
      assert.deepEqual(packets[sequence], packet(sequence), 'what may be sent again stays whole');
    }
  });

  it('lets no more pass than the rate of a throttle, and drops the rest', () => {
    const { out, sent } = outlet({ throttle: 400 });
    for (let tick = 0; tick < 500; tick += 1) {
      out.rtp(packet(tick));
      pass(10);
    }
    // 800 kbit/s were asked for over 5 s; 400 kbit/s are 250 packets of 1000 bytes, and a burst of 100 ms is 5 more.
    assert.ok(sent.length > 240 && sent.length <= 256, `${sent.length} packets passed`);
  });

  it('never sends what still waits when it is closed', () => {
    const { out, sent } = outlet({ delay: 100 });
    out.rtp(packet(1));
    out.rtcp(packet(2));
    out.close();
    pass(1000);
    assert.deepEqual(sent, []);
  });
});
