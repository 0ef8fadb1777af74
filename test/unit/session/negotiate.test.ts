import { expect } from '@open-wc/testing';
import { negotiate } from '../../../src/session/negotiate.js';
import type { Wishes } from '../../../src/session/negotiate.js';
import { builtInTransports } from '../../../src/transports/index.js';
import type { Capabilities, DecodePath, Source, SourceType } from '../../../src/transports/index.js';
import { seededRandom } from '../../fixtures/fake-environment.js';
import { allCapable } from '../../fixtures/connect-context.js';
import { FakeTransport } from '../../fixtures/fake-transport.js';

const source = (type: SourceType, more: Partial<Source> = {}): Source => ({
  type,
  url: `https://a.example/${type}?token=secret`,
  ...more,
});

const every: readonly Source[] = (['dash', 'hls', 'll-hls', 'whep'] as const).map((type) => source(type));
const chromium: Capabilities = { ...allCapable, nativeHls: false };

const decide = (wishes: Partial<Wishes>) =>
  negotiate({
    angle: 'main',
    sources: every,
    allowed: undefined,
    decoder: 'auto',
    transports: builtInTransports,
    capabilities: chromium,
    ...wishes,
  });

/** The types that can play, best first; two transports of one type count once. */
const order = (wishes: Partial<Wishes>) => [
  ...new Set(
    decide(wishes)
      .filter(({ candidate }) => candidate.verdict !== 'refused')
      .map(({ candidate }) => candidate.type),
  ),
];

const refusals = (wishes: Partial<Wishes>) =>
  Object.fromEntries(
    decide(wishes)
      .filter(({ candidate }) => candidate.verdict === 'refused')
      .map(({ candidate }) => [
        `${candidate.type} ${candidate.transport} ${candidate.decode}`,
        candidate.reason,
      ]),
  );

