import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClock, frameAt } from '../../examples/edge/clock.js';
import { AudioSender } from '../../examples/edge/whep/audio-sender.js';
import type { Conditions } from '../../examples/edge/faults/conditions.js';
import { readNtp } from '../../examples/edge/whep/rtp/ntp.js';
import {
  audioGrid,
  countAt,
  eventTimeOf,
  loopIndex,
  rtpTimeAt,
  rtpTimeOf,
  videoGrid,
} from '../../examples/edge/whep/timeline.js';
import { VideoPayloads } from '../../examples/edge/whep/video-payloads.js';
import { VideoSender } from '../../examples/edge/whep/video-sender.js';
import { captureTimeIn } from '../../src/transports/whep/tap/timecode.js';
import { depacketize } from './whep-support/depacketize.js';
import { quiet } from './edge-support/conditions.js';
import { smallLoop, videoTrack } from './whep-support/loop.js';
import { seeded } from './whep-support/random.js';
import { during, KeptStream, nearest } from './whep-support/stream.js';

const loop = smallLoop();
const pictures = videoGrid(loop);
const sound = audioGrid(loop);

/** Number of a key picture on a day in 2026: a whole second. */
const key = 1_795_334_400 * 30;

function videoSender({ bytes = 100, clockErrorMs = 0, stamps = true } = {}) {
  const kept = new KeptStream(pictures, () => clockErrorMs, stamps);
  let conditions: Conditions = quiet;
  const sender = new VideoSender(
    kept.stream,
    pictures,
    new VideoPayloads(videoTrack(bytes)),
    () => conditions,
  );
  return { kept, sender, set: (change: Partial<Conditions>) => (conditions = { ...quiet, ...change }) };
}

