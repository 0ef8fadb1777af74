import { expect } from '@open-wc/testing';
import {
  MEDIA_ERR_NETWORK,
  OlympicPlayerError,
  isAbortError,
  toPlayerError,
  withoutQuery,
} from '../../../src/base/index.js';

describe('withoutQuery', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['https://a.example/x.m3u8?token=secret', 'https://a.example/x.m3u8'],
    ['https://a.example/x#token=secret', 'https://a.example/x'],
    ['https://user:secret@a.example/x', 'https://a.example/x'],
    ['https://user@a.example:8443/x?y#z', 'https://a.example:8443/x'],
    ['https://user:s@cret@a.example/x', 'https://a.example/x'],
    ['https://a.example/@user/x', 'https://a.example/@user/x'],
    ['/relative/x?token=secret', '/relative/x'],
    ['https://a.example/x?a\nb=secret', 'https://a.example/x'],
  ];
  for (const [url, shown] of cases)
    it(`shows ${JSON.stringify(url)} as ${shown}`, () => expect(withoutQuery(url)).to.equal(shown));
});

describe('OlympicPlayerError', () => {
  const details = {
    reason: 'whep/unauthorized',
    code: MEDIA_ERR_NETWORK,
    message: 'whep: refused.',
    hint: 'Set getToken.',
    source: 'https://a.example/whep?token=secret',
    cause: new Error('401'),
    retryAfterMs: 5000,
  } as const;

  it('is an Error with a code, a stable reason and a page in the docs', () => {
    const error = new OlympicPlayerError(details);
    expect(error).to.be.instanceOf(Error);
    expect(error).to.include({ name: 'OlympicPlayerError', code: 2, reason: details.reason, fatal: false });
    expect(error.docsUrl).to.match(/^https:\/\/.*\/whep-unauthorized$/);
    expect(error.source).to.equal('https://a.example/whep');
    expect(error.cause).to.equal(details.cause);
  });

  it('changes nothing but the verdict when it becomes fatal', () => {
    const error = new OlympicPlayerError(details);
    const { fatal, stack, ...rest } = error.asFatal();
    const { fatal: before, stack: old, ...same } = error;
    expect([before, fatal]).to.deep.equal([false, true]);
    expect(rest).to.deep.equal(same);
    expect(error.asFatal().message).to.equal(error.message);
    expect(error.asFatal().cause).to.equal(error.cause);
    expect([stack, old].every((text) => typeof text === 'string')).to.equal(true);
  });

  it('has no cause where none is known', () => {
    const error = new OlympicPlayerError({ reason: 'a/b', code: 1, message: 'm' });
    expect('cause' in error).to.equal(false);
    expect('cause' in error.asFatal()).to.equal(false);
    expect(error.hint).to.equal('');
  });

  it('wraps what others throw and leaves ours alone', () => {
    const ours = new OlympicPlayerError(details);
    expect(toPlayerError(ours, { reason: 'x/y', code: 1, message: 'm' })).to.equal(ours);
    const wrapped = toPlayerError('boom', { reason: 'x/y', code: 1, message: 'm' });
    expect(wrapped).to.include({ reason: 'x/y', cause: 'boom' });
  });

  it('tells an abort from other DOMExceptions', () => {
    expect(isAbortError(new DOMException('', 'AbortError'))).to.equal(true);
    expect(isAbortError(new DOMException('', 'NetworkError'))).to.equal(false);
    expect(isAbortError({ name: 'AbortError' })).to.equal(false);
  });
});
