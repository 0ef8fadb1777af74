import { expect } from '@open-wc/testing';
import { kindOf } from '../../../src/session/source-kind.js';
import type { Get } from '../../../src/session/source-kind.js';
import { loadEvent } from '../../../src/session/load-event.js';
import type { OlympicPlayerError } from '../../../src/base/index.js';
import { answeredFrom } from '../../fixtures/fake-environment.js';
import { rejection } from '../../fixtures/rejection.js';
import { small } from '../../fixtures/descriptors/small.js';

type Answer = string | { body?: string | ReadableStream; status?: number; type?: string; from?: string };

/** A web of these answers; remembers what was asked. */
function web(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const get: Get = (url, init) => {
    asked.push(`${init?.method ?? 'GET'} ${url}`);
    const found = answers[url];
    if (found === undefined) return Promise.reject(new TypeError('Failed to fetch'));
    const {
      body,
      status = 200,
      type = 'text/plain',
      from,
    } = typeof found === 'string' ? { body: found } : found;
    const response = new Response(body ?? null, { status, headers: { 'content-type': type } });
    return Promise.resolve(from === undefined ? response : answeredFrom(from, response));
  };
  return { asked, get };
}

const media = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n';
const parts = `${media}#EXT-X-PART-INF:PART-TARGET=0.2\n`;
const multivariant = (uri: string) =>
  `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\n# a comment\n\n${uri}\n#EXT-X-STREAM-INF:BANDWIDTH=2\nother.m3u8\n`;
const at = 'https://a.example';

describe('kindOf', () => {
  it('goes by the extension, whatever its case and query', async () => {
    const { get, asked } = web({});
    expect(await kindOf(`${at}/event.json`, get)).to.equal('event');
    expect(await kindOf(`${at}/live.MPD?token=x.m3u8`, get)).to.equal('dash');
    expect(asked).to.deep.equal([]);
  });

  it('finds parts in a media playlist, and in the first variant of a multivariant one', async () => {
    const { get, asked } = web({
      [`${at}/plain.m3u8`]: media,
      [`${at}/parts.m3u8`]: parts,
      [`${at}/multi.m3u8`]: { body: multivariant('low/v.m3u8'), from: 'https://cdn.example/7/multi.m3u8' },
      'https://cdn.example/7/low/v.m3u8': parts,
      [`${at}/multi-plain.m3u8`]: multivariant('plain.m3u8'),
      [`${at}/odd.m3u8`]: '<html>not a playlist</html>',
    });
    expect(await kindOf(`${at}/plain.m3u8`, get)).to.equal('hls');
    expect(await kindOf(`${at}/parts.m3u8`, get)).to.equal('ll-hls');
    expect(await kindOf(`${at}/multi.m3u8`, get)).to.equal('ll-hls');
    expect(await kindOf(`${at}/multi-plain.m3u8`, get)).to.equal('hls');
    expect(await kindOf(`${at}/odd.m3u8`, get)).to.equal('hls');
    expect(asked).to.include('GET https://cdn.example/7/low/v.m3u8');
  });

  const types: readonly (readonly [string, string])[] = [
    ['application/sdp', 'whep'],
    ['Application/SDP; charset=utf-8', 'whep'],
    ['application/vnd.apple.mpegurl', 'hls'],
    ['audio/x-mpegurl', 'hls'],
    ['application/dash+xml; profiles=x', 'dash'],
    ['application/json', 'event'],
    ['application/ld+json', 'event'],
    ['application/vnd.olympic.event+json', 'event'],
  ];
  for (const [type, kind] of types)
    it(`takes content of type ${type} for ${kind}`, async () => {
      const { get, asked } = web({ [`${at}/x`]: { body: media, type } });
      expect(await kindOf(`${at}/x`, get)).to.equal(kind);
      expect(asked[0]).to.equal(`HEAD ${at}/x`);
    });

  it('takes 405 to HEAD for WHEP', async () => {
    const { get } = web({ [`${at}/whep/main`]: { status: 405 } });
    expect(await kindOf(`${at}/whep/main`, get)).to.equal('whep');
  });

  it('says what to do when it cannot tell, without the token', async () => {
    const url = `${at}/x?token=secret`;
    const error = await rejection<OlympicPlayerError>(kindOf(url, web({ [url]: { type: 'text/html' } }).get));
    expect(error).to.include({ reason: 'session/unknown-type', code: 4 });
    expect(error.message).to.contain('text/html').and.not.contain('secret');
    expect(error.hint).to.contain('type');
  });

  it('says what the server said', async () => {
    const gone = web({ [`${at}/x`]: { status: 404 }, [`${at}/x.m3u8`]: { status: 403 } });
    expect(await rejection(kindOf(`${at}/x`, gone.get))).to.include({ reason: 'session/not-found' });
    expect(await rejection(kindOf(`${at}/x.m3u8`, gone.get))).to.include({ reason: 'hls/unauthorized' });
    expect(await rejection(kindOf(`${at}/y`, gone.get))).to.include({ reason: 'session/network' });
  });

  it('passes an abort on as it is', async () => {
    const abort = new DOMException('', 'AbortError');
    expect(await rejection(kindOf(`${at}/x`, () => Promise.reject(abort)))).to.equal(abort);
  });
});