/** Loop indices written in the pictures that were sent. */
function indices(kept: KeptStream): number[] {
  const nals = depacketize(kept.packets.map(({ payload }) => payload));
  return nals.filter((nal) => [1, 5].includes(nal[0]! & 0x1f)).map((nal) => (nal[1]! << 8) | nal[2]!);
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('The timeline', () => {
  it('finds the frame of every event time, and the event time of every frame, without rounding errors', () => {
    const random = seeded(8000);
    for (let round = 0; round < 20_000; round += 1) {
      const grid = round % 2 ? pictures : sound;
      const count = key + Math.floor(random() * 1e9);
      assert.equal(countAt(grid, eventTimeOf(grid, count)), count);
      assert.equal(countAt(grid, during(grid, count)), count);
    }
  });

  it('puts loop frame 0 at event times divisible by the loop, like the other transports', () => {
    const { startMs } = createClock(loop.durationMs);
    assert.equal(loopIndex(pictures, countAt(pictures, startMs)), 0);
    assert.equal(loopIndex(sound, countAt(sound, startMs)), 0);
    const random = seeded(30);
    for (let round = 0; round < 5000; round += 1) {
      const eventTime = startMs + Math.floor(random() * 1e8);
      assert.equal(loopIndex(pictures, countAt(pictures, eventTime)), frameAt(eventTime, loop));
    }
  });

  it('counts 3000 RTP units per picture and 960 per piece of sound, in step with event time', () => {
    assert.equal(rtpTimeOf(pictures, key + 1) - rtpTimeOf(pictures, key), 3000);
    assert.equal(rtpTimeOf(sound, key + 1) - rtpTimeOf(sound, key), 960);
    assert.equal(rtpTimeAt(pictures, eventTimeOf(pictures, key)), rtpTimeOf(pictures, key));
  });
});

describe('Pictures', () => {
  it('carry their capture time themselves where no packet may: SEI user data that the player reads', () => {
    const { kept, sender } = videoSender({ stamps: false, clockErrorMs: 7 });
    sender.advance(during(pictures, key + 2));
    const nals = depacketize(kept.packets.map(({ payload }) => payload));
    const startCode = Buffer.of(0, 0, 0, 1);
    const times = nals.flatMap((nal) => captureTimeIn(Buffer.concat([startCode, nal])) ?? []);
    assert.equal(times.length, 3);
    for (const [index, time] of times.entries())
      assert.ok(Math.abs(time - (eventTimeOf(pictures, key + index) + 7)) < 0.001);
    assert.deepEqual(indices(kept), range(0, 2));
  });

  it('begin with the current group from its key picture, then come one by one as they are taken', () => {
    const { kept, sender } = videoSender();
    sender.advance(during(pictures, key + 12));
    assert.deepEqual(kept.counts(), range(key, key + 12));
    assert.deepEqual(indices(kept), range(0, 12));
    kept.take();
    sender.advance(during(pictures, key + 12));
    assert.deepEqual(kept.counts(), [], 'nothing is sent twice');
    sender.advance(eventTimeOf(pictures, key + 13) - 0.01);
    assert.deepEqual(kept.counts(), [], 'nothing is sent before it is taken');
    sender.advance(eventTimeOf(pictures, key + 13));
    assert.deepEqual(kept.counts(), [key + 13]);
  });

  it('are numbered without gaps, marked at their last packet, and stamped from event time', () => {
    const { kept, sender } = videoSender({ bytes: 3000 });
    sender.advance(during(pictures, key + 20));
    const [first] = kept.packets;
    for (const [index, packet] of kept.packets.entries()) {
      assert.equal(packet.sequence, (first!.sequence + index) % 65_536);
      const count = nearest(pictures, packet.captured);
      assert.ok(Math.abs(packet.captured - eventTimeOf(pictures, count)) < 0.01);
      assert.equal((packet.timestamp - first!.timestamp + 2 ** 32) % 2 ** 32, (count - key) * 3000);
      const next = kept.packets[index + 1];
      assert.equal(packet.marker, next?.timestamp !== packet.timestamp);
    }
  });

  it('all arrive after a hiccup; after a longer pause the player starts afresh at a key picture', () => {
    const { kept, sender } = videoSender();
    sender.advance(during(pictures, key + 5));
    kept.take();
    sender.advance(during(pictures, key + 32));
    assert.deepEqual(kept.counts(), range(key + 6, key + 32));
    kept.take();
    sender.advance(during(pictures, key + 100));
    assert.deepEqual(kept.counts(), range(key + 90, key + 100));
  });

  it('come again from the key picture when one is asked for, with their own times, once in a while', () => {
    const { kept, sender } = videoSender();
    const now = during(pictures, key + 3);
    sender.sendKeyPicture(now);
    assert.deepEqual(kept.counts(), [], 'a player that has had nothing yet starts with a key picture anyway');
    sender.advance(now);
    const sent = kept.take();
    sender.sendKeyPicture(now);
    assert.deepEqual(kept.counts(), range(key, key + 3));
    assert.deepEqual(
      kept.packets.map(({ timestamp }) => timestamp),
      sent.map(({ timestamp }) => timestamp),
    );
    assert.equal(kept.packets[0]!.sequence, (sent.at(-1)!.sequence + 1) % 65_536);
    kept.take();
    sender.sendKeyPicture(now + 100);
    assert.deepEqual(kept.counts(), [], 'players repeat themselves');
    sender.sendKeyPicture(now + 600);
    assert.deepEqual(kept.counts(), range(key, key + 3));
  });

  it('repeat one key picture while frozen as time goes on, and go on from a key picture after', () => {
    const { kept, sender, set } = videoSender();
    sender.advance(during(pictures, key + 5));
    kept.take();
    set({ freeze: true });
    for (const count of range(key + 6, key + 40)) sender.advance(during(pictures, count));
    assert.deepEqual(kept.counts(), range(key + 6, key + 40));
    assert.deepEqual(new Set(indices(kept)), new Set([0]));
    kept.take();
    set({});
    sender.advance(during(pictures, key + 41));
    assert.deepEqual(indices(kept), range(30, 41));
  });

  it('lose the second half of their packets while truncated, and are still marked at their end', () => {
    const { kept, sender, set } = videoSender({ bytes: 4000 });
    set({ truncate: true });
    sender.advance(during(pictures, key + 1));
    const delta = kept.packets.filter(({ captured }) => captured > eventTimeOf(pictures, key) + 1);
    assert.equal(delta.length, 2, '4000 bytes are four packets');
    assert.deepEqual(
      delta.map(({ marker }) => marker),
      [false, true],
    );
  });
});

describe('Sound', () => {
  it('begins with the current piece, marked, then comes piece by piece', () => {
    const kept = new KeptStream(sound);
    const sender = new AudioSender(kept.stream, sound, loop.audio.opus);
    const first = countAt(sound, 1_795_334_400_000) + 7;
    sender.advance(during(sound, first));
    sender.advance(during(sound, first + 2));
    assert.deepEqual(
      kept.packets.map(({ marker, payload }) => [marker, (payload[0]! << 8) | payload[1]!]),
      [
        [true, 7],
        [false, 8],
        [false, 9],
      ],
    );
    const [a, b] = kept.packets;
    assert.equal((b!.timestamp - a!.timestamp + 2 ** 32) % 2 ** 32, 960);
  });

  it('is not caught up on after a pause that a player would only throw away', () => {
    const kept = new KeptStream(sound);
    const sender = new AudioSender(kept.stream, sound, loop.audio.opus);
    sender.advance(during(sound, 1000));
    sender.advance(during(sound, 2000));
    assert.deepEqual(
      kept.packets.map(({ captured }) => nearest(sound, captured)),
      [1000, 2000],
    );
  });
});

describe('Reports', () => {
  it('tie RTP time to the event time of the pictures', () => {
    const { kept, sender } = videoSender();
    const now = eventTimeOf(pictures, key + 9) + 10;
    sender.advance(now);
    kept.stream.report(now);
    const [report] = kept.reports;
    assert.equal(report!.readUInt32BE(20), kept.packets.length);
    const picture = kept.packets.at(-1)!;
    const unitsAfter = (report!.readUInt32BE(16) - picture.timestamp + 2 ** 32) % 2 ** 32;
    assert.ok(Math.abs(readNtp(report!, 8) - picture.captured - unitsAfter / 90) < 0.02);
  });

  it('are wrong by as much as the capture times while the clock is', () => {
    const { kept, sender } = videoSender({ clockErrorMs: 2000 });
    const now = eventTimeOf(pictures, key);
    sender.advance(now);
    kept.stream.report(now);
    assert.ok(Math.abs(kept.packets[0]!.captured - now - 2000) < 0.01);
    assert.ok(Math.abs(readNtp(kept.reports[0]!, 8) - now - 2000) < 0.01);
  });
});
