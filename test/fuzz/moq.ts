/** MoQ's catalogs, timelines and containers: damaged ones, and bytes that are none. */
import fc from 'fast-check';
import { OlympicPlayerError } from '../../src/base/index.js';
import { parseHang } from '../../src/transports/moq/catalog/hang.js';
import { parseJson } from '../../src/transports/moq/catalog/fields.js';
import { mergePatch } from '../../src/transports/moq/catalog/merge-patch.js';
import type { AudioRendition, VideoRendition } from '../../src/transports/moq/catalog/model.js';
import { msfCatalog } from '../../src/transports/moq/catalog/msf.js';
import { nextDocument } from '../../src/transports/moq/catalog/msf-document.js';
import { parseEventTimeline, parseMediaTimeline } from '../../src/transports/moq/catalog/timeline.js';
import { audioDurationUs, frameReader } from '../../src/transports/moq/container/index.js';
import { parseAddress } from '../../src/transports/moq/session/address.js';
import { audioRendition, videoRendition } from '../unit/transports/moq/renditions.js';
import { damage, damaged } from './support/damage.js';
import { fuzzTarget, throwsOnly } from './support/target.js';

const picture = {
  codec: 'avc1.42c01e',
  container: { kind: 'legacy' },
  description: '0142',
  codedWidth: 640,
  codedHeight: 360,
};
const documents = [
  {
    video: {
      renditions: {
        hd: { ...picture, timeline: { track: 't', wall: 5 } },
        sd: { ...picture, broadcast: '../x' },
      },
      rotation: 90,
    },
    audio: { renditions: { a: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 } } },
  },
  {
    version: 'draft-01',
    tracks: [
      {
        name: 'v',
        packaging: 'cmaf',
        isLive: true,
        role: 'video',
        codec: 'avc1.42c01e',
        initRef: 'i',
        buffers: { target: 9 },
      },
      { name: 't', packaging: 'mediatimeline', depends: ['v'], template: [0, 1, [0, 0], [1, 0], 1, 1] },
      { name: 'e', packaging: 'eventtimeline', eventType: 'x' },
    ],
    initDataList: [{ id: 'i', type: 'inline', data: 'AAAA' }],
  },
  {
    deltaUpdate: [
      { op: 'clone', tracks: [{ parentName: 'v', name: 'w' }] },
      { op: 'remove', tracks: [{ name: 'v' }] },
    ],
  },
  {
    deltaUpdate: true,
    addTracks: [{ name: 'z', role: 'audio', codec: 'opus' }],
    removeTracks: [{ name: 'v' }],
  },
  [
    [0, [0, 0], 1],
    [2, [1, 0], 3],
  ],
  [
    { T: 1, data: {} },
    { M: 2, data: [] },
    { L: [1, 2], data: 3 },
  ],
].map((document) => new TextEncoder().encode(JSON.stringify(document)));

/** A frame in each container, the times in front of it as varints of eight bytes. */
const time = [0xc0, 0x06, 0x40, 0x9f, 0x7b, 0x11, 0x22, 0x33];
const frames = [
  new Uint8Array([...time, 1, 2, 3]),
  new Uint8Array([14, 0x08, 0x41, 0x00, 0x05, 0x01, 0x20, 0x03, ...time, 9, 9]),
  new Uint8Array([0, 0, 0, 1, 0x65, 1, 2, 3]),
];

const bytes = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...documents, ...frames), damage)
      .map(([seed, hits]) => damaged(seed, hits)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 6 }).map((text) => new TextEncoder().encode(text)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('[', '{"a":', '{"video":{"renditions":{"a":'))
      .map(([depth, open]) => new TextEncoder().encode(open.repeat(depth))),
  },
);

const video: VideoRendition = videoRendition;
const audio: AudioRendition = audioRendition;
const catalog = nextDocument(undefined, parseJson(documents[1] ?? new Uint8Array()));

const parsers: readonly ((input: Uint8Array) => unknown)[] = [
  (input) => parseHang(parseJson(input), 'venue/finish'),
  (input) => msfCatalog(nextDocument(undefined, parseJson(input)), 'venue'),
  (input) => msfCatalog(nextDocument(catalog, parseJson(input)), 'venue'),
  (input) => parseHang(mergePatch(parseJson(documents[0] ?? input), parseJson(input)), ''),
  (input) => parseMediaTimeline(input),
  (input) => parseEventTimeline(input),
  (input) => frameReader(video).read({ payload: input, transportTimeUs: 0 }),
  (input) => frameReader({ ...video, packaging: 'loc' }).read({ payload: input, transportTimeUs: 0 }),
  (input) => frameReader({ ...video, packaging: 'cmaf', init: input }),
];

export const target = fuzzTarget<Uint8Array>({
  name: 'moq',
  share: 2,
  input: bytes,
  size: ({ byteLength }) => byteLength,
  check: (input) => {
    for (const parse of parsers) throwsOnly(OlympicPlayerError, () => parse(input));
    audioDurationUs(audio, input);
    parseAddress(`https://relay.example/#${new TextDecoder('latin1').decode(input).slice(0, 200)}`);
  },
});
