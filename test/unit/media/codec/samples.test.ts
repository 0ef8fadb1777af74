import { expect } from '@open-wc/testing';
import {
  captionsIn,
  codecFamily,
  isKeyFrame,
  nalUnits,
  obusIn,
  parseAvcC,
  seiIn,
  toAnnexB,
  toLengthPrefixed,
  userDataIn,
  withoutEmulation,
} from '../../../../src/media/codec/index.js';
import type { NalFraming, SeiMessage } from '../../../../src/media/codec/index.js';
import { Mp4Reader } from '../../../../src/media/mp4/index.js';
import type { Mp4Sample, SampleEntry } from '../../../../src/media/mp4/index.js';
import { mediaFile } from '../../../fixtures/media/files.js';
import type { MediaName } from '../../../fixtures/media/files.js';

const byLength: NalFraming = { kind: 'length', size: 4 };
const annexB: NalFraming = { kind: 'annex-b' };
const u8 = (...values: number[]): Uint8Array => Uint8Array.from(values);

async function samplesOf(name: MediaName): Promise<{ entry: SampleEntry; samples: Mp4Sample[] }> {
  const { fragments } = new Mp4Reader().push(await mediaFile(name));
  const runs = fragments.flatMap(({ runs }) => runs);
  return { entry: runs[0]!.entry, samples: runs.flatMap(({ samples }) => samples) };
}

describe('NAL units', () => {
  const units = [u8(0x67, 1, 2), u8(0x68, 3), u8(0x65, 0, 0, 3, 1)];
  const stream = u8(0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 0, 0, 3, 1);
  const found = (data: Uint8Array, framing: NalFraming): number[][] =>
    [...nalUnits(data, framing)].map((unit) => [...unit]);

  it('are found behind start codes of three and four bytes, and behind lengths', () => {
    expect(found(stream, annexB)).to.deep.equal(units.map((unit) => [...unit]));
    expect(found(toLengthPrefixed(stream), byLength)).to.deep.equal(units.map((unit) => [...unit]));
    expect(found(u8(0, 2, 1, 2, 0, 1, 3), { kind: 'length', size: 2 })).to.deep.equal([[1, 2], [3]]);
    expect(found(u8(2, 1, 2, 1, 3), { kind: 'length', size: 1 })).to.deep.equal([[1, 2], [3]]);
  });

  it('are views, not copies', () => {
    for (const unit of nalUnits(stream, annexB)) expect(unit.buffer).to.equal(stream.buffer);
  });

  it('are left out where they are cut off, and where there are none', () => {
    expect(found(u8(0, 0, 0, 1, 9, 0, 0, 0, 9, 1), byLength)).to.deep.equal([[9]]);
    expect(found(u8(0xff, 0xff, 0xff, 0xff, 1), byLength)).to.deep.equal([]);
    for (const none of [u8(), u8(0, 0, 1), u8(0, 0, 0, 1, 0, 0, 0), u8(5, 6, 7)])
      expect(found(none, annexB), String(none)).to.deep.equal([]);
  });

  it('go from lengths to start codes and back unchanged, parameter sets in front', async () => {
    const { entry, samples } = await samplesOf('bframes');
    const { sps, pps } = parseAvcC(entry.description!)!;
    for (const { data } of samples) {
      const there = toAnnexB(data, 4);
      expect(toLengthPrefixed(there)).to.deep.equal(data);
    }
    const first = toAnnexB(samples[0]!.data, 4, [...sps, ...pps]);
    expect([...nalUnits(first, annexB)].map(([header = 0]) => header & 0x1f).slice(0, 2)).to.deep.equal([
      7, 8,
    ]);
  });

  it('in Annex B decode, without a description', async () => {
    const { entry, samples } = await samplesOf('bframes');
    const { sps, pps } = parseAvcC(entry.description!)!;
    let frames = 0;
    const decoder = new VideoDecoder({
      output: (frame) => {
        frames++;
        frame.close();
      },
      error: (error) => {
        throw error;
      },
    });
    decoder.configure({ codec: entry.codec });
    for (const [timestamp, { data, key }] of samples.entries()) {
      const annexB = toAnnexB(data, 4, key ? [...sps, ...pps] : []);
      decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp, data: annexB }));
    }
    await decoder.flush();
    decoder.close();
    expect(frames).to.equal(samples.length);
  });

  it('lose emulation prevention, and only that', () => {
    const clean = (...bytes: number[]): number[] => [...withoutEmulation(u8(...bytes))];
    expect(clean(0, 0, 3, 1, 0, 0, 3, 0, 0, 3)).to.deep.equal([0, 0, 1, 0, 0, 0, 0]);
    expect(clean(3, 0, 3, 0, 0, 2, 3)).to.deep.equal([3, 0, 3, 0, 0, 2, 3]);
    expect(clean(0, 0, 3, 3, 0, 0, 3)).to.deep.equal([0, 0, 3, 0, 0]);
    expect(clean(0, 0, 0, 3)).to.deep.equal([0, 0, 0]);
    expect(clean(0, 0, 3, 0, 3)).to.deep.equal([0, 0, 0, 3]);
  });
});

