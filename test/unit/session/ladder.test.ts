import { expect } from '@open-wc/testing';
import { Ladder, recoveryOrder } from '../../../src/session/ladder.js';
import { seededRandom } from '../../fixtures/fake-environment.js';

const rung = (name: string, host = `whep https://${name}.example`) => ({ key: name, host });
const own = { serverWide: false, retryAfterMs: undefined };
const minute = 60_000;

/** How long a rung rests after a failure at `now`. */
function restAfter(ladder: Ladder, now: number): number {
  return ladder.waitMs([rung('a')], now);
}

describe('Ladder', () => {
  it('has room for twenty connects in any minute', () => {
    const ladder = new Ladder(() => 0);
    for (let at = 0; at < 20; at += 1) expect(ladder.mayConnect(at * 100)).to.equal(true);
    expect(ladder.mayConnect(2000)).to.equal(false);
    expect(ladder.waitMs([], 2000)).to.equal(minute - 2000);
    expect(ladder.mayConnect(minute - 1)).to.equal(false);
    expect(ladder.mayConnect(minute)).to.equal(true);
    expect(ladder.mayConnect(minute)).to.equal(false);
  });

  it('never lets more than the budget through, whenever it is asked', () => {
    const random = seededRandom(3);
    const ladder = new Ladder(random);
    const granted: number[] = [];
    for (let now = 0; now < 10 * minute; now += Math.floor(random() * 4000))
      if (ladder.mayConnect(now)) granted.push(now);
    for (const at of granted)
      expect(granted.filter((other) => other > at - minute && other <= at).length).to.be.at.most(20);
    expect(granted.length).to.be.above(150);
  });

  it('lets a candidate rest longer after every failure, up to half a minute', () => {
    const longest = new Ladder(() => 0.999_999);
    const shortest = new Ladder(() => 0);
    const rests: number[][] = [];
    for (let failures = 1; failures <= 8; failures += 1) {
      longest.failed(rung('a'), 0, own);
      shortest.failed(rung('a'), 0, own);
      rests.push([Math.round(restAfter(shortest, 0)), Math.round(restAfter(longest, 0))]);
    }
    expect(rests).to.deep.equal([
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
      [4000, 8000],
      [8000, 16_000],
      [15_000, 30_000],
      [15_000, 30_000],
      [15_000, 30_000],
    ]);
  });

  it('spreads a million players over half the pause', () => {
    const random = seededRandom(11);
    const rests = Array.from({ length: 2000 }, () => {
      const ladder = new Ladder(random);
      ladder.failed(rung('a'), 0, own);
      return restAfter(ladder, 0);
    });
    for (let bucket = 0; bucket < 10; bucket += 1) {
      const from = 500 + bucket * 50;
      const share = rests.filter((rest) => rest >= from && rest < from + 50).length / rests.length;
      expect(share, `from ${from} ms`).to.be.within(0.06, 0.14);
    }
  });

  it('rests as long as the server asked, when that is longer', () => {
    const ladder = new Ladder(() => 0);
    ladder.failed(rung('a'), 1000, { serverWide: false, retryAfterMs: 7000 });
    expect(ladder.resting(rung('a'), 7999)).to.equal(true);
    expect(ladder.resting(rung('a'), 8000)).to.equal(false);
    ladder.failed(rung('b'), 0, { serverWide: false, retryAfterMs: 1 });
    expect(ladder.resting(rung('b'), 499)).to.equal(true);
  });

  it('lets a proven candidate be asked again at once when it breaks, and forgets what came before', () => {
    const ladder = new Ladder(() => 0);
    for (let failures = 0; failures < 5; failures += 1) ladder.failed(rung('a'), 0, own);
    expect(ladder.broke(rung('a'), 0, 10_000)).to.equal(true);
    expect(restAfter(ladder, 0), 'the break counts as a first failure').to.equal(500);
  });

  it('asks a candidate again at once only the first time it breaks young', () => {
    const ladder = new Ladder(() => 0);
    expect(ladder.broke(rung('a'), 0, 200)).to.equal(true);
    expect(ladder.broke(rung('a'), 5000, 200)).to.equal(false);
    expect(ladder.broke(rung('a'), 9000, 9999)).to.equal(false);
    expect(ladder.broke(rung('b'), 9000, 200)).to.equal(true);
    expect(ladder.broke(rung('a'), 30_000, 20_000)).to.equal(true);
  });

  it('remembers a server in trouble for all its angles, until it answers or time passes', () => {
    const ladder = new Ladder(() => 0);
    const [one, two, other] = [rung('a', 'host'), rung('b', 'host'), rung('c', 'elsewhere')];
    ladder.failed(one, 0, { serverWide: true, retryAfterMs: undefined });
    expect([one, two, other].map((each) => ladder.troubled(each, 1))).to.deep.equal([true, true, false]);
    expect(ladder.resting(two, 1)).to.equal(false);
    expect(ladder.troubled(two, 20_000)).to.equal(false);
    ladder.failed(one, 0, { serverWide: true, retryAfterMs: undefined });
    ladder.connected(two);
    expect(ladder.troubled(one, 1)).to.equal(false);
  });

  it('waits for the soonest of several, and for none that never failed', () => {
    const ladder = new Ladder(() => 0);
    ladder.failed(rung('a'), 0, own);
    ladder.failed(rung('b'), 0, { ...own, retryAfterMs: 9000 });
    expect(ladder.waitMs([rung('a'), rung('b')], 100)).to.equal(400);
    expect(ladder.waitMs([rung('b')], 100)).to.equal(8900);
    expect(ladder.waitMs([rung('b'), rung('fresh')], 100)).to.equal(0);
    expect(ladder.waitMs([], 100)).to.equal(0);
  });

  it('forgets everything when it is told to', () => {
    const ladder = new Ladder(() => 0);
    for (let index = 0; index < 20; index += 1) ladder.mayConnect(0);
    ladder.failed(rung('a'), 0, { serverWide: true, retryAfterMs: minute });
    ladder.forget();
    expect(ladder.mayConnect(0)).to.equal(true);
    expect(ladder.resting(rung('a'), 0) || ladder.troubled(rung('a'), 0)).to.equal(false);
  });
});

describe('recoveryOrder', () => {
  const ranked = ['a', 'b', 'c', 'd'].map((name) => rung(name));
  const names = (key: string, reconnect: boolean) =>
    recoveryOrder(ranked, key, reconnect)
      .map((each) => each.key)
      .join('');

  it('tries the broken one first where that makes sense, then those below it, then those above', () => {
    expect(names('b', true)).to.equal('bcda');
    expect(names('a', true)).to.equal('abcd');
  });

  it('tries the broken one last where it does not', () => {
    expect(names('b', false)).to.equal('cdab');
    expect(names('d', false)).to.equal('abcd');
  });

  it('keeps the ranking where the broken one is not in it', () => {
    expect(names('x', true)).to.equal('abcd');
    expect(recoveryOrder([], 'a', true)).to.deep.equal([]);
  });
});
