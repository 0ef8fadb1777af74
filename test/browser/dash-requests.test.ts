/** What VHS sees of the network, and what the player hears of it: the request seam of the DASH transport. */
import { expect } from '@open-wc/testing';
import type { XhrOptions } from '@videojs/http-streaming';
import { eventTime } from '../../src/base/index.js';
import type { OlympicPlayerError } from '../../src/base/index.js';
import type { EngineRequest } from '../../src/transports/dash/engine-request.js';
import { RequestSeam } from '../../src/transports/dash/request-seam.js';
import { connectContext } from '../fixtures/connect-context.js';
import { fakeEnvironment } from '../fixtures/fake-environment.js';
import type { FakeEnvironment, SentRequest } from '../fixtures/fake-environment.js';
import { rejection } from '../fixtures/rejection.js';

const origin = 'https://edge.example';
const manifestUrl = `${origin}/live.mpd`;

interface Outcome {
  readonly error: Error | null;
  readonly request: EngineRequest;
}

interface Rig {
  readonly environment: FakeEnvironment;
  readonly seam: RequestSeam;
  readonly failures: OlympicPlayerError[];
  readonly media: [url: string, bytes: number, initialization: boolean][];
  /** Asks as VHS does; the outcome is undefined until VHS has been called back. */
  ask(options: XhrOptions): { readonly request: EngineRequest; readonly outcome: Outcome | undefined };
}

function rig(answer: (request: SentRequest) => Response | Promise<Response>, clockErrorMs = 5): Rig {
  const environment = fakeEnvironment({ answer });
  const failures: OlympicPlayerError[] = [];
  const media: Rig['media'] = [];
  const context = connectContext({
    environment,
    clock: {
      now: () => eventTime(environment.wallClock() + 250),
      offsetMs: 250,
      errorMs: clockErrorMs,
      at: (monotonic) => eventTime(monotonic),
    },
    prepareRequest: async ({ url, method = 'GET', headers = {} }, purpose, options) => ({
      url,
      method,
      headers: { ...headers, 'x-purpose': purpose, 'x-refresh': String(options?.refresh ?? false) },
    }),
  });
  const seam = new RequestSeam({
    context,
    room: 'dash',
    isAudio: (url) => url.includes('audio'),
    onMedia: (url, bytes, initialization) => media.push([url, bytes.byteLength, initialization]),
    onFailure: (error) => failures.push(error),
  });
  return {
    environment,
    seam,
    failures,
    media,
    ask(options) {
      const held: { request: EngineRequest; outcome: Outcome | undefined } = {
        request: seam.xhr(options, (error, request) => {
          held.outcome = { error, request: request as EngineRequest };
        }) as EngineRequest,
        outcome: undefined,
      };
      return held;
    },
  };
}

const segment = (url = `${origin}/video/1.m4s`): XhrOptions => ({
  uri: url,
  responseType: 'arraybuffer',
  requestType: 'segment',
});
const manifest: XhrOptions = { uri: manifestUrl, requestType: 'dash-manifest' };
const clock: XhrOptions = { uri: `${origin}/time`, method: 'GET', requestType: 'dash-clock-sync' };
const hang = ({ signal }: SentRequest) =>
  new Promise<Response>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
/** Lets made responses be read to their end, which takes Chromium several tasks. */
async function pass(environment: FakeEnvironment, milliseconds = 0): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await environment.advance(0);
  await environment.advance(milliseconds);
  for (let turn = 0; turn < 4; turn += 1) await environment.advance(0);
}

