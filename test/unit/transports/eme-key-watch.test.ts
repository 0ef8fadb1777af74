import { expect } from '@open-wc/testing';
import { watchForKey } from '../../../src/transports/eme/index.js';
import { fakeEnvironment } from '../../fixtures/fake-environment.js';

/** Of a media element, what the watch looks at. */
class Screen extends EventTarget {
  readyState = 1;
  paused = false;
  currentTime = 10;
  from = 10;
  to = 12;

  get buffered(): TimeRanges {
    return { length: 1, start: () => this.from, end: () => this.to };
  }

  says(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

describe('the watch for a key', () => {
  let closing: AbortController;
  const watched = () => {
    closing = new AbortController();
    const screen = new Screen();
    const environment = fakeEnvironment();
    const starved: boolean[] = [];
    const license = { pending: false };
    watchForKey({
      video: screen as unknown as HTMLVideoElement,
      environment,
      signal: closing.signal,
      licensePending: () => license.pending,
      onStarved: (waiting) => starved.push(waiting),
    });
    return { screen, environment, starved, license };
  };
  afterEach(() => closing.abort());

  it('gives up three seconds after the browser said that it waits for one', async () => {
    const { screen, environment, starved } = watched();
    screen.says('waitingforkey');
    await environment.advance(2999);
    expect(starved).to.deep.equal([]);
    await environment.advance(1);
    expect(starved).to.deep.equal([true]);
  });

  it('counts from the word, whenever the media said that it is encrypted', async () => {
    const { screen, environment, starved } = watched();
    screen.says('encrypted');
    await environment.advance(2900);
    screen.says('waitingforkey');
    await environment.advance(2999);
    expect(starved).to.deep.equal([]);
    await environment.advance(1);
    expect(starved).to.deep.equal([true]);
  });

  it('leaves a licence server its own time', async () => {
    const { screen, environment, starved, license } = watched();
    license.pending = true;
    screen.says('encrypted');
    screen.says('waitingforkey');
    await environment.advance(20_000);
    expect(starved).to.deep.equal([]);
    license.pending = false;
    await environment.advance(3000);
    expect(starved).to.deep.equal([true]);
  });

  it('notices that encrypted media makes no picture, where the browser says nothing', async () => {
    const { screen, environment, starved } = watched();
    screen.says('encrypted');
    await environment.advance(6000);
    expect(starved).to.deep.equal([false]);
    await environment.advance(60_000);
    expect(starved).to.have.length(1);
  });

  it('is patient while there is too little media, or nobody plays', async () => {
    const { screen, environment, starved } = watched();
    screen.to = 10.2;
    screen.says('encrypted');
    await environment.advance(60_000);
    screen.to = 12;
    screen.paused = true;
    await environment.advance(60_000);
    expect(starved).to.deep.equal([]);
    screen.paused = false;
    await environment.advance(6000);
    expect(starved).to.deep.equal([false]);
  });

  it('is over with the first picture, and with the feed', async () => {
    const { screen, environment, starved } = watched();
    screen.says('encrypted');
    await environment.advance(3000);
    screen.readyState = 2;
    screen.says('loadeddata');
    expect(environment.pendingTimers).to.equal(0);
    // Another initialization segment, later on.
    screen.says('encrypted');
    await environment.advance(3000);
    expect(environment.pendingTimers).to.equal(0);
    screen.says('waitingforkey');
    closing.abort();
    expect(environment.pendingTimers).to.equal(0);
    expect(starved).to.deep.equal([]);
  });
});
