/** A deck's clock: it keeps its rate, follows the sound, and never goes the wrong way by itself. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Clock, jumpError, maxSlew } from '../../../../src/media/clock/index.js';
import { deckTime } from '../../../../src/media/index.js';

describe('the clock', () => {
  it('stands until it is started, and goes at its rate', () => {
    const clock = new Clock();
    clock.set(deckTime(500), 10);
    expect(clock.time(1000)).to.equal(500);
    clock.start(1000);
    expect(clock.time(1100)).to.equal(600);
    clock.setRate(0.25, 1100);
    expect(clock.time(1500)).to.equal(700);
    clock.setRate(-1, 1500);
    expect(clock.time(1700)).to.equal(500);
    clock.stop(1700);
    expect(clock.time(9999)).to.equal(500);
    expect(clock.plan(9999)).to.deep.equal({ moving: false, time: 500, at: 9999, rate: -1 });
  });

  it('jumps to the sound when they are far apart', () => {
    const clock = new Clock();
    clock.start(0);
    clock.follow(deckTime(1000), 100);
    expect(clock.time(100)).to.equal(1000);
    expect(clock.time(200)).to.equal(1100);
  });

  it('comes closer to the sound with every look, without ever standing or turning back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -jumpError, max: jumpError, noNaN: true }),
        fc.constantFrom(0.5, 1, 1.05, 2),
        (offset, rate) => {
          const clock = new Clock();
          clock.setRate(rate, 0);
          clock.start(0);
          let before = clock.time(0);
          for (let now = 16; now <= 6000; now += 16) {
            clock.follow(deckTime(now * rate + offset), now);
            const time = clock.time(now);
            const speed = (time - before) / 16 / rate;
            expect(speed).to.be.within(1 - maxSlew - 1e-9, 1 + maxSlew + 1e-9);
            before = time;
          }
          expect(Math.abs(clock.time(6000) - (6000 * rate + offset))).to.be.below(1.5);
        },
      ),
    );
  });

  it('follows sound whose own clock is 500 ppm off within 2 ms', () => {
    const clock = new Clock();
    clock.start(0);
    for (let now = 16; now <= 60_000; now += 16) {
      const heard = deckTime(now * 1.0005);
      clock.follow(heard, now);
      if (now > 1000) expect(Math.abs(clock.time(now) - heard)).to.be.below(2);
    }
  });

  it('is where its parts add up to, whatever is done to it', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('rate' as const), rate: fc.double({ min: -1, max: 4, noNaN: true }) }),
      fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const) }),
      fc.record({ kind: fc.constant('set' as const), time: fc.integer({ min: -1e6, max: 1e6 }) }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), action)), (actions) => {
        const clock = new Clock();
        let now = 0;
        let expected = 0;
        let [rate, moving] = [1, false];
        for (const [wait, action] of actions) {
          now += wait;
          expected += moving ? wait * rate : 0;
          if (action.kind === 'rate') clock.setRate((rate = action.rate), now);
          else if (action.kind === 'set') clock.set(deckTime((expected = action.time)), now);
          else if (action.kind === 'start') {
            clock.start(now);
            moving = true;
          } else {
            clock.stop(now);
            moving = false;
          }
          expect(clock.time(now)).to.be.closeTo(expected, 1e-6 * (1 + Math.abs(expected)));
        }
      }),
    );
  });
});
