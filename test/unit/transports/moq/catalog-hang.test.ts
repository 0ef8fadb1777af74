/** hang catalogs: what they offer, how they change, and what happens to those that lie. */
import { expect } from '@open-wc/testing';
import { catalogReader } from '../../../../src/transports/moq/catalog/index.js';
import { bytes, json, rejection } from './support.js';

const h264 = {
  codec: 'avc1.64001f',
  container: { kind: 'legacy' },
  description: '0164001f',
  codedWidth: 1280,
  codedHeight: 720,
  framerate: 25,
  bitrate: 3_000_000,
};

const catalog = {
  video: { renditions: { hd: h264, sd: { ...h264, codedWidth: 640, codedHeight: 360, bitrate: 800_000 } } },
  audio: {
    renditions: {
      sound: { codec: 'opus', container: { kind: 'legacy' }, sampleRate: 48_000, numberOfChannels: 2 },
    },
  },
};

const read = (value: unknown, base = 'venue/finish') =>
  catalogReader('catalog.json', base).read(json(value), 0);

describe('a hang catalog', () => {
  it('says which renditions there are, and how to decode them', async () => {
    const { video, audio, format } = await read(catalog);
    expect(format).to.equal('hang');
    expect(video.map(({ id, width, height, bitrate }) => [id, width, height, bitrate])).to.deep.equal([
      ['hd', 1280, 720, 3_000_000],
      ['sd', 640, 360, 800_000],
    ]);
    expect([...(video[0]?.description ?? [])]).to.deep.equal([1, 0x64, 0, 0x1f]);
    expect(video[0]?.broadcast).to.equal('venue/finish');
    expect(audio[0]).to.include({ codec: 'opus', sampleRate: 48_000, channels: 2, packaging: 'legacy' });
  });

  it('takes legacy for the container where none is named', async () => {
    const { video } = await read({ video: { renditions: { hd: { ...h264, container: undefined } } } });
    expect(video[0]?.packaging).to.equal('legacy');
  });

  it('counts the wall clock from the beginning of 2020, in units of its timeline', async () => {
    const timed = { ...h264, timeline: { track: 'hd.timeline.z', timescale: 90_000, wall: 90_000 * 60 } };
    const { video } = await read({ video: { renditions: { hd: timed } } });
    expect(video[0]?.wall).to.equal(Date.UTC(2020, 0, 1) + 60_000);
  });

  it('finds renditions of other broadcasts, and leaves out those outside of the root', async () => {
    const { video, ignored } = await read({
      video: {
        renditions: {
          here: h264,
          beside: { ...h264, broadcast: './start' },
          above: { ...h264, broadcast: '../source' },
          outside: { ...h264, broadcast: '../../../secret' },
        },
      },
    });
    expect(video.map(({ broadcast }) => broadcast)).to.deep.equal(['venue/finish', 'venue/start', 'source']);
    expect(video[1]?.id).to.equal('venue/start#here'.replace('here', 'beside'));
    expect(ignored).to.have.length(1);
  });

  it('leaves out a rendition in a container nobody knows, and keeps the others', async () => {
    const { video, ignored } = await read({
      video: { renditions: { new: { ...h264, container: { kind: 'locmaf' } }, hd: h264 } },
    });
    expect(video.map(({ id }) => id)).to.deep.equal(['hd']);
    expect(ignored[0]).to.contain('locmaf');
  });

  it('relates display and coded size, and turns upright', async () => {
    const wide = {
      ...h264,
      codedWidth: 720,
      codedHeight: 576,
      displayAspectWidth: 1024,
      displayAspectHeight: 576,
    };
    const { video } = await read({ video: { renditions: { hd: wide }, rotation: -90 } });
    expect(video[0]?.pixelAspect).to.be.closeTo(1024 / 720, 1e-9);
    expect(video[0]?.rotation).to.equal(270);
  });

  it('understands the shapes of early versions', async () => {
    const { video, audio } = await read({
      video: [{ track: { name: 'hd' }, config: h264 }],
      audio: { track: { name: 'a' }, config: catalog.audio.renditions.sound },
    });
    expect([video[0]?.id, audio[0]?.id]).to.deep.equal(['hd', 'a']);
  });

  it('changes by merge patches (RFC 7396)', async () => {
    const reader = catalogReader('catalog.json', 'venue');
    await reader.read(json(catalog), 0);
    const patched = await reader.read(
      json({ video: { renditions: { sd: null, hd: { bitrate: 5_000_000 } } }, audio: null }),
      1,
    );
    expect(patched.video.map(({ id, bitrate, width }) => [id, bitrate, width])).to.deep.equal([
      ['hd', 5_000_000, 1280],
    ]);
    expect(patched.audio).to.deep.equal([]);
    const fresh = await reader.read(json(catalog), 0);
    expect(fresh.video).to.have.length(2);
  });

  it('refuses an update without a catalog', async () => {
    expect(await rejection(catalogReader('catalog.json', '').read(json({}), 1))).to.include({
      reason: 'moq/catalog-malformed',
    });
  });

  it('inflates one window over the frames of a group', async () => {
    const reader = catalogReader('catalog.json.z', 'venue');
    const [first, second] = deflated;
    if (first === undefined || second === undefined) throw new Error('two frames');
    expect((await reader.read(first, 0)).audio).to.have.length(1);
    const patched = await reader.read(second, 1);
    expect(patched.audio).to.deep.equal([]);
    expect(patched.video).to.have.length(2);
  });

  it('stops inflating a bomb', async () => {
    const zeros = new Blob([new Uint8Array(64 * 1024 * 1024)]).stream();
    const packed = zeros.pipeThrough(new CompressionStream('deflate-raw'));
    const bomb = new Uint8Array(await new Response(packed).arrayBuffer());
    expect(bomb.byteLength).to.be.below(1024 * 1024);
    expect(await rejection(catalogReader('catalog.json.z', '').read(bomb, 0))).to.include({
      reason: 'moq/catalog-too-large',
    });
  });

  it('refuses broken compression by name', async () => {
    const reading = catalogReader('catalog.json.z', '').read(bytes('this is not deflate'), 0);
    expect(await rejection(reading)).to.include({ reason: 'moq/catalog-malformed' });
  });

  for (const [what, value, reason] of [
    ['text that is not JSON', '{', 'moq/catalog-malformed'],
    ['an array', '[]', 'moq/catalog-malformed'],
    ['a rendition without a codec', '{"video":{"renditions":{"a":{}}}}', 'moq/catalog-malformed'],
    ['a codec that is a number', '{"video":{"renditions":{"a":{"codec":1}}}}', 'moq/catalog-malformed'],
    [
      'CMAF without an init segment',
      '{"video":{"renditions":{"a":{"codec":"x","container":{"kind":"cmaf"}}}}}',
      'moq/catalog-malformed',
    ],
    [
      'a description that is not hexadecimal',
      '{"video":{"renditions":{"a":{"codec":"x","description":"zz"}}}}',
      'moq/catalog-malformed',
    ],
    [
      'a name of a million letters',
      `{"video":{"renditions":{"a":{"codec":"${'x'.repeat(900_000)}"}}}}`,
      'moq/catalog-too-large',
    ],
    [
      'a hundred thousand levels',
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      'moq/catalog-too-large',
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      expect(await rejection(catalogReader('catalog.json', '').read(bytes(value), 0))).to.include({ reason });
    });

  it('refuses a million tracks and fifty megabytes at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`t${i}`, { codec: 'x' }]));
    const large = json({ video: { renditions: many } });
    expect(large.byteLength).to.be.below(1024 * 1024);
    expect(await rejection(catalogReader('catalog.json', '').read(large, 0))).to.include({
      reason: 'moq/catalog-too-large',
    });
    const began = performance.now();
    const huge = new Uint8Array(50 * 1024 * 1024).fill(0x20);
    expect(await rejection(catalogReader('catalog.json', '').read(huge, 0))).to.include({
      reason: 'moq/catalog-too-large',
    });
    // Refused by its size, not read.
    expect(performance.now() - began).to.be.below(500);
  });

  it('does not fall for names that objects have by birth', async () => {
    const reader = catalogReader('catalog.json', '');
    const hostile =
      '{"video":{"renditions":{"__proto__":{"codec":"avc1.42c01e"},"constructor":{"codec":"avc1.42c01e"}}}}';
    const { video } = await reader.read(bytes(hostile), 0);
    expect(video.map(({ id }) => id)).to.deep.equal(['__proto__', 'constructor']);
    await reader.read(bytes('{"__proto__":{"polluted":true}}'), 1);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
  });
});

/** The catalog above, then `{"audio":null}`: raw DEFLATE by zlib, flushed after each, the flush's marker left out. */
const deflated = [
  'tJAxa8MwEIX/y5tFkR3XCVqzdAt06azozvERWzKSHChB/70o6ZCW0k694eA97u593BUXIQ4wV0T2JFmCT1WNVLsLxA4G9uKap77Tuhmg4ILPVjzHOnIWTzCY' +
    '+GTdO4oCcXJRlnoJBrp5WCOmN6E8wjTtTn86LyynMcNsW60wRDtztJlh2meFo+S72OhbFYX0v2B9951r0//CtbtjlaJgV5IfHpnC6r8gh2VNf7ImOy8Tv94yuh' +
    'qi4Nf5yPEw7EfrPU8Jpi2llA8A',
  'qoZZnFeak1MLAA==',
].map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
