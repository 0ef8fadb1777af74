import { expect } from '@open-wc/testing';
import { MeasuredClock } from '../../../src/session/viewer-clock.js';
import { fakeEnvironment, seededRandom } from '../../fixtures/fake-environment.js';
import type { FakeEnvironment } from '../../fixtures/fake-environment.js';
import { rejection } from '../../fixtures/rejection.js';

const epoch = Date.UTC(2026, 1, 6, 12);
const url = 'https://time.example/now';
const plain = (address: string) => Promise.resolve({ url: address, headers: {} });
const { signal } = new AbortController();

interface Trip {
  readonly thereMs: number;
  readonly backMs: number;
}

/** A device that is `wrongBy` ms off, and a server that answers with the true time over these trips. */
function world(
  wrongBy: number,
  trips: readonly Trip[],
  answer = (trueMs: number) => new Response(new Date(trueMs).toISOString()),
) {
  let index = 0;
  const environment: FakeEnvironment = fakeEnvironment({
    epoch: epoch + wrongBy,
    async answer() {
      const { thereMs, backMs } = trips[Math.min(index, trips.length - 1)]!;
      index += 1;
      await environment.advance(thereMs);
      const response = answer(epoch + environment.monotonic());
      await environment.advance(backMs);
      return response;
    },
  });
  const clock = new MeasuredClock(environment);
  const trueNow = () => epoch + environment.monotonic();
  return { environment, clock, trueNow, measure: () => clock.synchronise(url, plain, signal) };
}

describe('MeasuredClock', () => {
  it('is the device’s clock, and admits that it knows nothing, before it is measured', () => {
    const { clock } = world(5000, []);
    expect(clock.now()).to.equal(epoch + 5000);
    expect(clock.errorMs).to.equal(Infinity);
    expect(clock.at(100)).to.equal(epoch + 5100);
  });

  it('takes the quickest of three round trips', async () => {
    const { clock, measure, environment } = world(-90_000, [
      { thereMs: 400, backMs: 100 },
      { thereMs: 10, backMs: 10 },
      { thereMs: 50, backMs: 200 },
    ]);
    await measure();
    expect(environment.requests).to.have.length(3);
    expect(clock.offsetMs).to.be.closeTo(90_000, 1);
    expect(clock.errorMs).to.be.closeTo(10, 1);
  });

  it('is never further off than it says, whatever the way there and back', async () => {
    const random = seededRandom(5);
    for (let round = 0; round < 40; round += 1) {
      const trips = [0, 1, 2].map(() => ({ thereMs: random() * 500, backMs: random() * 500 }));
      const { clock, measure, trueNow } = world((random() - 0.5) * 1e7, trips);
      await measure();
      expect(Math.abs(clock.now() - trueNow())).to.be.at.most(clock.errorMs + 0.01);
    }
  });

  it('reads the Date header where the body holds no date, knowing that it is cut to the second', async () => {
    const { clock, measure, trueNow } = world(
      7777,
      [{ thereMs: 123, backMs: 20 }],
      (trueMs) => new Response('hello', { headers: { date: new Date(trueMs).toUTCString() } }),
    );
    await measure();
    expect(Math.abs(clock.now() - trueNow())).to.be.at.most(clock.errorMs);
    expect(clock.errorMs).to.be.within(500, 700);
  });

  for (const body of ['<html>404</html>', 'Not found 404', '12', '2026', '', '{"status":503}', '1770379200'])
    it(`does not take ${JSON.stringify(body)} for a date`, async () => {
      const { clock, measure } = world(0, [{ thereMs: 1, backMs: 1 }], () => new Response(body));
      await measure();
      expect(clock.errorMs).to.equal(Infinity);
      expect(clock.offsetMs).to.equal(0);
    });

  for (const body of [
    '2026-02-06T12:00:00.000Z',
    '2026-02-06T12:00:00Z',
    '2026-02-06T13:00:00.25+01:00',
    ' 2026-02-06T12:00:00Z\n',
  ])
    it(`reads ${JSON.stringify(body)}`, async () => {
      const { clock, measure } = world(0, [{ thereMs: 0, backMs: 0 }], () => new Response(body));
      await measure();
      expect(clock.offsetMs).to.be.closeTo(0, 501);
      expect(clock.errorMs).to.be.at.most(500);
    });

  it('knows that a date without fractions is cut to the second', async () => {
    const { clock, measure, trueNow, environment } = world(
      0,
      [{ thereMs: 5, backMs: 5 }],
      (trueMs) => new Response(new Date(trueMs).toISOString().replace(/\.\d+/, '')),
    );
    await environment.advance(900);
    await measure();
    expect(Math.abs(clock.now() - trueNow())).to.be.at.most(clock.errorMs);
    expect(clock.errorMs).to.be.within(500, 510);
  });

  it('keeps the old estimate when the server answers with errors', async () => {
    let broken = false;
    const { clock, measure } = world(1000, [{ thereMs: 5, backMs: 5 }], (trueMs) =>
      broken ? new Response(null, { status: 500 }) : new Response(new Date(trueMs).toISOString()),
    );
    await measure();
    const before = clock.estimate.value;
    broken = true;
    await measure();
    expect(clock.estimate.value).to.equal(before);
  });

  it('keeps what the trips before a lost one told', async () => {
    let asked = 0;
    const { clock, measure } = world(1000, [{ thereMs: 5, backMs: 5 }], (trueMs) => {
      asked += 1;
      if (asked === 3) throw new TypeError('Failed to fetch');
      return new Response(new Date(trueMs).toISOString());
    });
    await measure();
    expect(clock.errorMs).to.be.closeTo(5, 1);
  });

  it('rejects when no trip came through at all', async () => {
    const environment = fakeEnvironment();
    const clock = new MeasuredClock(environment);
    expect((await rejection(clock.synchronise(url, plain, signal))).message).to.equal('Failed to fetch');
    expect(clock.errorMs).to.equal(Infinity);
  });

  it('stays put when the device’s clock is set while watching', () => {
    const environment = fakeEnvironment({ epoch });
    const clock = new MeasuredClock(environment);
    environment.wallClock = () => epoch + 3_600_000;
    expect(clock.now()).to.equal(epoch);
  });
});
