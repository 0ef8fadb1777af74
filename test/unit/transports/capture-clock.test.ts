import { expect } from '@open-wc/testing';
import { eventTime, ntpEpochOffsetSeconds } from '../../../src/base/index.js';
import { CaptureClock } from '../../../src/transports/whep/capture-clock.js';
import { rtpDifference } from '../../../src/transports/whep/rtp.js';
import type { ViewerClock } from '../../../src/transports/index.js';
import { seededRandom, settle } from '../../fixtures/fake-environment.js';

const epoch = Date.UTC(2026, 1, 6, 12);
const ntp = (milliseconds: number) => milliseconds + ntpEpochOffsetSeconds * 1000;

const clock: ViewerClock = {
  now: () => eventTime(epoch),
  offsetMs: 0,
  errorMs: 1,
  at: (monotonic) => eventTime(epoch + monotonic),
};

interface Stamp {
  rtpTimestamp: number;
  captureTimestamp?: number;
}

/** A receiver that knows these stamps and reports these statistics. */
function receiver(stamps: Stamp[], stats: () => Promise<object[]> = () => Promise.resolve([])) {
  let asked = 0;
  const fake = {
    asked: () => asked,
    getSynchronizationSources: () => stamps as unknown as RTCRtpSynchronizationSource[],
    async getStats() {
      asked += 1;
      return new Map((await stats()).entries()) as unknown as RTCStatsReport;
    },
  };
  return fake;
}

const frame = (rtpTimestamp: number, expectedDisplayTime = 0) => ({
  mediaTime: 0,
  rtpTimestamp,
  expectedDisplayTime,
});

describe('rtpDifference', () => {
  it('is exact across the wrap of the 32-bit clock', () => {
    expect(rtpDifference(2999, 2 ** 32 - 1)).to.equal(3000);
    expect(rtpDifference(2 ** 32 - 1, 2999)).to.equal(-3000);
    const random = seededRandom(7);
    for (let round = 0; round < 1000; round += 1) {
      const start = Math.floor(random() * 2 ** 32);
      const ticks = Math.floor((random() - 0.5) * 2 ** 31);
      expect(rtpDifference((start + ticks + 2 ** 32) % 2 ** 32, start)).to.equal(ticks);
    }
  });
});

describe('CaptureClock', () => {
  it('reads the capture time of every frame from one stamped frame, past the wrap', () => {
    const stamped = { rtpTimestamp: 2 ** 32 - 3000, captureTimestamp: ntp(epoch) };
    const timeline = new CaptureClock(receiver([stamped]), clock);
    expect(timeline.eventTimeOf(frame(2 ** 32 - 3000))).to.equal(epoch);
    expect(timeline.eventTimeOf(frame(0))).to.be.closeTo(epoch + 1000 / 30, 1e-3);
    expect(timeline.eventTimeOf(frame(87_000))).to.be.closeTo(epoch + 1000, 1e-3);
    expect(timeline.eventTimeOf(frame(2 ** 32 - 93_000))).to.be.closeTo(epoch - 1000, 1e-3);
    expect(timeline.accuracy.value).to.deep.equal({ errorMs: 1, grade: 'capture' });
  });

  it('follows a server that starts a new capture clock', () => {
    const stamps = [{ rtpTimestamp: 0, captureTimestamp: ntp(epoch) }];
    const timeline = new CaptureClock(receiver(stamps), clock);
    expect(timeline.eventTimeOf(frame(0, 0))).to.equal(epoch);
    stamps[0] = { rtpTimestamp: 0, captureTimestamp: ntp(epoch + 60_000) };
    expect(timeline.eventTimeOf(frame(0, 1000))).to.equal(epoch + 60_000);
  });

  it('keeps its mapping while newer packets carry no stamp', () => {
    const stamps: Stamp[] = [{ rtpTimestamp: 0, captureTimestamp: ntp(epoch) }];
    const timeline = new CaptureClock(receiver(stamps), clock);
    timeline.eventTimeOf(frame(0, 0));
    stamps[0] = { rtpTimestamp: 90_000 };
    expect(timeline.eventTimeOf(frame(90_000, 1000))).to.equal(epoch + 1000);
  });

  it('falls back on the playout time the browser made from sender reports', async () => {
    const fake = receiver([{ rtpTimestamp: 0 }], () =>
      Promise.resolve([
        { type: 'codec' },
        {
          type: 'inbound-rtp',
          timestamp: performance.timeOrigin + 100,
          estimatedPlayoutTimestamp: ntp(epoch),
        },
      ]),
    );
    const timeline = new CaptureClock(fake, clock);
    expect(timeline.eventTimeOf(frame(0, 100))).to.equal(undefined);
    await settle();
    expect(timeline.eventTimeOf(frame(0, 150))).to.be.closeTo(epoch + 50, 1e-3);
    expect(timeline.accuracy.value.grade).to.equal('server');
  });

  it('falls back on the moment of reception, and says that it guesses', async () => {
    const timeline = new CaptureClock(receiver([]), clock);
    expect(timeline.eventTimeOf({ ...frame(0), receiveTime: 40 })).to.equal(epoch + 40);
    await settle();
    expect(timeline.accuracy.value).to.deep.equal({ errorMs: 500, grade: 'estimated' });
  });

  it('knows nothing of a frame that says nothing', () => {
    const timeline = new CaptureClock(receiver([]), clock);
    expect(timeline.eventTimeOf({ mediaTime: 1, expectedDisplayTime: 1 })).to.equal(undefined);
    expect(timeline.mediaTimeOf()).to.equal(undefined);
  });

  it('asks for statistics twice a second at most, though every frame looks for a stamp', async () => {
    const fake = receiver([]);
    const timeline = new CaptureClock(fake, clock);
    for (let now = 0; now < 1000; now += 1000 / 30) {
      timeline.eventTimeOf(frame(0, now));
      await settle();
    }
    expect(fake.asked()).to.be.within(1, 3);
  });

  it('survives statistics that fail', async () => {
    const fake = receiver([], () => Promise.reject(new Error('closed')));
    const unhandled: unknown[] = [];
    const listen = (event: PromiseRejectionEvent) => {
      event.preventDefault();
      unhandled.push(event.reason);
    };
    window.addEventListener('unhandledrejection', listen);
    const timeline = new CaptureClock(fake, clock);
    expect(timeline.eventTimeOf({ ...frame(0), receiveTime: 1 })).to.equal(epoch + 1);
    await settle();
    await settle();
    window.removeEventListener('unhandledrejection', listen);
    expect(unhandled).to.deep.equal([]);
  });
});
