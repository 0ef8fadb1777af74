import { expect } from '@open-wc/testing';
import {
  Latest,
  abortable,
  childController,
  deadline,
  isAbortError,
  sleep,
} from '../../../src/base/index.js';
import { fakeEnvironment, settle } from '../../fixtures/fake-environment.js';
import { rejection } from '../../fixtures/rejection.js';

/** Counts the abort listeners that a signal holds. */
function listenersOf(signal: AbortSignal): () => number {
  const held = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never, options?: AddEventListenerOptions) => {
    held.add(listener);
    options?.signal?.addEventListener('abort', () => held.delete(listener));
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: never) => {
    held.delete(listener);
    remove(type, listener);
  };
  return () => held.size;
}

describe('sleep', () => {
  it('resolves when its time has come and not before', async () => {
    const environment = fakeEnvironment();
    let awake = false;
    void sleep(environment, 100, new AbortController().signal).then(() => (awake = true));
    await environment.advance(99);
    expect(awake).to.equal(false);
    await environment.advance(1);
    expect(awake).to.equal(true);
  });

  it('rejects with the reason of the signal and leaves neither timer nor listener', async () => {
    const environment = fakeEnvironment();
    const abort = new AbortController();
    const listeners = listenersOf(abort.signal);
    const asleep = rejection(sleep(environment, 100, abort.signal));
    const done = sleep(environment, 10, abort.signal);
    await environment.advance(10);
    await done;
    expect(listeners()).to.equal(1);
    const reason = new Error('enough');
    abort.abort(reason);
    expect(await asleep).to.equal(reason);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('sets no timer for a signal that has aborted', async () => {
    const environment = fakeEnvironment();
    await rejection(sleep(environment, 100, AbortSignal.abort()));
    expect(environment.pendingTimers).to.equal(0);
  });
});

describe('abortable', () => {
  it('settles as its promise does and drops its listener', async () => {
    const abort = new AbortController();
    const listeners = listenersOf(abort.signal);
    expect(await abortable(Promise.resolve(7), abort.signal)).to.equal(7);
    const failure = new Error('no');
    expect(await rejection(abortable(Promise.reject(failure), abort.signal))).to.equal(failure);
    await settle();
    expect(listeners()).to.equal(0);
  });

  it('gives up waiting for work that ignores the signal', async () => {
    const abort = new AbortController();
    const waiting = rejection<DOMException>(abortable(new Promise(() => {}), abort.signal));
    abort.abort();
    expect(isAbortError(await waiting)).to.equal(true);
  });
});

describe('deadline', () => {
  it('aborts with its own reason when the time is over', async () => {
    const environment = fakeEnvironment();
    const late = new Error('too late');
    const limit = deadline(environment, 50, new AbortController().signal, () => late);
    await environment.advance(49);
    expect(limit.signal.aborted).to.equal(false);
    await environment.advance(1);
    expect(limit.signal.reason).to.equal(late);
  });

  it('aborts with its parent, for the parent’s reason', () => {
    const environment = fakeEnvironment();
    const parent = new AbortController();
    const limit = deadline(environment, 50, parent.signal, () => new Error('too late'));
    parent.abort('parent');
    expect(limit.signal.reason).to.equal('parent');
    limit.clear();
    expect(environment.pendingTimers).to.equal(0);
  });

  it('never aborts once cleared', async () => {
    const environment = fakeEnvironment();
    const limit = deadline(environment, 50, new AbortController().signal, () => new Error('too late'));
    limit.clear();
    await environment.advance(100);
    expect(limit.signal.aborted).to.equal(false);
  });
});

describe('childController', () => {
  it('aborts with its parent, for the same reason', () => {
    const parent = new AbortController();
    const child = childController(parent.signal);
    parent.abort('over');
    expect(child.signal.reason).to.equal('over');
    expect(childController(parent.signal).signal.reason).to.equal('over');
  });

  it('leaves no listener on a long-lived parent', () => {
    const parent = new AbortController();
    const listeners = listenersOf(parent.signal);
    for (let index = 0; index < 100; index += 1) childController(parent.signal).abort();
    expect(listeners()).to.equal(0);
    expect(parent.signal.aborted).to.equal(false);
  });
});

describe('Latest', () => {
  const never = (): Promise<never> => new Promise(() => {});

  it('rejects the older of two tasks with AbortError and lets the newer one finish', async () => {
    const latest = new Latest();
    const parent = new AbortController().signal;
    const older = rejection<DOMException>(latest.run(parent, never));
    expect(await latest.run(parent, () => Promise.resolve('newer'))).to.equal('newer');
    expect((await older).name).to.equal('AbortError');
    expect(latest.busy).to.equal(false);
  });

  it('is busy with the newer task when the older one has wound down', async () => {
    const latest = new Latest();
    const abort = new AbortController();
    const older = rejection(latest.run(abort.signal, never));
    const newer = rejection(latest.run(abort.signal, never));
    await older;
    expect(latest.busy).to.equal(true);
    abort.abort();
    await newer;
    expect(latest.busy).to.equal(false);
  });

  it('aborts what the task left running once it has its result', async () => {
    const latest = new Latest();
    let inside: AbortSignal | undefined;
    await latest.run(new AbortController().signal, (signal) => {
      inside = signal;
      return Promise.resolve();
    });
    expect(inside?.aborted).to.equal(true);
  });

  it('passes on what the task throws', async () => {
    const failure = new Error('broken');
    const run = new Latest().run(new AbortController().signal, () => Promise.reject(failure));
    expect(await rejection(run)).to.equal(failure);
  });
});