describe('loadEvent', () => {
  const services = (get: Get, warnings: string[] = []) => ({
    get,
    languages: ['de', 'en'],
    warn: (message: string) => warnings.push(message),
  });
  const load = (body: Answer, warnings: string[] = []) =>
    loadEvent({ url: `${at}/event.json` }, services(web({ [`${at}/event.json`]: body }).get, warnings));

  it('reads a descriptor into angles and sources', async () => {
    const model = await load(JSON.stringify(small()));
    expect(model.angles.length).to.be.above(0);
    for (const angle of model.angles) for (const { url } of angle.sources) expect(url).to.match(/^https?:/);
  });

  it('resolves sources against where the descriptor came from after redirects', async () => {
    const descriptor = small();
    const text = JSON.stringify(descriptor).replaceAll(/"url":"[^"]*"/g, '"url":"../live/x"');
    const model = await load({ body: text, from: 'https://cdn.example/a/event.json' });
    expect(model.angles[0]?.sources[0]?.url).to.equal('https://cdn.example/live/x');
  });

  it('warns of what is odd and plays on', async () => {
    const warnings: string[] = [];
    const model = await load(JSON.stringify({ ...small(), colour: 'blue' }), warnings);
    expect(model.angles.length).to.be.above(0);
    expect(warnings.join()).to.contain('colour');
  });

  it('names the first mistake, how many more there are, and the tool that lists them', async () => {
    const rest: Record<string, unknown> = small();
    delete rest['angles'];
    const error = await rejection<OlympicPlayerError>(load(JSON.stringify({ ...rest, id: 7 })));
    expect(error.reason).to.match(/^event\//);
    expect(error.code).to.equal(4);
    expect(error.message).to.match(/expected .* found .*\(and \d+ more\)/);
    expect(error.hint).to.contain('validate');
    expect(error.cause).to.be.an('array').with.length.above(1);
  });

  for (const body of ['', '{', 'null', '[]', '<html></html>'])
    it(`refuses ${JSON.stringify(body)} by name`, async () => {
      const error = await rejection<OlympicPlayerError>(load(body));
      expect(error.reason).to.match(/^event\//);
      expect(error.code).to.equal(4);
    });

  it('refuses a descriptor that does not end, before it is read whole', async () => {
    let sent = 0;
    let cancelled = false;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await rejection(load({ body }))).to.include({ reason: 'event/too-large', code: 4 });
    expect(sent).to.be.below(12);
    expect(cancelled).to.equal(true);
  });

  it('says what the server said', async () => {
    expect(await rejection(load({ status: 404 }))).to.include({ reason: 'event/not-found', code: 4 });
    const lost = loadEvent({ url: `${at}/event.json` }, services(web({}).get));
    expect(await rejection(lost)).to.include({ reason: 'event/network', code: 2 });
  });

  it('takes a descriptor object, with its own base', async () => {
    const model = await loadEvent(
      { descriptor: small(), baseUrl: 'https://page.example/x/' },
      services(web({}).get),
    );
    expect(model.angles.length).to.be.above(0);
  });

  it('makes one angle of a bare stream, without asking when the page says what it is', async () => {
    const { get, asked } = web({});
    const model = await loadEvent({ url: `${at}/main`, type: 'whep' }, services(get));
    expect(model.angles).to.have.length(1);
    expect(model.angles[0]).to.deep.include({ id: 'main', sources: [{ type: 'whep', url: `${at}/main` }] });
    expect(asked).to.deep.equal([]);
  });
});
