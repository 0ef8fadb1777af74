/** The codec tools: parameter sets, configurations and samples of real encoders, damaged. None of them may throw at all. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as codec from '../../src/media/codec/index.js';
import { Mp4Reader } from '../../src/media/mp4/index.js';
import { bytesOfHex } from '../fixtures/media/hex.js';
import { damage, damaged } from './support/damage.js';
import { fuzzTarget } from './support/target.js';

const parameterSets = [
  '67640028acd94078044fde0220000003002000000643e2c5b2c0',
  '677a001ebcd940b4126c11b200000300020000030064c08001e848003d09c98600f162d960',
  '420101022000000300900000030000030078a003c48010e726d96566924caf016808000003000800000300c840',
  '1190',
  '2b118800',
  '000601380000bb80ff00010402000401020305',
].map(bytesOfHex);

/** Configurations and first samples of every codec here. */
const fromFiles = ['bframes', 'hevc', 'vp9', 'av1', 'aac', 'opus', 'flac'].flatMap((name) => {
  const file = readFileSync(new URL(`../fixtures/media/${name}.mp4`, import.meta.url));
  const { inits, fragments } = new Mp4Reader().push(new Uint8Array(file));
  const described = inits.flatMap(({ tracks }) =>
    tracks.flatMap(({ entries }) => entries[0].description ?? []),
  );
  const samples = fragments.flatMap(({ runs }) => runs.flatMap(({ samples }) => samples.slice(0, 2)));
  return [...described, ...samples.map(({ data }) => data.slice(0, 600))];
});

const bytes = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...parameterSets, ...fromFiles), damage)
      .map(([seed, hits]) => damaged(seed, hits)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
);

/** Cut off where it does not fit, and put back together, NAL units are what they were. */
function checkFraming(data: Uint8Array): void {
  const prefixed = codec.toLengthPrefixed(data);
  const units = (framing: codec.NalFraming, from: Uint8Array): string =>
    [...codec.nalUnits(from, framing)].map(String).join(';');
  if (units({ kind: 'annex-b' }, data) !== units({ kind: 'length', size: 4 }, prefixed))
    throw new Error('NAL units changed with their framing.');
  for (const size of [1, 2, 4]) {
    const found = [...codec.nalUnits(data, { kind: 'length', size })];
    const taken = found.reduce((sum, { byteLength }) => sum + size + byteLength, 0);
    if (taken > data.byteLength) throw new Error('More NAL units than bytes.');
  }
  if (codec.withoutEmulation(data).byteLength > data.byteLength) throw new Error('Less became more.');
}

function checkSps(width: number | undefined, height: number | undefined): void {
  if (width === undefined || height === undefined) return;
  if (!(width > 0 && width <= 16_896 && height > 0 && height <= 33_792))
    throw new Error(`${width} x ${height}`);
}

export const target = fuzzTarget({
  name: 'codec',
  share: 2,
  input: bytes,
  size: ({ byteLength }) => byteLength,
  check: (data) => {
    checkFraming(data);
    const h264 = codec.parseH264Sps(data);
    const hevc = codec.parseHevcSps(data);
    checkSps(h264?.width, h264?.height);
    checkSps(hevc?.width, hevc?.height);
    const avcC = codec.parseAvcC(data);
    if (avcC !== undefined) codec.buildAvcC(avcC.sps, avcC.pps);
    const hvcC = codec.parseHvcC(data);
    if (hvcC !== undefined) codec.hevcCodec('hvc1', hvcC.profile);
    codec.buildAvcC([data], [data]);
    codec.parseVpcC('vp09', data);
    codec.parseAv1C(data);
    codec.parseFlacBlocks(data);
    const aac = codec.parseAudioSpecificConfig(data);
    if (aac !== undefined) codec.buildAudioSpecificConfig(aac);
    for (const opus of [codec.parseDOps(data), codec.parseOpusHead(data)])
      if (opus !== undefined && codec.parseOpusHead(codec.buildOpusHead(opus))?.preSkip !== opus.preSkip)
        throw new Error('An Opus head changed on its way.');
    for (const framing of [{ kind: 'annex-b' }, { kind: 'length', size: 4 }] as const) {
      for (const family of ['h264', 'hevc', 'vp9', 'av1'] as const) codec.isKeyFrame(data, family, framing);
      for (const family of ['h264', 'hevc'] as const)
        for (const message of codec.seiIn(data, family, framing)) {
          codec.captionsIn(message);
          codec.userDataIn(message);
        }
    }
  },
});
