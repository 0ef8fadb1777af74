/** Asking for licences, waiting for keys, and what becomes of bad ones. */
import { expect } from '@open-wc/testing';
import { ErrorDetails, ErrorTypes } from 'hls.js';
import type { ErrorData } from 'hls.js';
import { abortError } from '../../../src/base/index.js';
import type { OlympicPlayerError } from '../../../src/base/index.js';
import type { Purpose } from '../../../src/transports/contract.js';
import { keyTrouble } from '../../../src/transports/eme/errors.js';
import { watchForKey } from '../../../src/transports/eme/key-watch.js';
import { Licenses } from '../../../src/transports/eme/licenses.js';
import { keySystemError } from '../../../src/transports/hls/key-errors.js';
import { fakeEnvironment } from '../../fixtures/fake-environment.js';
import type { FakeEnvironment, SentRequest } from '../../fixtures/fake-environment.js';
import { rejection } from '../../fixtures/rejection.js';

const clearKey = { keySystem: 'org.w3.clearkey', licenseUrl: 'https://keys.example/license' };
const message = new TextEncoder().encode('{"kids":["AA"]}');

interface Asking {
  readonly environment: FakeEnvironment;
  readonly licenses: Licenses;
  /** What passed the seam. */
  readonly prepared: { purpose: Purpose; refresh: boolean }[];
  readonly abort: AbortController;
}

function asking(answer: (request: SentRequest, count: number) => Response): Asking {
  let count = 0;
  const environment = fakeEnvironment({ answer: (request) => answer(request, (count += 1)) });
  const prepared: Asking['prepared'] = [];
  const abort = new AbortController();
  const licenses = new Licenses({
    url: 'https://cdn.example/main.mpd',
    signal: abort.signal,
    context: {
      environment,
      prepareRequest: async ({ url, method = 'GET', headers = {} }, purpose, { refresh = false } = {}) => {
        prepared.push({ purpose, refresh });
        return { url, method, headers };
      },
    },
  });
  return { environment, licenses, prepared, abort };
}

describe('a licence request', () => {
  it('is a POST of what the key system makes of the message, and brings what the server answers', async () => {
    const { licenses, environment, prepared } = asking(() => new Response('{"keys":[]}'));
    const license = await licenses.request(clearKey, message);
    expect(new TextDecoder().decode(license)).to.equal('{"keys":[]}');
    const [request] = environment.requests;
    expect([request?.method, request?.url]).to.deep.equal(['POST', clearKey.licenseUrl]);
    expect(request?.headers.get('content-type')).to.equal('application/json');
    expect(prepared).to.deep.equal([{ purpose: 'license', refresh: false }]);
  });

  it('is made once more with fresh credentials after 401 or 403, and no third time', async () => {
    for (const status of [401, 403]) {
      const { licenses, prepared } = asking(() => new Response('', { status }));
      const error = await rejection<OlympicPlayerError>(licenses.request(clearKey, message));
      expect(error.reason).to.equal('eme/unauthorized');
      expect(prepared.map(({ refresh }) => refresh)).to.deep.equal([false, true]);
    }
  });

  it('is made again after a moment when the server is down, twice in all', async () => {
    const { licenses, environment } = asking((_request, count) =>
      count === 1 ? new Response('', { status: 503 }) : new Response('{}'),
    );
    const license = licenses.request(clearKey, message);
    await environment.advance(0);
    expect(licenses.waiting).to.equal(true);
    await environment.advance(250);
    await license;
    expect(environment.requests.length).to.equal(2);
    expect(licenses.waiting).to.equal(false);

    const down = asking(() => new Response('', { status: 503 }));
    const failed = rejection<OlympicPlayerError>(down.licenses.request(clearKey, message));
    await down.environment.advance(250);
    expect((await failed).reason).to.equal('eme/unavailable');
    expect(down.environment.requests.length).to.equal(2);
  });

  it('goes where the manifest says when the descriptor does not, and nowhere when neither does', async () => {
    const { licenses, environment } = asking(() => new Response('{}'));
    const { keySystem } = clearKey;
    await licenses.request({ keySystem }, message, 'https://other.example/license');
    expect(environment.requests[0]?.url).to.equal('https://other.example/license');
    const error = await rejection<OlympicPlayerError>(licenses.request({ keySystem }, message));
    expect(error.reason).to.equal('eme/no-license-server');
  });

  it('ends with the feed', async () => {
    const { licenses, abort } = asking(() => new Response('', { status: 503 }));
    const ended = rejection<Error>(licenses.request(clearKey, message));
    abort.abort(abortError('the feed was closed'));
    expect((await ended).name).to.equal('AbortError');
  });
});

