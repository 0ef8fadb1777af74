import { expect } from '@open-wc/testing';
import { eventTime } from '../../../../src/base/index.js';
import type { Sample, SampleSink, TrackConfig } from '../../../../src/media/index.js';
import { deckTime } from '../../../../src/media/index.js';
import { SampleStore } from '../../../../src/media/window/index.js';
import { RtpClock } from '../../../../src/transports/whep/tap/rtp-clock.js';
import { TappedSamples } from '../../../../src/transports/whep/tap/tapped-samples.js';
import { captureTimeIn, captureTimeUuid } from '../../../../src/transports/whep/tap/timecode.js';
import type { RtpAnchor, TappedFrame } from '../../../../src/transports/whep/tap/protocol.js';

const epoch = Date.UTC(2026, 1, 6, 12);
const ticks = 3000;
/** A real parameter set: 640x360, constrained baseline, level 3. */
const sps = [
  0x67, 0x42, 0xc0, 0x1e, 0x8c, 0x8d, 0x40, 0x50, 0x17, 0xfc, 0xb3, 0x50, 0x10, 0xd0, 0x10, 0x78, 0x44, 0x23,
  0x50,
];
const pps = [0x68, 0xce, 0x3c, 0x80];
const startCode = [0, 0, 0, 1];

function frame(index: number, key = index % 30 === 0, extra: number[][] = []): TappedFrame {
  const units = [...extra, ...(key ? [sps, pps] : []), [key ? 0x65 : 0x41, 0x88, index & 0xff]];
  return {
    rtp: (4_294_960_000 + index * ticks) >>> 0,
    key,
    mimeType: 'video/H264',
    data: new Uint8Array(units.flatMap((unit) => [...startCode, ...unit])).buffer,
    heldMs: 0,
  };
}

function sei(microseconds: bigint): number[] {
  const uuid = captureTimeUuid.match(/../g)!.map((byte) => parseInt(byte, 16));
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, microseconds);
  const payload = [...uuid, ...time];
  // Emulation prevention (H.264 7.4.1).
  const escaped: number[] = [];
  let zeros = 0;
  for (const byte of [5, payload.length, ...payload, 0x80]) {
    if (zeros >= 2 && byte <= 3) {
      escaped.push(3);
      zeros = 0;
    }
    escaped.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return [0x06, ...escaped];
}

function recorder() {
  const samples: Sample[] = [];
  const configs: TrackConfig[] = [];
  const removed: unknown[] = [];
  const sink: SampleSink = {
    configure: (_kind, config) => configs.push(config),
    append: (_kind, more) => {
      samples.push(...more);
      return 'ok';
    },
    remove: (_kind, range) => void removed.push(range),
    buffered: () => [],
    gap: () => {},
    end: () => {},
  };
  const stamped: RtpAnchor[] = [];
  return {
    samples,
    configs,
    removed,
    stamped,
    tapped: new TappedSamples(sink, (anchor) => stamped.push(anchor)),
  };
}

const anchorAt = (index: number, grade: RtpAnchor['grade'] = 'capture', offset = 0): RtpAnchor => ({
  rtp: frame(index).rtp,
  eventTime: eventTime(epoch + (index * 1000) / 30 + offset),
  grade,
});

describe('samples from a tap', () => {
  it('give every frame its event time, over the wrap of the RTP clock', () => {
    const { samples, configs, tapped } = recorder();
    tapped.anchor(anchorAt(0));
    for (let index = 0; index < 60; index += 1) tapped.take(frame(index));
    expect(samples).to.have.length(60);
    for (const [index, sample] of samples.entries()) {
      expect(sample.eventTime).to.be.closeTo(epoch + (index * 1000) / 30, 0.01);
      expect(sample.time).to.equal(sample.eventTime);
      expect(sample.key).to.equal(index % 30 === 0);
      expect(sample.duration).to.be.closeTo(1000 / 30, 0.1);
    }
    expect(configs).to.deep.equal([{ kind: 'video', codec: 'avc1.42c01e' }]);
  });

  it('wait for the clock, and for the first key frame', () => {
    const { samples, tapped } = recorder();
    for (let index = 20; index < 40; index += 1) tapped.take(frame(index));
    expect(samples).to.have.length(0);
    tapped.anchor(anchorAt(40));
    expect(samples.map(({ key }) => key)).to.deep.equal([true, ...new Array<boolean>(9).fill(false)]);
    expect(samples[0]?.eventTime).to.be.closeTo(epoch + 1000, 0.01);
  });

  it('read the timecode that frames carry, and tell of it', () => {
    const { samples, stamped, tapped } = recorder();
    tapped.anchor(anchorAt(0, 'estimated', 80));
    tapped.take(frame(0, true, [sei(BigInt(epoch) * 1000n + 256n)]));
    expect(stamped).to.deep.equal([{ rtp: frame(0).rtp, eventTime: epoch + 0.256, grade: 'capture' }]);
    expect(samples[0]?.eventTime).to.be.closeTo(epoch + 0.256, 0.01);
  });

  it('find no timecode where there is none, or where it is cut short', () => {
    expect(captureTimeIn(new Uint8Array(frame(0).data))).to.equal(undefined);
    const cut = new Uint8Array([...startCode, ...sei(1n).slice(0, 14)]);
    expect(captureTimeIn(cut)).to.equal(undefined);
  });

  it('keep the newest minute, whole groups of it, though nobody plays them', () => {
    const store = new SampleStore({ playhead: () => deckTime(0), changed: () => {} });
    const tapped = new TappedSamples(store, () => {});
    tapped.anchor(anchorAt(0));
    const last = 90 * 30;
    for (let index = 0; index < last; index += 1) tapped.take(frame(index));
    expect(store.buffered('video')).to.have.length(1);
    const [kept] = store.buffered('video');
    expect(kept!.to).to.be.closeTo(epoch + (last * 1000) / 30, 1);
    expect(kept!.to - kept!.from).to.be.within(58_000, 60_001);
    // It can be decoded from where it begins.
    expect((kept!.from - epoch) % 1000).to.be.closeTo(0, 1);
  });

  it('begin anew when the sender goes back in time', () => {
    const { removed, tapped } = recorder();
    tapped.anchor(anchorAt(0));
    tapped.take(frame(30));
    tapped.take(frame(0));
    expect(removed).to.have.length(1);
  });
});

describe('the RTP clock of a tap', () => {
  it('takes a better grade over at once and never a worse one', () => {
    const clock = new RtpClock();
    clock.set(anchorAt(0, 'estimated', 70));
    expect(clock.at(frame(30).rtp)).to.be.closeTo(epoch + 1070, 0.01);
    clock.set(anchorAt(30, 'capture'));
    expect(clock.at(frame(30).rtp)).to.be.closeTo(epoch + 1000, 0.01);
    clock.set(anchorAt(60, 'server', 33));
    expect(clock.at(frame(60).rtp)).to.be.closeTo(epoch + 2000, 0.01);
  });

  it('keeps frames evenly apart while an estimate wanders, and follows a jump', () => {
    const clock = new RtpClock();
    clock.set(anchorAt(0, 'estimated'));
    for (let index = 15; index <= 300; index += 15)
      clock.set(anchorAt(index, 'estimated', index % 2 === 0 ? 9 : -9));
    expect(clock.at(frame(300).rtp)).to.be.closeTo(epoch + 10_000, 0.01);
    clock.set(anchorAt(315, 'estimated', 400));
    expect(clock.at(frame(315).rtp)).to.be.closeTo(epoch + 10_900, 0.01);
  });
});
