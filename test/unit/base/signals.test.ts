import { expect } from '@open-wc/testing';
import { signal, watch, when } from '../../../src/base/index.js';
import { rejection } from '../../fixtures/rejection.js';

/** A signal that knows whether anybody listens. */
function watched<T>(value: T) {
  let listening = false;
  const source = signal(value, { watched: () => (listening = true), unwatched: () => (listening = false) });
  return { source, listening: () => listening };
}

describe('watch', () => {
  it('calls back now and after every change, until the abort', () => {
    const { source, listening } = watched(1);
    const abort = new AbortController();
    const seen: number[] = [];
    watch(source, abort.signal, (value) => seen.push(value));
    source.value = 2;
    abort.abort();
    source.value = 3;
    expect(seen).to.deep.equal([1, 2]);
    expect(listening()).to.equal(false);
  });

  it('does not call back for a signal that has aborted', () => {
    let calls = 0;
    watch(signal(1), AbortSignal.abort(), () => (calls += 1));
    expect(calls).to.equal(0);
  });

  it('does not depend on what its callback reads', () => {
    const other = signal('a');
    let calls = 0;
    watch(signal(1), new AbortController().signal, () => {
      calls += 1;
      void other.value;
    });
    other.value = 'b';
    expect(calls).to.equal(1);
  });

  it('stops at once when the first callback aborts it', () => {
    const { source, listening } = watched(1);
    const abort = new AbortController();
    const seen: number[] = [];
    watch(source, abort.signal, (value) => {
      seen.push(value);
      abort.abort();
    });
    source.value = 2;
    expect(seen).to.deep.equal([1]);
    expect(listening()).to.equal(false);
  });
});

describe('when', () => {
  const even = (value: number) => value % 2 === 0;

  it('resolves with a value that passes already, and listens no longer', async () => {
    const { source, listening } = watched(2);
    expect(await when(source, even, new AbortController().signal)).to.equal(2);
    expect(listening()).to.equal(false);
  });

  it('resolves with the first value that passes, and listens no longer', async () => {
    const { source, listening } = watched(1);
    const waiting = when(source, even, new AbortController().signal);
    source.value = 3;
    expect(listening()).to.equal(true);
    source.value = 4;
    source.value = 6;
    expect(await waiting).to.equal(4);
    expect(listening()).to.equal(false);
  });

  it('rejects with the reason of the signal, and listens no longer', async () => {
    const { source, listening } = watched(1);
    const abort = new AbortController();
    const waiting = rejection(when(source, even, abort.signal));
    abort.abort('over');
    expect(await waiting).to.equal('over');
    expect(listening()).to.equal(false);
    expect(await rejection(when(source, even, abort.signal))).to.equal('over');
  });
});