describe('waiting for a key', () => {
  function watching(pending = () => false) {
    const environment = fakeEnvironment();
    const video = document.createElement('video');
    const abort = new AbortController();
    let starved = 0;
    watchForKey({
      video,
      environment,
      signal: abort.signal,
      licensePending: pending,
      onStarved: () => (starved += 1),
    });
    const say = (type: string) => video.dispatchEvent(new Event(type));
    return { environment, say, abort, starved: () => starved };
  }

  it('ends after three seconds in which nothing moves', async () => {
    const { environment, say, starved } = watching();
    say('waitingforkey');
    await environment.advance(2999);
    expect(starved()).to.equal(0);
    await environment.advance(1);
    expect(starved()).to.equal(1);
  });

  it('is over when the picture moves, or the feed closes', async () => {
    const { environment, say, starved, abort } = watching();
    say('waitingforkey');
    say('timeupdate');
    await environment.advance(10_000);
    say('waitingforkey');
    abort.abort();
    await environment.advance(10_000);
    expect(starved()).to.equal(0);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('is the licence server’s affair while that has yet to answer', async () => {
    let pending = true;
    const { environment, say, starved } = watching(() => pending);
    say('waitingforkey');
    await environment.advance(9000);
    expect(starved()).to.equal(0);
    pending = false;
    await environment.advance(3000);
    expect(starved()).to.equal(1);
  });
});

describe('what is said of a key', () => {
  it('names what the viewer can do something about', () => {
    const reasonOf = (status: string) => keyTrouble('https://cdn.example/main.mpd', status).reason;
    expect(
      ['output-restricted', 'output-downscaled', 'expired', 'internal-error'].map(reasonOf),
    ).to.deep.equal([
      'eme/output-restricted',
      'eme/output-restricted',
      'eme/license-expired',
      'eme/key-unusable',
    ]);
  });

  const said: readonly (readonly [ErrorDetails, string, string])[] = [
    [ErrorDetails.KEY_SYSTEM_NO_ACCESS, '', 'eme/no-key-system'],
    [ErrorDetails.KEY_SYSTEM_NO_CONFIGURED_LICENSE, '', 'eme/no-license-server'],
    [ErrorDetails.KEY_SYSTEM_NO_KEYS, 'key expired (keyId: 01)', 'eme/license-expired'],
    [ErrorDetails.KEY_SYSTEM_SERVER_CERTIFICATE_REQUEST_FAILED, '', 'eme/certificate'],
    [ErrorDetails.KEY_SYSTEM_SERVER_CERTIFICATE_UPDATE_FAILED, '', 'eme/certificate'],
    [ErrorDetails.KEY_SYSTEM_SESSION_UPDATE_FAILED, '', 'eme/license-rejected'],
    [ErrorDetails.KEY_SYSTEM_NO_SESSION, '', 'eme/init-data'],
    [ErrorDetails.KEY_SYSTEM_STATUS_OUTPUT_RESTRICTED, '', 'eme/output-restricted'],
    [ErrorDetails.KEY_SYSTEM_STATUS_INTERNAL_ERROR, '', 'eme/key-unusable'],
  ];
  for (const [details, text, reason] of said)
    it(`by hls.js as ${details} is ${reason}`, () => {
      const error = new Error(text);
      const data: ErrorData = { type: ErrorTypes.KEY_SYSTEM_ERROR, details, fatal: true, error, err: error };
      expect(keySystemError(data, 'https://cdn.example/main.m3u8').reason).to.equal(reason);
    });
});
