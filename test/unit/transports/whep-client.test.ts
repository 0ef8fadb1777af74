import { expect } from '@open-wc/testing';
import { silentLogger } from '../../../src/base/index.js';
import type { OlympicPlayerError } from '../../../src/base/index.js';
import { WhepClient } from '../../../src/transports/whep/client.js';
import { isOffer } from '../../../src/transports/whep/sdp.js';
import { answeredFrom, fakeEnvironment } from '../../fixtures/fake-environment.js';
import type { SentRequest } from '../../fixtures/fake-environment.js';
import { rejection } from '../../fixtures/rejection.js';

const endpoint = 'https://a.example/whep/main?token=secret';
const answer = 'v=0\r\na=setup:passive\r\n';
const counterOffer = 'v=0\r\na=setup:actpass\r\n';
const sdpType = { 'content-type': 'application/sdp' };

type Step = (request: SentRequest) => Response | Promise<Response>;

/** A client whose server answers by this script, one step a request. */
function scripted(...steps: Step[]) {
  const refreshes: boolean[] = [];
  const environment = fakeEnvironment({
    answer(request) {
      const step = steps.shift();
      if (step === undefined) throw new TypeError(`unexpected ${request.method} ${request.url}`);
      return step(request);
    },
  });
  const client = new WhepClient(endpoint, {
    environment,
    log: silentLogger,
    async prepareRequest(request, purpose, options) {
      refreshes.push(options?.refresh ?? false);
      const token = options?.refresh === true ? 'fresh' : 'stale';
      return {
        url: request.url,
        method: request.method ?? 'GET',
        headers: { ...request.headers, authorization: `Bearer ${token}`, 'x-purpose': purpose },
      };
    },
  });
  return { client, environment, refreshes };
}

const created =
  (headers: Record<string, string> = {}, body = answer): Step =>
  () =>
    new Response(body, {
      status: 201,
      headers: { ...sdpType, location: '/whep/main/7', etag: '"e1"', ...headers },
    });
const status =
  (code: number, headers: Record<string, string> = {}): Step =>
  () =>
    new Response(null, { status: code, headers });

const { signal } = new AbortController();
const offer = (client: WhepClient) => client.offer('the offer', isOffer, signal);

