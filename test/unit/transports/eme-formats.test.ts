/** What the key systems speak: init data, licence requests, licences, manifests. */
import { expect } from '@open-wc/testing';
import { base64url, bytesOfBase64, bytesOfHex, hexOf } from '../../../src/transports/eme/bytes.js';
import { readCkc } from '../../../src/transports/eme/fairplay.js';
import { eventData, keyIdsData, manifestData } from '../../../src/transports/eme/init-data.js';
import { keySystemNamed } from '../../../src/transports/eme/key-systems.js';
import type { KeySystem } from '../../../src/transports/eme/key-systems.js';
import {
  licenseUrlFor,
  protectionOf,
  readManifestProtection,
} from '../../../src/transports/eme/manifest-protection.js';
import { unwrapPlayReady } from '../../../src/transports/eme/playready.js';
import { commonSystemId, readPssh } from '../../../src/transports/eme/pssh.js';

const widevineId = 'edef8ba979d64acea3c827dcd51d21ed';
const kid = '0123456789abcdef0123456789abcdef';
const other = 'ffffffffffffffffffffffffffffffff';

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  const found = bytesOfHex(hex);
  if (found === undefined) throw new Error(`${hex} is no hexadecimal`);
  return found;
}

function named(name: string): KeySystem {
  const system = keySystemNamed(name);
  if (system === undefined) throw new Error(`${name} is not known`);
  return system;
}

const uint32 = (value: number) => value.toString(16).padStart(8, '0');

/** A pssh box, written out as the standard has it (ISO/IEC 23001-7, 8.1). */
function pssh(systemId: string, { kids = [] as string[], data = '' } = {}): string {
  const listed = kids.length > 0 ? uint32(kids.length) + kids.join('') : '';
  const body = `70737368${kids.length > 0 ? '01' : '00'}000000${systemId}${listed}${uint32(data.length / 2)}${data}`;
  return uint32(4 + body.length / 2) + body;
}

const text = (value: string) => new TextEncoder().encode(value);
const utf16 = (value: string) =>
  Uint8Array.from([...value].flatMap((character) => [character.charCodeAt(0), 0]));

describe('base64 and hexadecimal', () => {
  it('take both alphabets, padded or not, and nothing else', () => {
    const data = Uint8Array.of(251, 255, 190, 1);
    expect(bytesOfBase64('+/++AQ==')).to.deep.equal(data);
    expect(bytesOfBase64(' -_--\n AQ ')).to.deep.equal(data);
    expect(base64url(data)).to.equal('-_--AQ');
    for (const broken of ['', 'A', 'not base64!', '<ckc>']) expect(bytesOfBase64(broken)).to.equal(undefined);
    expect(bytesOfHex('01-23-aB')).to.deep.equal(Uint8Array.of(1, 0x23, 0xab));
    for (const broken of ['', '1', 'xy']) expect(bytesOfHex(broken)).to.equal(undefined);
  });
});

describe('pssh boxes', () => {
  it('are read one behind another, with the key ids that version 1 lists', () => {
    const read = readPssh(
      bytes(pssh(widevineId, { data: 'abcd' }) + pssh(commonSystemId, { kids: [kid, other] })),
    );
    expect(read.map(({ systemId }) => systemId)).to.deep.equal([widevineId, commonSystemId]);
    expect(read.map(({ kids }) => kids.map(hexOf))).to.deep.equal([[], [kid, other]]);
  });

  it('are left out where they are broken, without a throw', () => {
    const good = pssh(commonSystemId, { kids: [kid] });
    for (let cut = 0; cut < good.length; cut += 2)
      expect(readPssh(bytes(`00${good.slice(0, cut)}`))).to.deep.equal([]);
    const lying = good.replace(uint32(1) + kid, uint32(0xffffffff) + kid);
    expect(readPssh(bytes(lying))[0]?.kids.length).to.equal(1);
  });
});

describe('what a licence is asked for', () => {
  it('is one thing, however it is said', () => {
    const clearKey = named('org.w3.clearkey');
    const asBox = eventData('cenc', bytes(pssh(commonSystemId, { kids: [kid, other] })), clearKey);
    const asList = keyIdsData([bytes(kid), bytes(other)]);
    expect(asBox.wants).to.deep.equal(asList.wants);
    const { kids } = JSON.parse(new TextDecoder().decode(asList.bytes)) as { kids: string[] };
    expect(kids.map((id) => hexOf(bytesOfBase64(id) ?? new Uint8Array()))).to.deep.equal([kid, other]);
  });

  it("looks at the key system's own box, among those of others", () => {
    const own = pssh(widevineId, { data: 'abcd' });
    const mixed = pssh('9a04f07998404286ab92e65be0885f95', { data: '00' }) + own;
    expect(eventData('cenc', bytes(mixed), named('com.widevine.alpha')).wants).to.deep.equal([own]);
    expect(eventData('sinf', bytes('ab'), named('com.apple.fps')).wants).to.deep.equal(['ab']);
  });
});

