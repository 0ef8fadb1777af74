/** How frames are wrapped in objects. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { OlympicPlayerError } from '../../../../src/base/index.js';
import type {
  AudioRendition,
  MoqRendition,
  VideoRendition,
} from '../../../../src/transports/moq/catalog/index.js';
import {
  aacDescription,
  audioDurationUs,
  frameReader,
  parseLocProperties,
  readVarint,
} from '../../../../src/transports/moq/container/index.js';
import { videoRendition, audioRendition } from './renditions.js';
import { varint } from './support.js';

const payload = [9, 8, 7];
const object = (...parts: (readonly number[])[]) => ({
  payload: new Uint8Array(parts.flat()),
  transportTimeUs: 42,
});
const read = (rendition: MoqRendition, ...parts: (readonly number[])[]) =>
  frameReader(rendition).read(object(...parts));

describe('varints', () => {
  it('are those of RFC 9000 (its examples)', () => {
    const of = (...octets: number[]) => readVarint(new Uint8Array(octets), 0).value;
    expect(of(0x9d, 0x7f, 0x3e, 0x7d)).to.equal(494_878_333);
    expect(of(0x7b, 0xbd)).to.equal(15_293);
    expect(of(0x25)).to.equal(37);
    expect(of(0x40, 0x25)).to.equal(37);
    expect(() => of(0xc2, 0x19, 0x7c, 0x5e, 0xff, 0x14, 0xe8, 0x8c))
      .to.throw()
      .with.property('reason', 'moq/media-malformed');
    expect(() => of(0x40))
      .to.throw()
      .with.property('reason', 'moq/media-malformed');
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (value) => {
        const octets = new Uint8Array([...varint(value), 1]);
        expect(readVarint(octets, 0)).to.deep.equal({ value, next: octets.byteLength - 1 });
      }),
    );
  });
});

describe('the legacy container', () => {
  const legacy: VideoRendition = { ...videoRendition, packaging: 'legacy' };

  it('is a time and a payload', () => {
    const [frame] = read(legacy, varint(1_759_924_158_381_000), payload);
    expect(frame?.timeUs).to.equal(1_759_924_158_381_000);
    expect([...(frame?.data ?? [])]).to.deep.equal(payload);
  });

  it('has markers that are no frames', () => {
    expect(read(legacy, varint(1000))).to.deep.equal([]);
  });
});

describe('LOC', () => {
  const loc: VideoRendition = { ...videoRendition, packaging: 'loc' };
  /** Properties with their types as differences. */
  const block = (...pairs: readonly (readonly [number, readonly number[]])[]): number[] => {
    let before = 0;
    const octets = pairs.flatMap(([type, value]) => {
      const step = type - before;
      before = type;
      return [...varint(step), ...(type % 2 === 1 ? varint(value.length) : []), ...value];
    });
    return [...varint(octets.length), ...octets];
  };
  const now = varint(1_759_924_158_381_000);

  it('without a timescale is in microseconds of wall-clock time, by its new number and the old ones', () => {
    for (const number of [0x10, 0x06, 0x02]) {
      const [frame] = read(loc, block([number, now]), payload);
      expect(frame?.timeUs).to.equal(1_759_924_158_381_000);
      expect([...(frame?.data ?? [])]).to.deep.equal(payload);
    }
  });

  it('with a timescale counts by that', () => {
    const [frame] = read(loc, block([0x08, varint(90_000)], [0x10, varint(180_000)]), payload);
    expect(frame?.timeUs).to.equal(2_000_000);
  });

  it('brings decoder configurations and says which frames are independent', () => {
    const [frame] = read(loc, block([0x09, [0x20]], [0x0d, [1, 2, 3]], [0x10, now]), payload);
    expect([...(frame?.description ?? [])]).to.deep.equal([1, 2, 3]);
    expect(frame?.key).to.equal(true);
    expect(read(loc, block([0x09, [0x00]], [0x10, now]), payload)[0]?.key).to.equal(false);
  });

  it('passes over what it does not know', () => {
    const [frame] = read(
      loc,
      block([0x03, [1, 2]], [0x04, varint(0)], [0x10, now], [0x1234, varint(5)], [0x1235, [0]]),
      payload,
    );
    expect(frame?.timeUs).to.equal(1_759_924_158_381_000);
  });

  it('is the bare payload where the properties travel beside the object', () => {
    for (const start of [
      [0, 0, 0, 1, 0x65],
      [0, 0, 1, 0x10, 0x65],
      [0x12, 0, 0x0a, 0x0b],
      [0xfc, 0x12],
    ]) {
      const [frame] = read(loc, start, payload);
      expect(frame?.timeUs).to.equal(42);
      expect([...(frame?.data ?? [])]).to.deep.equal([...start, ...payload]);
    }
  });

  it('stays what its first object was', () => {
    const reader = frameReader(loc);
    reader.read(object(block([0x10, now]), payload));
    expect(() => reader.read(object([0], payload)))
      .to.throw()
      .with.property('reason', 'moq/media-malformed');
  });

  it('refuses a timescale of 0 and properties that are cut off', () => {
    expect(() => parseLocProperties(new Uint8Array([0x08, 0])))
      .to.throw()
      .with.property('reason', 'moq/media-malformed');
    expect(() => parseLocProperties(new Uint8Array([0x0d, 9, 1])))
      .to.throw()
      .with.property('reason', 'moq/media-malformed');
  });
});

describe('whatever the bytes', () => {
  it('a reader gives frames of what it was given, or an error with a name', () => {
    const renditions = [videoRendition, { ...videoRendition, packaging: 'loc' as const }];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...renditions), (octets, rendition) => {
        try {
          for (const { timeUs, data } of frameReader(rendition).read({
            payload: octets,
            transportTimeUs: 0,
          })) {
            expect(Number.isFinite(timeUs)).to.equal(true);
            expect(data.byteLength).to.be.at.most(octets.byteLength);
          }
        } catch (error) {
          expect(error).to.be.instanceOf(OlympicPlayerError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('coded sound', () => {
  const opus: AudioRendition = { ...audioRendition, codec: 'opus' };
  const aac: AudioRendition = { ...audioRendition, codec: 'mp4a.40.2', sampleRate: 44_100 };

  it('says how long it sounds (RFC 6716, table 2)', () => {
    expect(audioDurationUs(opus, new Uint8Array([0xfc]))).to.equal(20_000);
    expect(audioDurationUs(opus, new Uint8Array([0x80 | 0x01]))).to.equal(5000);
    expect(audioDurationUs(opus, new Uint8Array([0x1b, 0x03]))).to.equal(120_000);
    expect(audioDurationUs(aac, new Uint8Array([1]))).to.be.closeTo(23_219.95, 0.01);
    expect(audioDurationUs({ ...aac, codec: 'flac' }, new Uint8Array([1]))).to.equal(undefined);
  });

  it('gets the configuration that raw AAC lacks, and ADTS does not', () => {
    expect([...(aacDescription(aac, new Uint8Array([0x21])) ?? [])]).to.deep.equal([0x12, 0x10]);
    expect([...(aacDescription({ ...aac, sampleRate: 48_000 }, new Uint8Array([0x21])) ?? [])]).to.deep.equal(
      [0x11, 0x90],
    );
    expect(aacDescription(aac, new Uint8Array([0xff, 0xf1]))).to.equal(undefined);
  });
});
