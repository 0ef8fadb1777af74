import { expect } from '@open-wc/testing';
import {
  buildAvcC,
  colorSpaceOf,
  h264Codec,
  hevcCodec,
  parseAvcC,
  parseH264Sps,
  parseHevcSps,
  parseHvcC,
} from '../../../../src/media/codec/index.js';
import type { H264Sps } from '../../../../src/media/codec/index.js';
import { readInit } from '../../../../src/media/mp4/index.js';
import { bytesOfHex } from '../../../fixtures/media/hex.js';
import { mediaFile } from '../../../fixtures/media/files.js';
import type { MediaName } from '../../../fixtures/media/files.js';

/** SPS that x264 wrote, with what ffprobe says of them; two B-frames between references unless said. */
const written: Record<string, { readonly sps: string; readonly says: Partial<H264Sps> }> = {
  'High, 1080 lines interlaced': {
    sps: '67640028acd94078044fde0220000003002000000643e2c5b2c0',
    says: { width: 1920, height: 1080, progressive: false, profileLevel: '640028', maxReorderFrames: 2 },
  },
  'High 10, HDR': {
    sps: '676e001ea6cd940a02ff97016a122012800000030080000019078b16cb',
    says: { width: 640, height: 360, progressive: true, lumaBits: 10, chromaBits: 10, profile: 110 },
  },
  'High 4:4:4 of an odd size, cropped, without B-frames': {
    sps: '67f4000d91964054678f8bc044000003000400000300c83c50a920',
    says: { width: 322, height: 182, chroma: 3, maxReorderFrames: 0 },
  },
  'Constrained Baseline, in decoding order': {
    sps: '6742c01ed900a02ff97011000003000100000300320f162e48',
    says: { width: 640, height: 360, profileLevel: '42c01e', level: 30, maxReorderFrames: 0 },
  },
  'High 4:2:2 with scaling lists and buffer model, 16:11 pixels': {
    sps: '677a001ebcd940b4126c11b200000300020000030064c08001e848003d09c98600f162d960',
    says: { width: 720, height: 576, chroma: 2, pixelAspect: 16 / 11, maxReorderFrames: 2 },
  },
};

describe('H.264 sequence parameter sets', () => {
  for (const [name, { sps, says }] of Object.entries(written))
    it(`are read: ${name}`, () => {
      expect(parseH264Sps(bytesOfHex(sps))).to.deep.include(says);
    });

  it('carry colour in code points of H.273', () => {
    const points = (name: string): unknown => parseH264Sps(bytesOfHex(written[name]!.sps))?.color;
    expect(points('High 10, HDR')).to.deep.equal({
      ...{ primaries: 9, transfer: 16, matrix: 9 },
      fullRange: false,
    });
    expect(points('High 4:2:2 with scaling lists and buffer model, 16:11 pixels')).to.deep.equal({
      primaries: 2,
      transfer: 2,
      matrix: 2,
      fullRange: true,
    });
    expect(points('Constrained Baseline, in decoding order')).to.equal(undefined);
  });

  it('agree with the container about size, codec and pixels', async () => {
    for (const name of ['bframes', 'odd-size', 'anamorphic', 'bars-709', 'fps-50'] as const) {
      const [track] = readInit(await mediaFile(name)).tracks;
      const [entry] = track!.entries;
      if (entry.kind !== 'video') throw new Error(name);
      const config = parseAvcC(entry.description!);
      const sps = parseH264Sps(config!.sps[0]!)!;
      expect([sps.width, sps.height], name).to.deep.equal([entry.width, entry.height]);
      expect(h264Codec(sps)).to.equal(entry.codec);
      expect(sps.pixelAspect).to.be.closeTo(entry.pixelAspect, 1e-9);
      if (name === 'bars-709') expect(colorSpaceOf(sps.color!)).to.deep.equal(entry.colorSpace);
    }
  });

  it('give nothing, and do not throw, however much of them is lost', () => {
    for (const { sps } of Object.values(written)) {
      const bytes = bytesOfHex(sps);
      for (let length = 0; length < bytes.byteLength - 8; length++) {
        const read = parseH264Sps(bytes.subarray(0, length));
        if (length < 6) expect(read, `${length} bytes`).to.equal(undefined);
      }
    }
  });
});

