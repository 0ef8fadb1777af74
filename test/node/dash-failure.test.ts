import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OlympicPlayerError } from '../../src/base/index.js';
import { exchange } from '../../src/transports/exchange.js';
import type { Ask, ExchangeTools } from '../../src/transports/exchange.js';
import { FailureWatch } from '../../src/transports/dash/failure-watch.js';
import { fakeEnvironment, settle } from '../fixtures/fake-environment.js';
import type { FakeEnvironment, FakeEnvironmentOptions } from '../fixtures/fake-environment.js';
import { rejection } from '../fixtures/rejection.js';

const broken = (reason: string): OlympicPlayerError =>
  new OlympicPlayerError({ reason, code: 2, message: `${reason}.` });

describe('the verdict on failing requests', () => {
  const patienceMs = 1500;

  function watching() {
    const environment = fakeEnvironment();
    const reported: string[] = [];
    const watch = new FailureWatch(
      environment,
      () => patienceMs,
      ({ reason }) => reported.push(reason),
    );
    return { environment, watch, reported };
  }

  it('comes when nothing has succeeded for the patience since the first failing request', async () => {
    const { environment, watch, reported } = watching();
    watch.failed('main', 0, broken('dash/server-error'));
    await environment.advance(600);
    watch.failed('main', 500, broken('dash/not-found'));
    await environment.advance(899);
    assert.deepEqual(reported, []);
    await environment.advance(1);
    assert.deepEqual(reported, ['dash/not-found']);
  });

  it('comes at once when a single request has used the patience up', () => {
    const { watch, reported } = watching();
    watch.failed('main', -2500, broken('dash/network'));
    assert.deepEqual(reported, ['dash/network']);
  });

  it('is off when a later request succeeds, and counts anew after that', async () => {
    const { environment, watch, reported } = watching();
    watch.failed('main', 0, broken('dash/network'));
    await environment.advance(1000);
    watch.succeeded('main');
    await environment.advance(5000);
    watch.failed('main', environment.monotonic(), broken('dash/network'));
    await environment.advance(1499);
    assert.deepEqual(reported, []);
    assert.equal(environment.pendingTimers, 1);
  });

  it('is not put off by bodies that come whole and are damaged', async () => {
    const { environment, watch, reported } = watching();
    for (let count = 0; count < 4; count += 1) {
      watch.arriving('main');
      watch.failed('main', environment.monotonic(), broken('dash/malformed'));
      await environment.advance(400);
    }
    assert.deepEqual(reported, ['dash/malformed']);
  });

  it('is not put off by another lane', async () => {
    const { environment, watch, reported } = watching();
    watch.failed('main', 0, broken('dash/not-found'));
    await environment.advance(1000);
    watch.succeeded('audio');
    await environment.advance(500);
    assert.deepEqual(reported, ['dash/not-found']);
  });

  it('waits for a body that is still coming in', async () => {
    const { environment, watch, reported } = watching();
    watch.failed('main', 0, broken('dash/network'));
    for (let time = 0; time < 4000; time += 400) {
      await environment.advance(400);
      watch.arriving('main');
    }
    assert.deepEqual(reported, []);
    await environment.advance(1000);
    assert.deepEqual(reported, ['dash/network']);
  });

  it('is silent after the close', async () => {
    const { environment, watch, reported } = watching();
    watch.failed('main', 0, broken('dash/network'));
    watch.close();
    await environment.advance(5000);
    assert.deepEqual(reported, []);
    assert.equal(environment.pendingTimers, 0);
  });
});

const manifest: Ask = { url: 'https://edge.example/live.mpd?secret=1', purpose: 'manifest' };

function tools(options: FakeEnvironmentOptions): {
  environment: FakeEnvironment;
  tools: ExchangeTools;
  prepared: { url: string; refresh: boolean | undefined }[];
} {
  const environment = fakeEnvironment(options);
  const prepared: { url: string; refresh: boolean | undefined }[] = [];
  return {
    environment,
    prepared,
    tools: {
      room: 'dash',
      idleMs: 2500,
      onBytes: () => {},
      context: {
        environment,
        prepareRequest: async ({ url, method = 'GET', headers = {} }, _purpose, { refresh } = {}) => {
          prepared.push({ url, refresh });
          const token = refresh ? 'fresh' : 'stale';
          return { url: `${url}&seen`, method, headers: { ...headers, authorization: `Bearer ${token}` } };
        },
      },
    },
  };
}