describe('key frames', () => {
  for (const name of ['bframes', 'hevc', 'vp9', 'av1', 'fps-50'] as const)
    it(`are told from the bytes as the container tells them: ${name}`, async () => {
      const { entry, samples } = await samplesOf(name);
      const family = codecFamily(entry.codec)!;
      expect(samples.map(({ data }) => isKeyFrame(data, family, byLength))).to.deep.equal(
        samples.map(({ key }) => key),
      );
      expect(samples.filter(({ key }) => key).length).to.be.within(4, 8);
    });

  it('of an open GOP are no IDR pictures: decoding begins there only with a loss', async () => {
    const { samples } = await samplesOf('open-gop');
    const keys = samples.flatMap(({ key }, index) => (key ? [index] : []));
    const idr = samples.flatMap(({ data }, index) => (isKeyFrame(data, 'h264', byLength) ? [index] : []));
    expect(keys.length).to.be.above(1);
    expect(idr).to.deep.equal([0]);
  });

  it('are not found in nothing', () => {
    for (const family of ['h264', 'hevc', 'vp9', 'av1'] as const)
      expect(isKeyFrame(u8(), family, byLength), family).to.equal(false);
  });

  it('belong to a codec that its string names', () => {
    const families = [
      'avc1.64001f',
      'avc3.42e01e',
      'hev1.1.6.L93.B0',
      'hvc1',
      'vp09.00.10.08',
      'av01.0.04M.08',
    ];
    expect(families.map(codecFamily)).to.deep.equal(['h264', 'h264', 'hevc', 'hevc', 'vp9', 'av1']);
    expect(codecFamily('opus')).to.equal(undefined);
  });
});

describe('AV1', () => {
  it('has its units taken apart to the last byte', async () => {
    const { samples } = await samplesOf('av1');
    const types = [...obusIn(samples[0]!.data)].map(({ type }) => type);
    expect(types[0]).to.equal(1);
    expect(types).to.include(6);
    expect([...obusIn(u8(0x12, 0, 0x32, 99, 1))]).to.deep.equal([{ type: 2, payload: u8() }]);
    expect([...obusIn(u8(0x80))]).to.deep.equal([]);
  });
});

describe('supplemental enhancement information', () => {
  const only = (payload: number[], type = 4): SeiMessage => ({ type, payload: u8(...payload) });

  it('is found in a sample: x264 signs its first picture', async () => {
    const { samples } = await samplesOf('bframes');
    const messages = [...seiIn(samples[0]!.data, 'h264', byLength)];
    const signed = messages.flatMap((message) => userDataIn(message) ?? []);
    expect(signed.map(({ uuid }) => uuid)).to.deep.equal(['dc45e9bde6d948b7962cd820d923eeef']);
    expect(new TextDecoder().decode(signed[0]?.data)).to.match(/^x264 - core/);
  });

  it('is found in HEVC, and in several messages of one unit', () => {
    const uuid = Array.from({ length: 16 }, (_, index) => index);
    const unit = [39 << 1, 1, 5, 18, ...uuid, 0xaa, 0xbb, 137, 2, 7, 8, 0x80];
    const sample = u8(0, 0, 0, unit.length, ...unit);
    const messages = [...seiIn(sample, 'hevc', byLength)];
    expect(messages.map(({ type }) => type)).to.deep.equal([5, 137]);
    expect(userDataIn(messages[0]!)).to.deep.equal({
      uuid: '000102030405060708090a0b0c0d0e0f',
      data: u8(0xaa, 0xbb),
    });
    expect([...seiIn(sample, 'h264', byLength)]).to.deep.equal([]);
  });

  it('has types and sizes beyond 255', () => {
    const unit = [6, 0xff, 1, 0xff, 2, ...new Array<number>(257).fill(1), 0x80];
    const [message] = seiIn(u8(0, 0, 0, 1, ...unit), 'h264', annexB);
    expect(message?.type).to.equal(256);
    expect(message?.payload.byteLength).to.equal(257);
  });

  it('carries captions of CEA-608 and CEA-708', () => {
    const head = [0xb5, 0, 0x31, 0x47, 0x41, 0x39, 0x34, 3];
    const pairs = [0xfc, 0x94, 0x20, 0xfd, 0x80, 0x80, 0xf8, 1, 2, 0xff, 3, 4];
    expect(captionsIn(only([...head, 0xc4, 0xff, ...pairs, 0xff]))).to.deep.equal([
      { kind: 0, first: 0x94, second: 0x20 },
      { kind: 1, first: 0x80, second: 0x80 },
      { kind: 3, first: 3, second: 4 },
    ]);
    expect(captionsIn(only([...head, 0xc4, 0xff, ...pairs.slice(0, 4)])), 'cut off').to.have.length(1);
    expect(captionsIn(only([...head, 0x84, 0xff, ...pairs])), 'not to be processed').to.deep.equal([]);
    expect(captionsIn(only([0xb5, 0, 0x2f, ...pairs])), 'another provider').to.deep.equal([]);
    expect(captionsIn(only([...head, 0xc4, 0xff, ...pairs], 5)), 'another message').to.deep.equal([]);
  });

  it('is left out where it is cut off', () => {
    expect([...seiIn(u8(0, 0, 0, 4, 6, 5, 99, 1), 'h264', byLength)]).to.deep.equal([]);
    expect([...seiIn(u8(0, 0, 0, 4, 6, 0xff, 0xff, 0xff), 'h264', byLength)]).to.deep.equal([]);
  });
});