describe('the request seam of DASH', () => {
  it('answers VHS as XMLHttpRequest would', async () => {
    const { ask, environment } = rig(
      () => new Response('<MPD/>', { headers: { date: 'Fri, 06 Feb 2026 19:00:00 GMT' } }),
    );
    const asked = ask(manifest);
    const ended: string[] = [];
    asked.request.addEventListener('progress', ({ type }) => ended.push(type));
    asked.request.addEventListener('loadend', ({ type }) => ended.push(type));
    await pass(environment);
    expect(asked.outcome?.error).to.equal(null);
    expect(asked.outcome?.request).to.equal(asked.request);
    expect(asked.request).to.include({
      status: 200,
      responseText: '<MPD/>',
      uri: manifestUrl,
      readyState: 4,
    });
    expect(asked.request.responseHeaders['date']).to.equal('Fri, 06 Feb 2026 19:00:00 GMT');
    expect(ended).to.deep.equal(['progress', 'loadend']);
    expect(environment.requests[0]?.headers.get('x-purpose')).to.equal('manifest');
  });

  it('hands media on before VHS takes it', async () => {
    const { ask, media, environment, seam } = rig(() => new Response(new Uint8Array(1000)));
    const asked = ask(segment());
    ask({ ...segment(`${origin}/video/init.mp4`), requestType: 'segment-media-initialization' });
    await pass(environment);
    expect(media).to.deep.equal([
      [`${origin}/video/1.m4s`, 1000, false],
      [`${origin}/video/init.mp4`, 1000, true],
    ]);
    expect(asked.request.response).to.be.instanceOf(ArrayBuffer);
    expect(asked.request).to.include({ bytesReceived: 1000, status: 200 });
    ask(segment(`${origin}/audio/1.m4s`));
    await pass(environment);
    expect(seam.bytes).to.equal(3000);
    expect(seam.videoBytes).to.equal(2000);
  });

  it('gives bytes as text where VHS looks for a container', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { ask, environment } = rig(() => new Response(bytes));
    const asked = ask({
      uri: `${origin}/file.mp4`,
      beforeSend: (request) =>
        (request as EngineRequest).overrideMimeType('text/plain; charset=x-user-defined'),
    });
    await pass(environment);
    const read = [...asked.request.responseText].map((letter) => letter.charCodeAt(0) & 0xff);
    expect(read).to.deep.equal([...bytes]);
  });

  it('gives VHS the manifest that was read at the connect, once', async () => {
    const { ask, environment, seam } = rig(() => new Response('<MPD/>'));
    const read = seam.readManifest(manifestUrl);
    await pass(environment);
    await read;
    const first = ask(manifest);
    const second = ask(manifest);
    expect(first.outcome, 'VHS must have its request before the answer').to.equal(undefined);
    await pass(environment);
    expect(first.outcome?.error).to.equal(null);
    expect(second.outcome?.error).to.equal(null);
    expect(environment.requests.length).to.equal(2);
  });

  it('rejects the connect with the reason', async () => {
    const { environment, seam } = rig(() => new Response('', { status: 404 }));
    const failed = rejection<OlympicPlayerError>(seam.readManifest(manifestUrl));
    await pass(environment);
    expect((await failed).reason).to.equal('dash/not-found');
  });

  it("answers the manifest's clock from a good viewer clock, else asks, else makes do", async () => {
    const good = rig(() => new Response('', { status: 500 }));
    const asked = good.ask(clock);
    await pass(good.environment);
    expect(asked.request.responseText).to.equal(new Date(good.environment.wallClock() + 250).toISOString());
    expect(good.environment.requests).to.have.lengthOf(0);

    const poor = rig(() => new Response('2026-02-06T19:00:00Z'), Infinity);
    const told = poor.ask(clock);
    await pass(poor.environment);
    expect(told.request.responseText).to.equal('2026-02-06T19:00:00Z');

    const none = rig(() => new Response('', { status: 500 }), Infinity);
    const made = none.ask(clock);
    await pass(none.environment, 1000);
    expect(made.outcome?.error).to.equal(null);
    expect(Date.parse(made.request.responseText)).to.be.closeTo(none.environment.wallClock() + 250, 1000);
    expect(none.failures).to.have.lengthOf(0);
  });

  it('mends a hiccup without telling VHS', async () => {
    let tries = 0;
    const { ask, environment, failures } = rig(() => {
      tries += 1;
      return new Response(new Uint8Array(8), { status: tries === 1 ? 503 : 200 });
    });
    const asked = ask(segment());
    await pass(environment);
    expect(asked.outcome).to.equal(undefined);
    await pass(environment, 400);
    expect(asked.outcome?.error).to.equal(null);
    await pass(environment, 10_000);
    expect(failures).to.have.lengthOf(0);
  });

  it('leaves a failing segment to VHS, and fails the feed when no other rendition helps', async () => {
    const { ask, environment, failures } = rig(() => new Response('', { status: 404 }));
    const first = ask(segment(`${origin}/high/1.m4s`));
    await pass(environment, 400);
    expect(first.outcome?.error).to.be.instanceOf(Error);
    expect(failures).to.have.lengthOf(0);
    ask(segment(`${origin}/low/1.m4s`));
    await pass(environment, 1100);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['dash/not-found']);
  });

  it('does not fail the feed when another rendition helps', async () => {
    const { ask, environment, failures } = rig(
      ({ url }) => new Response(new Uint8Array(8), { status: url.includes('high') ? 404 : 200 }),
    );
    ask(segment(`${origin}/high/1.m4s`));
    await pass(environment, 400);
    ask(segment(`${origin}/low/1.m4s`));
    await pass(environment, 10_000);
    expect(failures).to.have.lengthOf(0);
  });

  it('does not let good sound hide bad pictures', async () => {
    const { ask, environment, failures } = rig(
      ({ url }) => new Response(new Uint8Array(8), { status: url.includes('audio') ? 200 : 404 }),
    );
    ask(segment());
    await pass(environment, 1000);
    ask(segment(`${origin}/audio/1.m4s`));
    await pass(environment, 600);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['dash/not-found']);
  });

  it('asks for a failing manifest until the verdict, then for nothing more', async () => {
    const { ask, environment, failures } = rig(() => new Response('', { status: 503 }));
    const asked = ask(manifest);
    await pass(environment, 1600);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['dash/unavailable']);
    const made = environment.requests.length;
    expect(made).to.be.within(2, 6);
    const later = ask(segment());
    await pass(environment, 10_000);
    expect(environment.requests.length).to.equal(made);
    expect(asked.outcome).to.equal(undefined);
    expect(later.outcome).to.equal(undefined);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('fails at once where retries cannot help', async () => {
    const { ask, environment, failures } = rig(() => new Response('', { status: 401 }));
    ask(segment());
    await pass(environment);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['dash/unauthorized']);
    expect(environment.requests.map(({ headers }) => headers.get('x-refresh'))).to.deep.equal([
      'false',
      'true',
    ]);
  });

  it('fails when a server accepts requests and says nothing', async () => {
    const { ask, environment, failures } = rig(hang);
    ask(segment());
    await pass(environment, 2400);
    expect(failures).to.have.lengthOf(0);
    await pass(environment, 200);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['dash/network']);
  });

  it("keeps VHS's own time limit, by which it comes down to a lower rendition", async () => {
    const { ask, environment, failures } = rig((sent) =>
      sent.url.includes('low') ? new Response(new Uint8Array(8)) : hang(sent),
    );
    const slow = ask({ ...segment(`${origin}/high/1.m4s`), timeout: 1500 });
    await pass(environment, 1500);
    expect(slow.outcome?.request.timedout).to.equal(true);
    ask(segment(`${origin}/low/1.m4s`));
    await pass(environment, 5000);
    expect(failures).to.have.lengthOf(0);
  });

  it('forgets a request that VHS aborts', async () => {
    const { ask, environment, failures } = rig(hang);
    const asked = ask(segment());
    let ended = 0;
    asked.request.addEventListener('loadend', () => (ended += 1));
    await pass(environment);
    asked.request.abort();
    asked.request.abort();
    await pass(environment, 10_000);
    expect(asked.outcome).to.equal(undefined);
    expect(asked.request.aborted).to.equal(true);
    expect(ended).to.equal(1);
    expect(environment.requests[0]?.signal?.aborted).to.equal(true);
    expect(failures).to.have.lengthOf(0);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('ends everything at the close', async () => {
    const { ask, environment, seam, failures } = rig(hang);
    const asked = ask(segment());
    await pass(environment);
    seam.close();
    seam.close();
    await pass(environment, 10_000);
    expect(environment.requests[0]?.signal?.aborted).to.equal(true);
    expect(asked.outcome).to.equal(undefined);
    expect(failures).to.have.lengthOf(0);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('reports what the engine cannot take in', async () => {
    const { environment, seam, failures } = rig(() => new Response('<MPD/>'));
    seam.xhr(manifest, () => {
      throw new TypeError('no periods');
    });
    await pass(environment);
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['dash/malformed']);
    expect(failures[0]?.message).to.contain('no periods');
  });
});