describe("PlayReady's envelope", () => {
  const soap = '<soap:Envelope>challenge</soap:Envelope>';
  const wrapped = `<PlayReadyKeyMessage type="LicenseAcquisition"><LicenseAcquisition Version="1">
    <Challenge encoding="base64encoded">${btoa(soap)}</Challenge>
    <HttpHeaders><HttpHeader><name>Content-Type</name><value>text/xml; charset=utf-8</value></HttpHeader>
    <HttpHeader><name>SOAPAction</name><value>"http://schemas.microsoft.com/DRM/2007/03/protocols/AcquireLicense"</value>
    </HttpHeader></HttpHeaders></LicenseAcquisition></PlayReadyKeyMessage>`;

  for (const [form, message] of [
    ['UTF-16', utf16(wrapped)],
    ['UTF-8', text(wrapped)],
  ] as const)
    it(`is taken off, and its headers go on the request (${form})`, () => {
      const { body, headers } = unwrapPlayReady(message);
      expect(new TextDecoder().decode(body)).to.equal(soap);
      expect(headers).to.deep.equal({
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"http://schemas.microsoft.com/DRM/2007/03/protocols/AcquireLicense"',
      });
    });

  it('may be missing: the message is then the request', () => {
    const { body, headers } = unwrapPlayReady(text(soap));
    expect(new TextDecoder().decode(body)).to.equal(soap);
    expect(headers['content-type']).to.equal('text/xml; charset=utf-8');
  });
});

describe("FairPlay's answer", () => {
  const ckc = Uint8Array.of(0, 0, 0, 1, 200, 100, 50, 25);
  const encoded = btoa(String.fromCharCode(...ckc));
  for (const [form, response] of [
    ['bare', ckc],
    ['base64', text(`${encoded}\n`)],
    ['XML', text(`<ckc>${encoded}</ckc>`)],
    ['JSON', text(JSON.stringify({ id: 7, ckc: encoded }))],
  ] as const)
    it(`is found in its wrapping: ${form}`, () => {
      expect(readCkc(response)).to.deep.equal(ckc);
    });
});

describe('the protection of a manifest', () => {
  const uuid = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const box = pssh(widevineId, { data: 'abcd' });
  const mpd = `<MPD xmlns:cenc="urn:mpeg:cenc:2013"><Period><AdaptationSet>
    <!-- <ContentProtection schemeIdUri="urn:uuid:${uuid(other)}"/> -->
    <ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cenc" cenc:default_KID="${uuid(kid)}"/>
    <ContentProtection schemeIdUri="urn:uuid:${uuid(widevineId).toUpperCase()}">
      <cenc:pssh>${btoa(String.fromCharCode(...bytes(box)))}</cenc:pssh>
      <dashif:Laurl>https://licenses.example/wv?a=1&amp;b=2</dashif:Laurl>
    </ContentProtection>
    <ContentProtection schemeIdUri="urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e"><ck:Laurl Lic_type="EME-1.0">keys</ck:Laurl></ContentProtection>
    <ContentProtection schemeIdUri='urn:uuid:9a04f079-9840-4286-ab92-e65be0885f95'><mspr:pro>AAA=</mspr:pro></ContentProtection>
    </AdaptationSet></Period></MPD>`;
  const read = readManifestProtection(mpd, 'https://edge.example/dash/main/manifest.mpd');

  it('says key ids, init data and licence servers', () => {
    expect(read.encrypted).to.equal(true);
    expect(read.defaultKids.map(hexOf)).to.deep.equal([kid]);
    expect(licenseUrlFor(named('com.widevine.alpha'), read)).to.equal('https://licenses.example/wv?a=1&b=2');
    expect(licenseUrlFor(named('org.w3.clearkey'), read)).to.equal('https://edge.example/dash/main/keys');
    expect(licenseUrlFor(named('com.microsoft.playready'), read)).to.equal(undefined);
    expect(protectionOf(read).map(({ keySystem }) => keySystem)).to.deep.equal([
      'com.widevine.alpha',
      'org.w3.clearkey',
    ]);
  });

  it('lets licences be asked for ahead of the media, with what each system understands', () => {
    const [widevine] = manifestData(read, named('com.widevine.alpha'));
    expect(widevine && [widevine.type, hexOf(widevine.bytes)]).to.deep.equal(['cenc', box]);
    expect(manifestData(read, named('org.w3.clearkey')).map(({ wants }) => wants)).to.deep.equal([[kid]]);
    expect(manifestData(read, named('com.microsoft.playready'))).to.deep.equal([]);
  });

  it('is nothing where there is none, and takes no other protocols for licence servers', () => {
    expect(readManifestProtection('<MPD><Period/></MPD>', 'https://edge.example/').encrypted).to.equal(false);
    const odd = mpd.replace('https://licenses.example', 'javascript:alert(1)//');
    const found = readManifestProtection(odd, 'https://edge.example/');
    expect(licenseUrlFor(named('com.widevine.alpha'), found)).to.equal(undefined);
  });

  it('is read in time that grows with the manifest alone', () => {
    const pieces = ['<ContentProtection ', '<ContentProtection a="', '<ContentProtection>', '<!--', "='"];
    for (const piece of pieces) {
      const began = performance.now();
      readManifestProtection(`<MPD>${piece.repeat(50_000)}`, 'https://edge.example/');
      expect(performance.now() - began, piece).to.be.below(2000);
    }
  });
});

describe('the names of key systems', () => {
  it('belong to families', () => {
    expect(keySystemNamed('com.microsoft.playready.recommendation')?.family).to.equal(
      'com.microsoft.playready',
    );
    expect(keySystemNamed('com.apple.fps.1_0')?.family).to.equal('com.apple.fps');
    expect(keySystemNamed('com.widevine.alphabet')).to.equal(undefined);
  });
});