/** A fetch that never answers and ends with its signal. */
const hang: NonNullable<FakeEnvironmentOptions['answer']> = ({ signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const never = new AbortController().signal;

describe('an exchange', () => {
  it('is prepared, made, and read to its end', async () => {
    const { environment, tools: made } = tools({
      answer: () => new Response('abc', { headers: { 'content-length': '3' } }),
    });
    const counted: number[] = [];
    const seen: [number, number][] = [];
    const answer = await exchange(
      { ...manifest, headers: { range: 'bytes=0-2' } },
      { ...made, onBytes: (count) => counted.push(count) },
      never,
      (received, total) => seen.push([received, total]),
    );
    assert.equal(new TextDecoder().decode(answer.body), 'abc');
    assert.equal(answer.status, 200);
    const [request] = environment.requests;
    assert.equal(request?.url, `${manifest.url}&seen`);
    assert.equal(request?.headers.get('range'), 'bytes=0-2');
    assert.equal(request?.headers.get('authorization'), 'Bearer stale');
    assert.deepEqual(counted, [3]);
    assert.deepEqual(seen, [[3, 3]]);
    assert.equal(environment.pendingTimers, 0);
  });

  it('is made once more with fresh credentials after a 401 or 403', async () => {
    for (const status of [401, 403]) {
      const { environment, tools: made } = tools({
        answer: ({ headers }) =>
          new Response('in', { status: headers.get('authorization') === 'Bearer fresh' ? 200 : status }),
      });
      assert.equal((await exchange(manifest, made, never)).status, 200);
      assert.equal(environment.requests.length, 2);
    }
  });

  it('fails by name when fresh credentials do not help, without telling the query', async () => {
    const { environment, tools: made } = tools({ answer: () => new Response('', { status: 403 }) });
    const error = await rejection<OlympicPlayerError>(exchange(manifest, made, never));
    assert.equal(error.reason, 'dash/unauthorized');
    assert.equal(environment.requests.length, 2);
    assert.ok(!error.message.includes('secret') && !error.source?.includes('secret'));
    assert.notEqual(error.hint, '');
  });

  it('names what the server says, and for how long', async () => {
    for (const [status, reason] of [
      [404, 'dash/not-found'],
      [410, 'dash/not-found'],
      [500, 'dash/server-error'],
      [503, 'dash/unavailable'],
    ] as const) {
      const { tools: made } = tools({
        answer: () => new Response('', { status, headers: { 'retry-after': '7' } }),
      });
      const error = await rejection<OlympicPlayerError>(exchange(manifest, made, never));
      assert.equal(error.reason, reason);
      assert.equal(error.retryAfterMs, 7000);
    }
  });

  it('names a server that cannot be reached', async () => {
    const { tools: made } = tools({});
    assert.equal(
      (await rejection<OlympicPlayerError>(exchange(manifest, made, never))).reason,
      'dash/network',
    );
  });

  it('gives up a server that is silent, before or within the body', async () => {
    const stalling = () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) }));
    for (const answer of [hang, stalling]) {
      const { environment, tools: made } = tools({ answer });
      const failed = rejection<OlympicPlayerError>(exchange(manifest, made, never));
      await environment.advance(2499);
      assert.equal(environment.pendingTimers, 1);
      await environment.advance(1);
      assert.match((await failed).message, /sent nothing for 2500 ms/);
      assert.equal((await failed).reason, 'dash/network');
      assert.equal(environment.pendingTimers, 0);
    }
  });

  it('ends with its caller', async () => {
    const abort = new AbortController();
    const { environment, tools: made } = tools({ answer: hang });
    const ended = rejection<Error>(exchange(manifest, made, abort.signal));
    await settle();
    abort.abort(new Error('enough'));
    assert.equal((await ended).message, 'enough');
    assert.equal(environment.requests[0]?.signal?.aborted, true);
    assert.equal(environment.pendingTimers, 0);
  });

  it('says so when the page could not prepare the request', async () => {
    const { environment, tools: made } = tools({});
    const context = { environment, prepareRequest: () => Promise.reject(new Error('no token today')) };
    const error = await rejection<OlympicPlayerError>(exchange(manifest, { ...made, context }, never));
    assert.equal(error.reason, 'dash/request-not-prepared');
    assert.match(error.message, /no token today/);
    assert.equal(environment.requests.length, 0);
  });
});
