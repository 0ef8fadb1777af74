import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RtpPacket, RtcpPacketConverter, RtcpSrPacket } from 'werift';
import { nalUnits } from '../../examples/edge/h264/nal.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { captureTime } from '../../examples/edge/whep/rtp/capture-time.js';
import { h264Payloads } from '../../examples/edge/whep/rtp/h264.js';
import { History } from '../../examples/edge/whep/rtp/history.js';
import { readNtp, writeNtp } from '../../examples/edge/whep/rtp/ntp.js';
import { payloadOffset, rtpPacket } from '../../examples/edge/whep/rtp/packet.js';
import { readFeedback, senderReport } from '../../examples/edge/whep/rtp/rtcp.js';
import { VideoPayloads } from '../../examples/edge/whep/video-payloads.js';
import { depacketize } from './whep-support/depacketize.js';
import { seeded } from './whep-support/random.js';

const limit = 1176;

/** Buffers and Uint8Arrays of the same bytes are not deeply equal; their digits are. */
const hex = (units: readonly Uint8Array[]) => units.map((unit) => Buffer.from(unit).toString('hex'));

function nal(type: number, size: number, random: () => number): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
  bytes[0] = 0x60 | type;
  return bytes;
}

describe('H.264 in RTP', () => {
  it('gives back every NAL unit, in order, from payloads within the limit, whatever the sizes', () => {
    const random = seeded(6184);
    for (let round = 0; round < 300; round += 1) {
      const units = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
        nal(1 + Math.floor(random() * 8), 1 + Math.floor(random() ** 3 * 20_000), random),
      );
      const payloads = h264Payloads(units, limit);
      assert.deepEqual(hex(depacketize(payloads)), hex(units));
      for (const payload of payloads) assert.ok(payload.byteLength <= limit, `${payload.byteLength} bytes`);
    }
  });

  it('handles sizes around the limit, where a packet is just full or just not', () => {
    const random = seeded(1);
    for (const size of [
      1,
      2,
      limit - 4,
      limit - 3,
      limit - 2,
      limit - 1,
      limit,
      limit + 1,
      limit + 2,
      2 * limit,
    ]) {
      const units = [nal(5, size, random)];
      assert.deepEqual(hex(depacketize(h264Payloads(units, limit))), hex(units), `${size} bytes`);
    }
  });

  it('sends parameter sets together in one STAP-A with the highest reference level of its members', () => {
    const sps = Uint8Array.of(0x67, 1, 2, 3);
    const pps = Uint8Array.of(0x28, 4);
    const [payload, ...more] = h264Payloads([sps, pps], limit);
    assert.deepEqual(more, []);
    assert.deepEqual([...payload!], [0x60 | 24, 0, 4, 0x67, 1, 2, 3, 0, 2, 0x28, 4]);
  });

  it('puts the parameter sets before every key picture of the recording, and only there', async () => {
    const loop = await loadLoop();
    for (const { high } of loop.angles.values()) {
      const payloads = new VideoPayloads(high);
      for (const [index, sample] of high.samples.entries()) {
        const parameterSets = sample.key ? [...high.sps, ...high.pps] : [];
        assert.deepEqual(
          hex(depacketize(payloads.at(index))),
          hex([...parameterSets, ...nalUnits(sample.data)]),
        );
      }
    }
  });
});

describe('An RTP packet', () => {
  it('has the header of RFC 3550 and is read the same by another implementation', () => {
    const header = {
      payloadType: 108,
      marker: true,
      sequence: 65_535,
      timestamp: 4_294_967_295,
      ssrc: 0xdeadbeef,
    };
    const packet = rtpPacket(header, Uint8Array.of(1, 2, 3));
    assert.equal(packet.toString('hex'), '80ecffffffffffffdeadbeef010203');
    const read = RtpPacket.deSerialize(packet);
    assert.equal(read.header.marker, true);
    assert.equal(read.header.payloadType, 108);
    assert.equal(read.header.sequenceNumber, 65_535);
    assert.equal(read.header.timestamp, 4_294_967_295);
    assert.deepEqual([...read.payload], [1, 2, 3]);
  });

  it('carries abs-capture-time as a one-byte extension of 8 bytes of NTP time, padded to 32 bits', () => {
    // 2026-11-22T08:00:00.500Z is 1795334400.5 s after 1970, so 4004323200.5 s after 1900.
    const extension = captureTime(13, 1_795_334_400_500);
    const header = { payloadType: 96, marker: false, sequence: 1, timestamp: 2, ssrc: 3, extension };
    const packet = rtpPacket(header, Uint8Array.of(0xaa));
    assert.equal(
      packet.subarray(12).toString('hex'),
      ['bede', '0003', 'd7', 'eead1f80', '80000000', '000000', 'aa'].join(''),
    );
    assert.equal(packet[0], 0x90);
    assert.equal(payloadOffset(packet), packet.byteLength - 1);
    const [read] = RtpPacket.deSerialize(packet).header.extensions;
    assert.equal(read?.id, 13);
    assert.equal(readNtp(read.payload, 0), 1_795_334_400_500);
  });

  it('refuses an extension id that the one-byte form cannot say', () => {
    const extension = captureTime(15, 0);
    const header = { payloadType: 96, marker: false, sequence: 1, timestamp: 2, ssrc: 3, extension };
    assert.throws(() => rtpPacket(header, new Uint8Array()), RangeError);
  });
});

