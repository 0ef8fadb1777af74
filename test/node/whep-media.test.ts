import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as time } from 'node:timers/promises';
import type { Loop } from '../../examples/edge/contract.js';
import { nalUnits } from '../../examples/edge/h264/nal.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { depacketize } from './whep-support/depacketize.js';
import { startWhep, type WhepServer } from './whep-support/server.js';
import { WeriftPlayer, type Received } from './whep-support/werift-player.js';

let server: WhepServer;
let loop: Loop;
let player: WeriftPlayer;

before(async () => {
  [server, loop] = await Promise.all([startWhep(), loadLoop()]);
  player = await WeriftPlayer.open(`${server.url}/whep/ring-00`);
});
after(async () => {
  await player.close();
  await server.close();
});
afterEach(() => server.faults.reset());

const video = (from = 0) => player.packets.slice(from).filter(({ kind }) => kind === 'video');
const audio = (from = 0) => player.packets.slice(from).filter(({ kind }) => kind === 'audio');

/** Packets of each picture, by RTP time; the last may be incomplete and is left out. */
function pictures(packets: readonly Received[]): Received[][] {
  const groups: Received[][] = [];
  for (const packet of packets)
    if (groups.at(-1)?.[0]?.timestamp === packet.timestamp) groups.at(-1)!.push(packet);
    else groups.push([packet]);
  return groups.filter((group) => group.at(-1)!.marker);
}

const indexOf = (captured: number, perSecond: number) =>
  Math.round((captured * perSecond) / 1000) % ((loop.durationMs * perSecond) / 1000);

describe('What a player gets', () => {
  it('is the recording, byte for byte: the frame of the loop that each capture time stands for', async () => {
    await player.until(() => pictures(video()).length > 45 && audio().length > 60);
    const track = loop.angles.get('ring-00')!.high;
    for (const [place, packets] of pictures(video()).entries()) {
      const index = indexOf(packets[0]!.captured!, loop.fps);
      const sample = track.samples[index]!;
      assert.equal(sample.key, index % 30 === 0);
      if (place === 0) assert.ok(sample.key, 'the first picture is a key picture');
      const expected = [...(sample.key ? [...track.sps, ...track.pps] : []), ...nalUnits(sample.data)];
      const got = depacketize(packets.map(({ payload }) => payload));
      assert.deepEqual(
        got.map((nal) => Buffer.from(nal)),
        expected.map((nal) => Buffer.from(nal)),
      );
    }
    for (const { captured, payload } of audio())
      assert.ok(payload.equals(loop.audio.opus.samples[indexOf(captured!, 50)]!));
  });

  it('leaves no earlier than it was taken, and soon after', () => {
    const live = pictures(video()).slice(30);
    const lateMs = live.map((packets) => packets[0]!.at - packets[0]!.captured!).sort((a, b) => a - b);
    assert.ok(lateMs[0]! > -1, `${lateMs[0]} ms`);
    assert.ok(lateMs[lateMs.length >> 1]! < 50, `median ${lateMs[lateMs.length >> 1]} ms`);
  });

  it('comes without gaps in its numbers', () => {
    for (const stream of [video(), audio()])
      for (const [index, { sequence }] of stream.entries())
        assert.equal(sequence, (stream[0]!.sequence + index) % 65_536);
  });

  it('is told apart in reports that tie both clocks to event time', async () => {
    const [picture] = video();
    const [sound] = audio();
    const ssrcs = [picture!.ssrc, sound!.ssrc];
    await player.until(() => ssrcs.every((ssrc) => player.reports.some((report) => report.ssrc === ssrc)));
    for (const [packet, rate] of [
      [picture!, 90],
      [sound!, 48],
    ] as const) {
      const { senderInfo } = player.reports.find(({ ssrc }) => ssrc === packet.ssrc)!;
      const ntp = Buffer.alloc(8);
      ntp.writeBigUInt64BE(senderInfo.ntpTimestamp);
      const units = (senderInfo.rtpTimestamp - packet.timestamp + 2 ** 32) % 2 ** 32;
      const reported =
        Number(ntp.readUInt32BE(0) - 2_208_988_800) * 1000 + (ntp.readUInt32BE(4) / 2 ** 32) * 1000;
      assert.ok(Math.abs(reported - packet.captured! - units / rate) < 0.05);
    }
  });
});

describe('What a player asks for', () => {
  it('is sent again, unchanged, when it was lost', async () => {
    const lost = video().slice(-12, -4);
    const before = player.packets.length;
    await player.askAgain(
      lost[0]!.ssrc,
      lost.map(({ sequence }) => sequence),
    );
    const again = () =>
      player.packets
        .slice(before)
        .filter(({ sequence, ssrc }) => lost.some((one) => one.sequence === sequence && one.ssrc === ssrc));
    await player.until(() => again().length === lost.length);
    assert.deepEqual(
      again().map(({ sequence, timestamp, payload }) => [sequence, timestamp, payload.toString('hex')]),
      lost.map(({ sequence, timestamp, payload }) => [sequence, timestamp, payload.toString('hex')]),
    );
  });

  it('is a key picture: the last one comes again, with its own time', async () => {
    const newest = () => Math.max(...video().map(({ captured }) => captured!));
    // Away from the second, so that the recording's own next key picture cannot be taken for the answer.
    await player.until(() => newest() % 1000 > 300 && newest() % 1000 < 400);
    const before = player.packets.length;
    const asked = newest();
    await player.askForKeyPicture(video()[0]!.ssrc);
    await player.until(() => video(before).some(({ captured }) => captured! % 1000 < 1));
    const [key] = video(before).filter(({ captured }) => captured! % 1000 < 1);
    assert.ok(asked - key!.captured! < 500);
    assert.ok(key!.at - asked < 500, 'soon');
  });
});

describe('Under faults', () => {
  it('a stall sends nothing and keeps the session; then pictures go on from a key picture', async () => {
    await player.until(() => video().at(-1)!.captured! % 1000 < 200);
    server.fault('stall');
    const began = Date.now();
    const since = () => video().filter(({ captured }) => captured! > began);
    await time(1300); // that nothing comes is no event
    assert.deepEqual(since(), []);
    assert.equal(server.whep.sessions, 1);
    server.faults.reset();
    await player.until(() => since().length > 0);
    assert.ok(since()[0]!.captured! % 1000 < 1);
  });

  it('a wrong clock moves the capture times and nothing else', async () => {
    server.fault('clock', 60_000);
    const wrong = () => video().filter(({ at, captured }) => captured! - at > 50_000);
    await player.until(() => wrong().length > 10);
    const units = (wrong().at(-1)!.timestamp - video()[0]!.timestamp + 2 ** 32) % 2 ** 32;
    assert.ok(Math.abs(units / 90 - (wrong().at(-1)!.captured! - 60_000 - video()[0]!.captured!)) < 1);
  });

  it('a cut ends the session', () => {
    server.fault('cut');
    assert.equal(server.whep.sessions, 0);
  });
});
