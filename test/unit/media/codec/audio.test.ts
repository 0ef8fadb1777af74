import { expect } from '@open-wc/testing';
import {
  buildAudioSpecificConfig,
  buildOpusHead,
  parseAudioSpecificConfig,
  parseDOps,
  parseFlacBlocks,
  parseOpusHead,
} from '../../../../src/media/codec/index.js';
import { readInit } from '../../../../src/media/mp4/index.js';
import { bytesOfHex } from '../../../fixtures/media/hex.js';
import { mediaFile } from '../../../fixtures/media/files.js';

describe('AudioSpecificConfig', () => {
  it('is read in every form: plain, with a rate of its own, with SBR and PS', () => {
    const read = (hex: string): unknown => parseAudioSpecificConfig(bytesOfHex(hex));
    expect(read('1190')).to.deep.equal({ objectType: 2, sampleRate: 48_000, channels: 2 });
    expect(read('1210')).to.deep.equal({ objectType: 2, sampleRate: 44_100, channels: 2 });
    expect(read('11b0')).to.deep.equal({ objectType: 2, sampleRate: 48_000, channels: 6 });
    // HE-AAC: a core of 24 kHz, 48 kHz out. HE-AAC v2: mono core, stereo out.
    expect(read('2b118800')).to.deep.equal({ objectType: 5, sampleRate: 48_000, channels: 2 });
    expect(read('eb098800')).to.deep.equal({ objectType: 29, sampleRate: 48_000, channels: 2 });
    for (const nothing of ['', '11', '0000', '1780']) expect(read(nothing), nothing).to.equal(undefined);
  });

  it('is built as it is read, and as the packager builds it', async () => {
    for (const sampleRate of [8000, 44_100, 48_000, 96_000, 12_345])
      for (const channels of [1, 2, 6, 8]) {
        const config = { objectType: 2, sampleRate, channels };
        expect(parseAudioSpecificConfig(buildAudioSpecificConfig(config)!)).to.deep.equal(config);
      }
    expect([...buildAudioSpecificConfig({ objectType: 2, sampleRate: 48_000, channels: 2 })!]).to.deep.equal([
      ...(await description('aac')).subarray(0, 2),
    ]);
  });

  it('is not built for what two bytes cannot say', () => {
    for (const [objectType, sampleRate, channels] of [
      [5, 48_000, 2],
      [42, 48_000, 2],
      [2, 48_000, 9],
      [2, 0, 2],
      [2, 2 ** 24, 2],
    ] as const)
      expect(buildAudioSpecificConfig({ objectType, sampleRate, channels })).to.equal(undefined);
  });
});

describe('Opus identification', () => {
  it('goes from MP4’s form to Ogg’s, byte order and all', async () => {
    const head = parseOpusHead(await description('opus'));
    expect(head).to.deep.include({ channels: 2, preSkip: 312, inputSampleRate: 48_000, mappingFamily: 0 });
  });

  it('survives being written and read, with and without a channel mapping', () => {
    const dOps = bytesOfHex('00060138 0000bb80 ff00 01 0402 000401020305'.replaceAll(' ', ''));
    const config = parseDOps(dOps)!;
    expect(config).to.deep.include({ channels: 6, preSkip: 312, outputGain: -256, mappingFamily: 1 });
    expect(parseOpusHead(buildOpusHead(config))).to.deep.equal(config);
  });

  it('is nothing where it is cut off', () => {
    expect(parseDOps(bytesOfHex('00060138'))).to.equal(undefined);
    expect(parseDOps(bytesOfHex('0002013800 00bb80 0000 01 02'.replaceAll(' ', '')))).to.equal(undefined);
    expect(parseOpusHead(new Uint8Array(19))).to.equal(undefined);
  });
});

describe('FLAC metadata', () => {
  it('becomes the header that decoders want', async () => {
    const header = await description('flac');
    expect(new TextDecoder().decode(header.subarray(0, 4))).to.equal('fLaC');
    expect(parseFlacBlocks(header.subarray(4))).to.deep.include({ sampleRate: 8000, channels: 1 });
    expect(parseFlacBlocks(header.subarray(4, 20))).to.equal(undefined);
  });
});

async function description(name: 'aac' | 'opus' | 'flac'): Promise<Uint8Array> {
  return readInit(await mediaFile(name)).tracks[0]!.entries[0].description!;
}