describe('NTP time', () => {
  it('keeps event time to a microsecond, through the era that begins in 2036', () => {
    const bytes = Buffer.alloc(8);
    const random = seeded(5905);
    for (let round = 0; round < 1000; round += 1) {
      const eventTime = random() * Date.UTC(2100, 0);
      writeNtp(bytes, 0, eventTime);
      assert.ok(Math.abs(readNtp(bytes, 0) - eventTime) < 0.001, `${eventTime}`);
    }
  });

  it('carries into the seconds where the fraction rounds up to a whole one', () => {
    const bytes = Buffer.alloc(8);
    writeNtp(bytes, 0, 999.999_999_999_99);
    assert.equal(bytes.toString('hex'), '83aa7e8100000000');
  });
});

describe('A sender report', () => {
  const report = {
    ssrc: 0x01020304,
    eventTime: 1_795_334_400_500,
    timestamp: 0xfffffff0,
    packets: 7,
    octets: 2 ** 32 + 9,
    cname: 'edge',
  };

  it('says which RTP time belongs to which event time, and how much was sent, modulo 2^32', () => {
    const packet = senderReport(report);
    assert.equal(
      packet.subarray(0, 28).toString('hex'),
      '80c8000601020304eead1f8080000000fffffff00000000700000009',
    );
  });

  it('is followed by the canonical name, and both are read by another implementation', () => {
    const packet = senderReport(report);
    assert.equal(packet.subarray(28).toString('hex'), '81ca000301020304010465646765'.padEnd(32, '0'));
    const [first, second] = RtcpPacketConverter.deSerialize(packet);
    assert.ok(first instanceof RtcpSrPacket);
    assert.equal(first.senderInfo.rtpTimestamp, 0xfffffff0);
    assert.equal(second?.type, 202);
  });

  it('pads any name to whole words with at least one zero', () => {
    for (const cname of ['', 'a', 'ab', 'abc', 'abcd', 'abcde']) {
      const packet = senderReport({ ...report, cname });
      assert.equal(packet.byteLength % 4, 0);
      assert.equal(packet.readUInt16BE(30), (packet.byteLength - 28) / 4 - 1);
      assert.equal(packet.at(-1), 0);
    }
  });
});

describe('Feedback', () => {
  const nack = Buffer.from('81cd0003000000010000000afffe8001', 'hex');
  const pli = Buffer.from('81ce0002000000010000000b', 'hex');
  const fir = Buffer.from('84ce000400000001000000000000000c05000000', 'hex');
  const receiverReport = Buffer.from('80c9000100000001', 'hex');

  it('names lost packets one by one, across the wrap of sequence numbers', () => {
    assert.deepEqual(readFeedback(nack), [{ kind: 'lost', ssrc: 10, sequences: [65_534, 65_535, 14] }]);
  });

  it('is found wherever it stands in a compound packet', () => {
    assert.deepEqual(readFeedback(Buffer.concat([receiverReport, pli, fir])), [
      { kind: 'key-picture-wanted', ssrc: 11 },
      { kind: 'key-picture-wanted', ssrc: 12 },
    ]);
  });

  it('never throws: whatever is cut short or scrambled is passed over', () => {
    const random = seeded(4585);
    const whole = Buffer.concat([receiverReport, nack, pli, fir]);
    for (let size = 0; size <= whole.byteLength; size += 1) readFeedback(whole.subarray(0, size));
    for (let round = 0; round < 2000; round += 1) {
      const scrambled = Buffer.from(whole);
      for (let flips = 0; flips < 4; flips += 1)
        scrambled[Math.floor(random() * scrambled.byteLength)] = Math.floor(random() * 256);
      for (const feedback of readFeedback(scrambled))
        assert.ok(feedback.kind === 'lost' || feedback.kind === 'key-picture-wanted');
    }
  });
});

describe('The history of a stream', () => {
  const packet = (sequence: number) =>
    rtpPacket(
      { payloadType: 96, marker: false, sequence, timestamp: 0, ssrc: 1 },
      Uint8Array.of(sequence & 0xff),
    );

  it('gives back what was sent lately, and nothing that a newer packet has replaced', () => {
    const history = new History();
    for (let sent = 65_000; sent < 65_000 + 2000; sent += 1) history.add(packet(sent & 0xffff));
    assert.deepEqual(history.get(66_999 & 0xffff), packet(66_999 & 0xffff));
    assert.deepEqual(history.get(66_000 & 0xffff), packet(66_000 & 0xffff));
    assert.equal(history.get(65_900), undefined);
    assert.equal(history.get(30_000), undefined);
  });
});
