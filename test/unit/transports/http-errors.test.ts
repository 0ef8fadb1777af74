import { expect } from '@open-wc/testing';
import { httpError, networkError, retryAfterMs } from '../../../src/transports/http-errors.js';

const now = Date.UTC(2026, 1, 6, 12);

describe('retryAfterMs', () => {
  const cases: readonly (readonly [string | null | undefined, number | undefined])[] = [
    ['120', 120_000],
    ['0', 0],
    [' 2 ', 2000],
    [new Date(now + 5000).toUTCString(), 5000],
    [new Date(now - 5000).toUTCString(), 0],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
    [undefined, undefined],
    ['Infinity', undefined],
  ];
  for (const [value, expected] of cases)
    it(`reads ${JSON.stringify(value)} as ${expected}`, () =>
      expect(retryAfterMs(value, now)).to.equal(expected));
});

describe('httpError', () => {
  const reasons: readonly (readonly [number, string, number])[] = [
    [400, 'refused', 2],
    [401, 'unauthorized', 2],
    [403, 'unauthorized', 2],
    [404, 'not-found', 4],
    [406, 'not-acceptable', 4],
    [409, 'not-publishing', 2],
    [410, 'not-found', 4],
    [415, 'not-acceptable', 4],
    [418, 'refused', 2],
    [429, 'unavailable', 2],
    [451, 'unavailable-for-legal-reasons', 2],
    [499, 'refused', 2],
    [500, 'server-error', 2],
    [503, 'unavailable', 2],
    [599, 'server-error', 2],
  ];
  for (const [status, what, code] of reasons)
    it(`calls ${status} ${what}`, () => {
      const error = httpError('whep', status, 'https://a.example/x?token=secret');
      expect(error).to.include({ reason: `whep/${what}`, code, fatal: false });
      expect(error.message).to.contain(String(status)).and.not.contain('secret');
      expect(error.hint).to.not.equal('');
    });

  it('carries Retry-After along', () => {
    expect(httpError('whep', 503, 'https://a.example/', 3000).retryAfterMs).to.equal(3000);
    expect(httpError('whep', 503, 'https://a.example/').retryAfterMs).to.equal(undefined);
  });
});

describe('networkError', () => {
  it('keeps what fetch threw as the cause, and no secrets', () => {
    const cause = new TypeError('Failed to fetch');
    const error = networkError('hls', 'https://u:secret@a.example/x?token=secret', cause);
    expect(error).to.include({ reason: 'hls/network', code: 2, cause, source: 'https://a.example/x' });
    expect(error.message).to.not.contain('secret');
  });
});