describe('avcC', () => {
  it('is built from parameter sets as the packager builds it, and read back', async () => {
    for (const name of ['bframes', 'bars-2020', 'odd-size'] as const) {
      const description = readInit(await mediaFile(name)).tracks[0]!.entries[0].description!;
      const config = parseAvcC(description)!;
      expect(config).to.deep.include({ lengthSize: 4 });
      expect(config.sps).to.have.length(1);
      expect([...buildAvcC(config.sps, config.pps)!]).to.deep.equal([...description]);
    }
  });

  it('configures a decoder that decodes', async () => {
    const init = readInit(await mediaFile('bframes')).tracks[0]!.entries[0];
    const { sps, pps } = parseAvcC(init.description!)!;
    const description = buildAvcC(sps, pps)!;
    const { supported } = await VideoDecoder.isConfigSupported({ codec: init.codec, description });
    expect(supported).to.equal(true);
  });

  it('is not built from what is no SPS', () => {
    expect(buildAvcC([], [])).to.equal(undefined);
    expect(buildAvcC([Uint8Array.of(0x68, 1, 2, 3)], [])).to.equal(undefined);
    expect(parseAvcC(Uint8Array.of(1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 99))).to.equal(undefined);
    expect(parseAvcC(Uint8Array.of(0))).to.equal(undefined);
  });
});

describe('HEVC parameter sets', () => {
  it('are read: Main 10 of an odd size, cropped, reordered', () => {
    const sps = parseHevcSps(
      bytesOfHex(
        '420101022000000300900000030000030078a003c48010e726d96566924caf016808000003000800000300c840',
      ),
    );
    expect(sps).to.deep.include({ width: 1922, height: 1080, lumaBits: 10, chromaBits: 10, chroma: 1 });
    expect(sps?.maxReorderFrames).to.equal(2);
    expect(hevcCodec('hev1', sps!.profile)).to.equal('hev1.2.4.L120.90');
  });

  it('agree with the container', async () => {
    const [entry] = readInit(await mediaFile('hevc' satisfies MediaName)).tracks[0]!.entries;
    const config = parseHvcC(entry.description!)!;
    const sps = parseHevcSps(config.units.get(33)![0]!)!;
    expect(config.lengthSize).to.equal(4);
    expect([sps.width, sps.height]).to.deep.equal([320, 180]);
    expect(hevcCodec('hvc1', sps.profile)).to.equal(entry.codec);
    expect(hevcCodec('hvc1', config.profile)).to.equal(entry.codec);
  });

  it('write every part of their name', () => {
    const profile = { space: 2, highTier: true, profile: 3, compatibility: 0x70000000 };
    const constraints = Uint8Array.of(0x9d, 0, 0x08, 0, 0, 0);
    expect(hevcCodec('hvc1', { ...profile, constraints, level: 153 })).to.equal('hvc1.B3.e.H153.9D.00.08');
  });
});

describe('colour', () => {
  it('has the names of WebCodecs, and none for what is not said', () => {
    const point = (primaries: number, transfer: number, matrix: number): unknown =>
      colorSpaceOf({ primaries, transfer, matrix, fullRange: undefined });
    expect(point(9, 18, 9)).to.deep.equal({ primaries: 'bt2020', transfer: 'hlg', matrix: 'bt2020-ncl' });
    expect(point(12, 13, 0)).to.deep.equal({
      primaries: 'smpte432',
      transfer: 'iec61966-2-1',
      matrix: 'rgb',
    });
    expect(point(2, 2, 2)).to.equal(undefined);
    expect(point(99, 1, 2)).to.deep.equal({ transfer: 'bt709' });
  });

  it('has names that a VideoFrame takes', () => {
    for (const code of [1, 5, 6, 9, 12]) {
      const colorSpace = colorSpaceOf({ primaries: code, transfer: 1, matrix: 1, fullRange: true })!;
      const layout = { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp: 0, colorSpace } as const;
      const frame = new VideoFrame(new Uint8Array(6), layout);
      expect(frame.colorSpace.primaries).to.equal(colorSpace.primaries);
      frame.close();
    }
  });
});
