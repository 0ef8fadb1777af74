import { expect } from '@open-wc/testing';
import { park, take } from '../../../src/media/host/parking.js';
import type { WorkerLike } from '../../../src/media/host/start-worker.js';
import { fakeEnvironment } from '../../fixtures/fake-environment.js';

interface Parked extends WorkerLike {
  ended: boolean;
}

function worker(): Parked {
  return {
    where: 'worker',
    ended: false,
    onmessage: () => {},
    onfailure: () => {},
    post: () => {},
    terminate() {
      this.ended = true;
    },
  };
}

describe('a media worker between two loads', () => {
  afterEach(() => take()?.terminate());

  it('is there for the next, once', async () => {
    const environment = fakeEnvironment();
    const left = worker();
    park(left, environment);
    await environment.advance(19_000);
    expect(take()).to.equal(left);
    expect(take()).to.equal(undefined);
    await environment.advance(60_000);
    expect(left.ended).to.equal(false);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('ends when no load follows', async () => {
    const environment = fakeEnvironment();
    const left = worker();
    park(left, environment);
    await environment.advance(21_000);
    expect(left.ended).to.equal(true);
    expect(take()).to.equal(undefined);
  });

  it('ends when another is left: one is enough', () => {
    const environment = fakeEnvironment();
    const [first, second] = [worker(), worker()];
    park(first, environment);
    park(second, environment);
    expect(first.ended).to.equal(true);
    expect(take()).to.equal(second);
  });

  it('is not kept when it breaks meanwhile', () => {
    const left = worker();
    park(left, fakeEnvironment());
    left.onfailure('an exception');
    expect(left.ended).to.equal(true);
    expect(take()).to.equal(undefined);
  });
});
