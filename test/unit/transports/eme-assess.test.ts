/** Which protected sources are tried here, and by which path; how the browser is asked. */
import { expect } from '@open-wc/testing';
import { configurationsFor, findKeySystems } from '../../../src/transports/eme/access.js';
import { keySystemNamed } from '../../../src/transports/eme/key-systems.js';
import type { Capabilities, Source } from '../../../src/transports/contract.js';
import { dashTransport } from '../../../src/transports/dash/index.js';
import { hlsTransport } from '../../../src/transports/hls/index.js';
import { isProtected, probeKeySystems } from '../../../src/transports/index.js';
import { allCapable } from '../../fixtures/connect-context.js';

const source: Source = {
  type: 'll-hls',
  url: 'https://edge.example/ll.m3u8',
  protection: [{ keySystem: 'com.widevine.alpha' }, { keySystem: 'com.apple.fps' }],
};

const mseOf = (changes: Partial<Capabilities>, of: Source = source) =>
  hlsTransport.assess(of, { ...allCapable, ...changes }).find(({ decode }) => decode === 'mse');

describe('a protected source', () => {
  it('plays through MSE where the browser has one of its key systems, or nobody has asked it yet', () => {
    expect(mseOf({})).to.deep.equal({ decode: 'mse', able: true });
    expect(mseOf({ keySystems: new Set(['com.apple.fps']) })).to.deep.equal({ decode: 'mse', able: true });
  });

  it('does not where it has none, or the page may use none', () => {
    expect(mseOf({ keySystems: new Set() })).to.include({ able: false, reason: 'no-key-system' });
    expect(mseOf({ secureContext: false })).to.include({ able: false, reason: 'protected-on-insecure-page' });
    expect(mseOf({ secureContext: false }, { ...source, protection: [] })).to.include({ able: true });
  });

  it('never plays through WebCodecs', () => {
    const webcodecs = hlsTransport.assess(source, allCapable).find(({ decode }) => decode === 'webcodecs');
    expect(webcodecs).to.deep.equal({ decode: 'webcodecs', able: false, reason: 'protected-content' });
  });

  it('plays on http-streaming as DASH alone', () => {
    expect(dashTransport.assess({ ...source, type: 'dash' }, allCapable)).to.deep.include({
      decode: 'mse',
      able: true,
    });
    expect(dashTransport.assess({ ...source, type: 'hls' }, allCapable)).to.deep.include({
      decode: 'mse',
      able: false,
      reason: 'protected-hls-needs-hlsjs',
    });
  });

  it('is known as one', () => {
    expect([isProtected(source), isProtected({ ...source, protection: [] })]).to.deep.equal([true, false]);
  });
});

describe('asking for key systems', () => {
  it('finds those the browser grants, and asks nothing about those nobody has heard of', async () => {
    const asked: string[] = [];
    const access = { keySystem: '', getConfiguration: () => ({}), createMediaKeys: () => Promise.reject() };
    const found = await findKeySystems(
      ['org.w3.clearkey', 'com.apple.fps', 'com.example', 'org.w3.clearkey'],
      (name) => {
        asked.push(name);
        return name === 'org.w3.clearkey' ? Promise.resolve(access) : Promise.reject(new Error('no'));
      },
    );
    expect([...found]).to.deep.equal(['org.w3.clearkey']);
    expect(asked.sort()).to.deep.equal(['com.apple.fps', 'org.w3.clearkey']);
  });

  it('asks the real browser', async () => {
    expect([...(await probeKeySystems(['org.w3.clearkey', 'com.apple.fps']))]).to.deep.equal([
      'org.w3.clearkey',
    ]);
    expect((await probeKeySystems([])).size).to.equal(0);
  });

  it('names each codec by its kind, and keeps no more of the viewer than is needed', () => {
    const widevine = keySystemNamed('com.widevine.alpha');
    if (widevine === undefined) throw new Error('Widevine is not known');
    const [best, any] = configurationsFor(widevine, ['avc1.64001f', 'mp4a.40.2']);
    expect(best?.videoCapabilities).to.deep.equal([
      { contentType: 'video/mp4; codecs="avc1.64001f"', robustness: 'SW_SECURE_CRYPTO' },
    ]);
    expect(best?.audioCapabilities).to.deep.equal([
      { contentType: 'audio/mp4; codecs="mp4a.40.2"', robustness: 'SW_SECURE_CRYPTO' },
    ]);
    expect(any?.videoCapabilities?.[0]?.robustness).to.equal('');
    expect(best).to.include({ persistentState: 'optional', distinctiveIdentifier: 'optional' });
    expect(best?.sessionTypes).to.deep.equal(['temporary']);
  });
});