describe('WhepClient', () => {
  it('posts the offer as application/sdp and returns the answer', async () => {
    const { client, environment } = scripted(created({ link: '<stun:s>; rel="ice-server"' }));
    expect(await offer(client)).to.deep.equal({
      kind: 'answer',
      sdp: answer,
      linkHeader: '<stun:s>; rel="ice-server"',
    });
    const [post] = environment.requests;
    expect(post).to.include({ method: 'POST', url: endpoint, body: 'the offer' });
    expect(post?.headers.get('content-type')).to.equal('application/sdp');
    expect(post?.headers.get('if-match')).to.equal(null);
  });

  it('resolves a relative Location against the URL after redirects', async () => {
    const { client, environment } = scripted(
      () =>
        answeredFrom(
          'https://edge7.example/deep/whep',
          new Response(answer, { status: 201, headers: { ...sdpType, location: 'session/7' } }),
        ),
      status(200),
    );
    await offer(client);
    await client.delete(signal);
    expect(environment.requests[1]).to.include({
      method: 'DELETE',
      url: 'https://edge7.example/deep/session/7',
    });
  });

  for (const [name, step] of [
    ['406', () => new Response(counterOffer, { status: 406, headers: { ...sdpType, location: '/s/7' } })],
    ['201 with a=setup:actpass', created({ location: '/s/7' }, counterOffer)],
  ] as const)
    it(`takes ${name} for a counter-offer and answers it at the session`, async () => {
      const { client, environment } = scripted(step, status(204));
      expect(await offer(client)).to.include({ kind: 'counter-offer', sdp: counterOffer });
      await client.sendAnswer('our answer', signal);
      const patch = environment.requests[1];
      expect(patch).to.include({ method: 'PATCH', url: 'https://a.example/s/7', body: 'our answer' });
      expect(patch?.headers.get('content-type')).to.equal('application/sdp');
    });

  it('says why when the answer to a counter-offer is refused', async () => {
    const { client } = scripted(created({}, counterOffer), status(422));
    await offer(client);
    expect(await rejection(client.sendAnswer('our answer', signal))).to.include({ reason: 'whep/refused' });
  });

  it('takes a 406 without an offer for a refusal', async () => {
    const { client } = scripted(
      () => new Response('{}', { status: 406, headers: { 'content-type': 'application/problem+json' } }),
    );
    expect(await rejection(offer(client))).to.include({ reason: 'whep/not-acceptable' });
  });

  for (const code of [409, 503])
    it(`tells how long a ${code} wants to be left alone`, async () => {
      const { client } = scripted(status(code, { 'retry-after': '3' }));
      expect((await rejection<OlympicPlayerError>(offer(client))).retryAfterMs).to.equal(3000);
    });

  it('asks for fresh credentials once after a 401, and only once', async () => {
    const good = scripted(status(401), created());
    expect((await offer(good.client)).kind).to.equal('answer');
    expect(good.environment.requests.map(({ headers }) => headers.get('authorization'))).to.deep.equal([
      'Bearer stale',
      'Bearer fresh',
    ]);
    const bad = scripted(status(401), status(401));
    const error = await rejection<OlympicPlayerError>(offer(bad.client));
    expect(error.reason).to.equal('whep/unauthorized');
    expect(error.message).to.not.contain('secret');
    expect(bad.refreshes).to.deep.equal([false, true]);
  });

  it('carries credentials on PATCH and DELETE too', async () => {
    const { client, environment } = scripted(created(), status(204), status(200));
    await offer(client);
    await client.trickle('fragment', signal);
    await client.delete(signal);
    for (const { headers } of environment.requests) {
      expect(headers.get('authorization')).to.equal('Bearer stale');
      expect(headers.get('x-purpose')).to.equal('signalling');
    }
  });

  it('names a server that does not answer, and passes an abort on as it is', async () => {
    const { client } = scripted();
    expect(await rejection(offer(client))).to.include({ reason: 'whep/network' });
    const aborted = rejection<DOMException>(client.offer('o', isOffer, AbortSignal.abort()));
    expect((await aborted).name).to.equal('AbortError');
  });

  describe('trickle', () => {
    it('sends the fragment with the ETag of the 201', async () => {
      const { client, environment } = scripted(created(), status(204));
      await offer(client);
      await client.trickle('fragment', signal);
      const patch = environment.requests[1];
      expect(patch).to.include({
        method: 'PATCH',
        url: 'https://a.example/whep/main/7',
        body: 'fragment',
      });
      expect(patch?.headers.get('content-type')).to.equal('application/trickle-ice-sdpfrag');
      expect(patch?.headers.get('if-match')).to.equal('"e1"');
    });

    it('goes without If-Match where CORS hides the ETag', async () => {
      const { client, environment } = scripted(
        () => new Response(answer, { status: 201, headers: { ...sdpType, location: '/s/7' } }),
        status(204),
      );
      await offer(client);
      await client.trickle('fragment', signal);
      expect(environment.requests[1]?.headers.get('if-match')).to.equal(null);
    });

    for (const code of [412, 428])
      it(`tries the quoted star once after ${code}, then gives up trickling and keeps the session`, async () => {
        const { client, environment } = scripted(created(), status(code), status(code), status(200));
        await offer(client);
        await client.trickle('fragment', signal);
        await client.trickle('more', signal);
        await client.delete(signal);
        expect(
          environment.requests.map(({ method, headers }) => [method, headers.get('if-match')]),
        ).to.deep.equal([
          ['POST', null],
          ['PATCH', '"e1"'],
          ['PATCH', '"*"'],
          ['DELETE', null],
        ]);
      });

    for (const code of [405, 415, 422, 501])
      it(`does not trickle again after ${code}, and does not throw`, async () => {
        const { client, environment } = scripted(created(), status(code));
        await offer(client);
        await client.trickle('fragment', signal);
        await client.trickle('more', signal);
        expect(environment.requests).to.have.length(2);
      });

    it('ends with its signal when the server never answers', async () => {
      const { client } = scripted(
        created(),
        (request) =>
          new Promise((_resolve, reject) =>
            request.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error)),
          ),
      );
      await offer(client);
      const abort = new AbortController();
      const trickling = client.trickle('fragment', abort.signal);
      abort.abort();
      await trickling;
      expect(abort.signal.aborted).to.equal(true);
    });

    it('sends nothing where the server named no session', async () => {
      const { client, environment } = scripted(() => new Response(answer, { status: 201, headers: sdpType }));
      await offer(client);
      await client.trickle('fragment', signal);
      await client.delete(signal);
      expect(environment.requests).to.have.length(1);
    });
  });

  describe('delete', () => {
    it('never throws and happens once', async () => {
      const { client, environment } = scripted(created(), () => Promise.reject(new TypeError('gone')));
      await offer(client);
      await client.delete(signal);
      await client.delete(signal);
      expect(environment.requests.map(({ method }) => method)).to.deep.equal(['POST', 'DELETE']);
    });
  });
});
