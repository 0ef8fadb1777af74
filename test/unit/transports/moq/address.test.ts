/** Addresses, certificates, failures: what stands in a URL, and what is made of what servers say. */
import { expect } from '@open-wc/testing';
import { OlympicPlayerError, browserEnvironment } from '../../../../src/base/index.js';
import { playable } from '../../../../src/transports/moq/choose.js';
import type { MoqCatalog, MoqRendition } from '../../../../src/transports/moq/catalog/index.js';
import { parseAddress, withToken } from '../../../../src/transports/moq/session/address.js';
import { parseCertificateHash } from '../../../../src/transports/moq/session/certificate.js';
import { dialBrowser, webSocketUrl, webTransportUrl } from '../../../../src/transports/moq/session/dial.js';
import { moqFailure, sessionEnd } from '../../../../src/transports/moq/session/failure.js';
import { catalogTracks } from '../../../../src/transports/moq/session/follow-catalog.js';
import { versionName } from '../../../../src/transports/moq/session/versions.js';
import { needs } from '../../../fixtures/needs.js';
import { audioRendition, videoRendition } from './renditions.js';
import { rejection } from './support.js';

describe('dialling', () => {
  const safari =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Safari/605.1.15';

  for (const [browser, userAgent, attempts] of [
    ['a browser whose WebTransport lasts', undefined, 1],
    ['Safari, whose WebTransport dies after minutes', safari, 0],
  ] as const)
    it(`tries WebTransport ${attempts === 1 ? 'first' : 'never'} in ${browser}`, async function () {
      await needs(this, 'WebTransport');
      const Real = globalThis.WebTransport;
      let made = 0;
      globalThis.WebTransport = class extends Real {
        constructor(url: string | URL, options?: WebTransportOptions) {
          super(String(url), options);
          made += 1;
        }
      };
      if (userAgent !== undefined)
        Object.defineProperty(navigator, 'userAgent', { configurable: true, get: () => userAgent });
      try {
        // Nobody listens there.
        const dialling = dialBrowser(new URL('https://127.0.0.1:9/'), {
          certificateHashes: [],
          last: undefined,
          environment: browserEnvironment,
          abort: new AbortController().signal,
        });
        expect(await rejection(dialling)).to.include({ reason: 'moq/connect-failed' });
        expect(made).to.equal(attempts);
      } finally {
        Reflect.deleteProperty(navigator, 'userAgent');
        globalThis.WebTransport = Real;
      }
    });
});

describe('an address', () => {
  for (const [url, server, broadcast, catalog] of [
    ['https://relay.example/live', 'https://relay.example/live', undefined, undefined],
    ['https://relay.example/#venue/pole-3', 'https://relay.example/', 'venue/pole-3', undefined],
    [
      'moqt://example.com/app?a=1#customerID-broadcastID--catalog',
      'https://example.com/app?a=1',
      'customerID/broadcastID',
      'catalog',
    ],
    [
      'http://127.0.0.1:8080/moq/main?container=loc#venue-pole.2d3--catalog',
      'http://127.0.0.1:8080/moq/main?container=loc',
      'venue/pole-3',
      'catalog',
    ],
    ['https://e.x/#a-b--catalog.2ejson', 'https://e.x/', 'a/b', 'catalog.json'],
    ['https://e.x/#a%2Fb', 'https://e.x/', 'a/b', undefined],
    ['https://e.x/#bad%escape', 'https://e.x/', 'bad%escape', undefined],
  ] as const)
    it(`is read: ${url}`, () => {
      const address = parseAddress(url);
      expect([address.server.href, address.broadcast, address.catalog]).to.deep.equal([
        server,
        broadcast,
        catalog,
      ]);
    });

  it('carries the token where headers cannot go', () => {
    expect(withToken('https://e.x/a?b=1#c/d', { authorization: 'Bearer t&k' })).to.equal(
      'https://e.x/a?b=1&token=t%26k#c/d',
    );
    expect(withToken('https://e.x/?token=own', { Authorization: 'Bearer other' })).to.equal(
      'https://e.x/?token=own',
    );
    expect(withToken('https://e.x/', {})).to.equal('https://e.x/');
  });

  it('is dialled encrypted, but for development servers on this machine', () => {
    const pinned = new URL('http://localhost:8080/moq');
    expect(webTransportUrl(pinned, true)?.href).to.equal('https://localhost:8080/moq');
    expect(webTransportUrl(pinned, false)).to.equal(undefined);
    expect(webSocketUrl(pinned, true).href).to.equal('ws://localhost:8080/moq');
    expect(webSocketUrl(new URL('https://127.0.0.1:1/'), true).protocol).to.equal('ws:');
    expect(webSocketUrl(new URL('https://127.0.0.1:1/'), false).protocol).to.equal('wss:');
    expect(webSocketUrl(new URL('https://relay.example/'), true).protocol).to.equal('wss:');
  });
});

describe('a certificate hash', () => {
  const hex = 'aeae409de0bcc0c9b6f233d32ee9dc75e24bb005b00f4a09d41907149cb1778c';
  it('is hexadecimal with or without colons, or base64', () => {
    const octets = parseCertificateHash(hex);
    expect(octets.byteLength).to.equal(32);
    expect(octets[0]).to.equal(0xae);
    const colons = hex.replace(/..(?=.)/g, '$&:');
    expect([...parseCertificateHash(colons)]).to.deep.equal([...octets]);
    expect([...parseCertificateHash(btoa(String.fromCharCode(...octets)))]).to.deep.equal([...octets]);
  });
  it('is refused by name where it is something else', () => {
    for (const wrong of ['', 'abc', hex.slice(2), '***'])
      expect(() => parseCertificateHash(wrong))
        .to.throw()
        .with.property('reason', 'moq/certificate');
  });
});

