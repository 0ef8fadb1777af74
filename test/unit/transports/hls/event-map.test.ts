import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { eventTime } from '../../../../src/base/index.js';
import { EdgeLine } from '../../../../src/transports/hls/edge-line.js';
import { EventMap } from '../../../../src/transports/hls/event-map.js';
import { claimsTooManySamples } from '../../../../src/transports/run-guard.js';

const epoch = 1_770_000_000_000;

describe('media time and event time', () => {
  it('goes by the frames where they are, by the playlist elsewhere', () => {
    const map = new EventMap();
    map.list([{ start: 0, end: 60, offsetMs: epoch }]);
    map.stamp(10, 12, eventTime(epoch + 10_050));
    expect(map.at(11)).to.equal(epoch + 11_050);
    expect(map.at(20)).to.equal(epoch + 20_000);
    expect(map.mediaTimeOf(eventTime(epoch + 11_050))).to.be.closeTo(11, 1e-6);
    expect(map.mediaTimeOf(eventTime(epoch + 30_000))).to.be.closeTo(30, 1e-6);
  });

  it('keeps frames evenly apart though dates are rounded to milliseconds', () => {
    const map = new EventMap();
    const stamps = Array.from({ length: 20 }, (_, n) => {
      const start = (n * 1001) / 1000;
      return map.stamp(start, start + 1.001, eventTime(Math.round(epoch + start * 1000 + (n % 2) * 0.9)));
    });
    stamps.slice(1).forEach((stamp, n) => expect(stamp - stamps[n]!).to.be.closeTo(1001, 1e-3));
    expect(map.pieces).to.have.length(1);
  });

  it('follows a jump of the dates at a discontinuity, both ways', () => {
    const map = new EventMap();
    map.list([
      { start: 0, end: 10, offsetMs: epoch },
      { start: 10, end: 20, offsetMs: epoch + 3_600_000 },
    ]);
    expect(map.at(5)).to.equal(epoch + 5000);
    expect(map.at(15)).to.equal(epoch + 3_615_000);
    expect(map.mediaTimeOf(eventTime(epoch + 3_615_000))).to.be.closeTo(15, 1e-6);
    expect(map.mediaTimeOf(eventTime(epoch + 5000))).to.be.closeTo(5, 1e-6);
  });

  it('takes every stamped place there and back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 6 })), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (runs, share) => {
          const map = new EventMap();
          for (const [start, length] of runs)
            map.stamp(start, start + length, eventTime(epoch + start * 1000));
          const [start, length] = runs.at(-1)!;
          const place = start + length * share;
          expect(map.mediaTimeOf(map.at(place)!)).to.be.closeTo(place, 1e-3);
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe('the live edge', () => {
  it('is where the earliest arrivals say, until they are too old', () => {
    const edge = new EdgeLine();
    expect(edge.lead).to.be.undefined;
    edge.saw(1000, 5000);
    edge.saw(1200, 5300);
    edge.saw(1400, 5390);
    expect(edge.lead).to.equal(-3990);
    edge.saw(1600, 5700);
    expect(edge.lead).to.equal(-3990);
    edge.saw(11_600, 15_700);
    expect(edge.lead).to.equal(-4100);
  });
});

describe('segments that claim too much', () => {
  it('takes any bytes without complaint', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(claimsTooManySamples(Uint8Array.from(bytes).buffer)).to.be.a('boolean');
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});