describe('negotiate', () => {
  it('prefers the lowest latency where nobody says anything', () => {
    expect(order({})).to.deep.equal(['whep', 'll-hls', 'hls', 'dash']);
  });

  it('follows the priorities of the descriptor, sources without one last', () => {
    const sources = [
      source('whep'),
      source('hls', { priority: 2 }),
      source('dash', { priority: 1 }),
      source('ll-hls'),
    ];
    expect(order({ sources })).to.deep.equal(['dash', 'hls', 'whep', 'll-hls']);
  });

  it('follows the page’s list against the priorities, and refuses what is not on it', () => {
    const sources = every.map((each, index) => ({ ...each, priority: index + 1 }));
    const wishes = { sources, allowed: ['hls', 'whep'] } as const;
    expect(order(wishes)).to.deep.equal(['hls', 'whep']);
    const refused = refusals(wishes);
    expect(refused).to.include({
      'dash vhs mse': 'not-allowed-by-page',
      'll-hls hlsjs mse': 'not-allowed-by-page',
    });
  });

  it('refuses everything when the page allows nothing that exists', () => {
    expect(order({ allowed: [] })).to.deep.equal([]);
  });

  it('says what the browser lacks', () => {
    const bare: Capabilities = {
      ...chromium,
      webrtc: false,
      webcodecs: false,
      mse: false,
      supports: () => false,
    };
    expect(order({ capabilities: bare })).to.deep.equal([]);
    expect(refusals({ capabilities: bare })).to.include({
      'whep whep webrtc': 'no-webrtc',
      'll-hls hlsjs webcodecs': 'no-webcodecs',
      'll-hls hlsjs mse': 'no-media-source',
      'hls native native': 'no-native-hls',
    });
  });

  it('says which codec is not supported, and that WebRTC carries no DRM', () => {
    const hevc = every.map((each) => ({ ...each, codecs: ['hvc1.1.6.L93.B0'] }));
    const capabilities = { ...chromium, supports: (type: string) => !type.includes('hvc1') };
    expect(refusals({ sources: hevc, capabilities })).to.include({
      'll-hls hlsjs mse': 'codec-not-supported',
      'hls hlsjs mse': 'codec-not-supported',
    });
    const locked = every.map((each) => ({ ...each, protection: [{ keySystem: 'com.widevine.alpha' }] }));
    const withoutKeys = { ...chromium, keySystems: new Set<string>() };
    expect(refusals({ sources: locked, capabilities: withoutKeys })).to.include({
      'whep whep webrtc': 'webrtc-carries-no-drm',
      'hls hlsjs mse': 'no-key-system',
    });
  });

  it('refuses a type nobody speaks by name, and never connects it', async () => {
    const transports = builtInTransports.filter(({ types }) => !types.includes('moq'));
    const [option] = decide({ sources: [source('moq')], transports });
    expect(option?.candidate).to.include({
      type: 'moq',
      transport: 'none',
      verdict: 'refused',
      reason: 'no-transport-for-type',
    });
  });

  it('keeps the browser’s own player for when nothing else can', () => {
    const decodes = (capabilities: Capabilities, decoder: 'auto' | 'native' = 'auto') =>
      decide({ sources: [source('hls')], capabilities, decoder })
        .filter(({ candidate }) => candidate.verdict !== 'refused')
        .map(({ candidate }) => `${candidate.transport} ${candidate.decode}`);
    expect(decodes(allCapable)).to.deep.equal([
      'hlsjs webcodecs',
      'hlsjs mse',
      'vhs webcodecs',
      'vhs mse',
      'native native',
    ]);
    const bare = { ...allCapable, webcodecs: false, mse: false };
    expect(decodes(bare)).to.deep.equal(['native native']);
  });

  it('puts the browser’s own player of a good source behind a lesser source that can be steered', () => {
    const ranked = decide({ sources: [source('ll-hls'), source('dash')], capabilities: allCapable }).map(
      ({ candidate }) => `${candidate.type} ${candidate.decode} ${candidate.verdict}`,
    );
    expect(ranked).to.deep.equal([
      'll-hls webcodecs untried',
      'll-hls mse untried',
      'dash webcodecs untried',
      'dash mse untried',
      'll-hls native untried',
    ]);
  });

  it('takes the decoder the page insists on, or nothing', () => {
    expect(order({ decoder: 'webcodecs' })).to.deep.equal(['ll-hls', 'hls', 'dash']);
    expect(refusals({ decoder: 'webcodecs' })).to.include({
      'whep whep webrtc': 'decoder-must-be-webcodecs',
    });
    const both = new FakeTransport(['hls'], 'both', [
      { decode: 'webcodecs', able: true },
      { decode: 'native', able: true },
    ]);
    const decodes = (decoder: 'auto' | 'webcodecs' | 'native') =>
      decide({ sources: [source('hls')], transports: [both], decoder }).map(
        ({ candidate }) => `${candidate.decode} ${candidate.verdict}`,
      );
    expect(decodes('auto')).to.deep.equal(['webcodecs untried', 'native untried']);
    expect(decodes('webcodecs')).to.deep.equal(['webcodecs untried', 'native refused']);
    expect(decodes('native')).to.deep.equal(['native untried', 'webcodecs refused']);
  });

  it('shows no token in a candidate, and connects with it', () => {
    for (const { candidate, source: used } of decide({})) {
      expect(JSON.stringify(candidate)).to.not.contain('secret');
      expect(used.url).to.contain('secret');
    }
  });

  it('is a total, repeatable order over any wishes', () => {
    const random = seededRandom(42);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const types: readonly SourceType[] = ['whep', 'moq', 'll-hls', 'hls', 'dash'];
    const paths: readonly DecodePath[] = ['webrtc', 'webcodecs', 'mse', 'native'];
    for (let round = 0; round < 300; round += 1) {
      const sources = Array.from({ length: Math.floor(random() * 6) }, (_, index) => ({
        type: pick(types),
        url: `https://${pick(['a', 'b'])}.example/${index}`,
        ...(random() < 0.5 ? { priority: 1 + Math.floor(random() * 3) } : {}),
      }));
      const transports = ['x', 'y'].map(
        (id) =>
          new FakeTransport(
            types.filter(() => random() < 0.7),
            id,
            [
              { decode: pick(paths), able: true },
              { decode: pick(paths), able: false, reason: 'cannot' },
            ],
          ),
      );
      const wishes: Wishes = {
        angle: 'main',
        sources,
        allowed: random() < 0.5 ? undefined : types.filter(() => random() < 0.5),
        decoder: pick(['auto', 'webcodecs', 'native']),
        transports,
        capabilities: chromium,
      };
      const options = negotiate(wishes);
      const view = (list: typeof options) => list.map(({ key, candidate }) => ({ key, candidate }));
      expect(view(negotiate(wishes))).to.deep.equal(view(options));
      const verdicts = options.map(({ candidate }) => candidate.verdict);
      expect(verdicts.lastIndexOf('untried'), 'refused ones come last').to.be.below(
        verdicts.includes('refused') ? verdicts.indexOf('refused') : verdicts.length,
      );
      for (const each of sources)
        expect(
          options.some((option) => option.source === each),
          'every source is in the decision',
        ).to.equal(true);
      for (const { candidate } of options) {
        expect(candidate.reason).to.not.equal('');
        if (candidate.verdict !== 'untried') continue;
        expect(wishes.allowed?.includes(candidate.type) ?? true).to.equal(true);
        if (wishes.decoder === 'webcodecs') expect(candidate.decode).to.equal('webcodecs');
        if (wishes.decoder === 'native') expect(candidate.decode).to.not.equal('webcodecs');
      }
    }
  });
});