describe('what servers say', () => {
  const reasonOf = (error: unknown) => {
    const failure = moqFailure(error, 'such track', 'https://e.x/?token=secret');
    return failure instanceof OlympicPlayerError ? failure.reason : failure.name;
  };
  it('becomes a reason', () => {
    expect(reasonOf(new Error('SUBSCRIBE error: code=1 reason=no'))).to.equal('moq/unauthorized');
    expect(reasonOf(new Error('SUBSCRIBE error: code=16 reason='))).to.equal('moq/not-found');
    expect(reasonOf(new Error('SUBSCRIBE error: code=404 reason=Broadcast not found'))).to.equal(
      'moq/not-found',
    );
    expect(reasonOf(Object.assign(new Error('reset'), { code: 13 }))).to.equal('moq/not-found');
    expect(reasonOf(new Error('A fault says so: unauthorized.'))).to.equal('moq/unauthorized');
    expect(reasonOf(new Error('something else'))).to.equal('moq/closed');
    expect(reasonOf(new DOMException('over', 'AbortError'))).to.equal('AbortError');
    expect(sessionEnd({ closeCode: 2, reason: '' }, '').reason).to.equal('moq/unauthorized');
    expect(sessionEnd({ closeCode: 0, reason: 'bye' }, '').message).to.contain('bye');
  });
  it('never shows a token', () => {
    const failure = moqFailure(new Error('x'), 'such track', 'https://e.x/?token=secret');
    expect(JSON.stringify(failure)).not.to.contain('secret');
  });
});

describe('versions and catalogs', () => {
  it('have the names of the negotiation', () => {
    expect(versionName('moq-transport-18')).to.equal('moqt-18');
    expect(versionName('moq-lite-05')).to.equal('moq-lite-05');
  });
  it('are asked for as the address, the broadcast or the family has them', () => {
    expect(catalogTracks('catalog.json.z', 'a', 'moqt-18')).to.deep.equal(['catalog.json.z']);
    expect(catalogTracks(undefined, 'demo/bbb.msf', 'moq-lite-05')).to.deep.equal(['catalog']);
    expect(catalogTracks(undefined, 'demo/bbb.hang', 'moqt-18')).to.deep.equal([
      'catalog.json',
      'catalog.json.z',
    ]);
    expect(catalogTracks('video', 'a', 'moqt-18')).to.deep.equal(['catalog', 'catalog.json']);
  });
});

describe('what is played of a catalog', () => {
  const catalog = (
    video: readonly (typeof videoRendition)[],
    audio: readonly (typeof audioRendition)[] = [],
  ): MoqCatalog => ({
    format: 'msf-01',
    video,
    audio,
    events: [],
    complete: false,
    ignored: [],
  });
  const all = () => Promise.resolve(true);
  const only =
    (...codecs: string[]) =>
    ({ codec }: MoqRendition) =>
      Promise.resolve(codecs.includes(codec));
  const hd = { ...videoRendition, id: 'hd', track: 'hd', altGroup: 1, renderGroup: 1 };
  const sd = { ...hd, id: 'sd', track: 'sd', width: 640, height: 360 };

  it('is one picture in its qualities, best first, and the sound that goes with it', async () => {
    const other = {
      ...hd,
      id: 'overhead',
      track: 'overhead',
      altGroup: 2,
      renderGroup: 2,
      width: 100,
      height: 100,
    };
    const described = { ...audioRendition, id: 'ad', role: 'audiodescription', renderGroup: 1, bitrate: 9 };
    const main = { ...audioRendition, id: 'main', renderGroup: 1 };
    const chosen = await playable(
      catalog([sd, other, hd], [described, { ...main, id: 'else', renderGroup: 2 }, main]),
      undefined,
      all,
      '',
    );
    expect(chosen.video.map(({ id }) => id)).to.deep.equal(['hd', 'sd']);
    expect(chosen.audio.map(({ id }) => id)).to.deep.equal(['main', 'ad']);
    const named = await playable(catalog([sd, other, hd]), 'overhead', all, '');
    expect(named.video.map(({ id }) => id)).to.deep.equal(['overhead']);
  });

  it('leaves out what cannot be decoded and what is encrypted', async () => {
    const hevc = { ...hd, id: 'hevc', codec: 'hvc1.1.6.L93.B0' };
    const locked = { ...hd, id: 'locked', encrypted: true };
    const chosen = await playable(catalog([hevc, locked, sd]), undefined, only(sd.codec), '');
    expect(chosen.video.map(({ id }) => id)).to.deep.equal(['sd']);
    expect(await rejection(playable(catalog([locked]), undefined, all, ''))).to.include({
      reason: 'moq/protected',
    });
    const none = await rejection(playable(catalog([hevc]), undefined, only('x'), ''));
    expect(none.reason).to.equal('moq/no-playable-rendition');
    expect(none.message).to.contain('hvc1');
  });

  it('prefers what the publisher does not advise against, and the thinner container', async () => {
    const chosen = await playable(
      catalog([
        { ...hd, stalled: true },
        { ...hd, id: 'cmaf', packaging: 'cmaf' },
        { ...hd, id: 'loc', packaging: 'loc' },
        sd,
      ]),
      undefined,
      all,
      '',
    );
    expect(chosen.video.map(({ id }) => id)).to.deep.equal(['loc', 'cmaf', 'sd', 'hd']);
  });

  it('is sound alone where there never was a picture', async () => {
    const chosen = await playable(catalog([], [audioRendition]), undefined, all, '');
    expect(chosen.video).to.deep.equal([]);
    expect(chosen.audio).to.have.length(1);
  });
});
