import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boxesOf, childAt, viewOf } from '../../src/transports/dash/boxes.js';
import { readEventMessages } from '../../src/transports/dash/emsg.js';
import { readSegmentTiming, readTimescale } from '../../src/transports/dash/segment-timing.js';

type Part = number[] | Uint8Array;

const u32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const u64 = (value: number): number[] => [...u32(Math.floor(value / 2 ** 32)), ...u32(value % 2 ** 32)];
const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const zeroEnded = (value: string): number[] => [...text(value), 0];
const box = (type: string, ...parts: Part[]): Uint8Array => {
  const content = parts.flatMap((part) => [...part]);
  return Uint8Array.from([...u32(content.length + 8), ...text(type), ...content]);
};
const file = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const ntpOfUnixZero = 2_208_988_800;
const prft = (seconds: number, fraction: number, mediaTime: number, flags = 24): Uint8Array =>
  box('prft', [1, 0, 0, flags], u32(1), u32(ntpOfUnixZero + seconds), u32(fraction), u64(mediaTime));
const moof = (decodeTime: number): Uint8Array =>
  box(
    'moof',
    box('mfhd', u32(0), u32(1)),
    box('traf', box('tfhd', u32(0), u32(1)), box('tfdt', [1, 0, 0, 0], u64(decodeTime))),
  );
const mdat = box('mdat', new Uint8Array(64));

describe('reading boxes', () => {
  it('walks a level and finds what lies deeper', () => {
    const bytes = viewOf(file(box('styp', text('msdh')), moof(5), mdat));
    assert.deepEqual(
      [...boxesOf(bytes)].map(({ type }) => type),
      ['styp', 'moof', 'mdat'],
    );
    assert.equal(childAt(bytes, 'moof', 'traf', 'tfdt')?.byteLength, 12);
    assert.equal(childAt(bytes, 'moof', 'nope', 'tfdt'), undefined);
  });

  it('reads 64-bit sizes, and a size of 0 as the rest of the file', () => {
    const large = Uint8Array.from([...u32(1), ...text('free'), ...u64(20), 1, 2, 3, 4]);
    const rest = Uint8Array.from([...u32(0), ...text('mdat'), 9, 9, 9]);
    assert.deepEqual(
      [...boxesOf(viewOf(file(large, rest)))].map(({ type, payload }) => [type, payload.byteLength]),
      [
        ['free', 4],
        ['mdat', 3],
      ],
    );
  });

  it('stops at the first box that does not fit', () => {
    const tooLong = Uint8Array.from([...u32(999), ...text('free')]);
    const tooShort = Uint8Array.from([...u32(4), ...text('free'), 0, 0, 0, 0]);
    const endless = Uint8Array.from([...u32(1), ...text('free'), 255, 255, 255, 255, 255, 255, 255, 255]);
    for (const broken of [tooLong, tooShort, endless, Uint8Array.of(0, 0, 0)])
      assert.deepEqual(
        [...boxesOf(viewOf(file(mdat, broken)))].map(({ type }) => type),
        ['mdat'],
      );
  });

  it('reads bytes that lie inside a larger buffer', () => {
    const padded = file(new Uint8Array(7), prft(10, 0, 90), moof(90));
    assert.equal(readSegmentTiming(padded.subarray(7)).producer?.eventTime, 10_000);
  });
});

describe('segment timing', () => {
  it('says when the first sample was captured, to a fraction of a millisecond', () => {
    const { producer, decodeTime } = readSegmentTiming(
      file(prft(1_790_000_000, 2 ** 31, 12_345_678_901), moof(12_345_678_901), mdat),
    );
    assert.equal(decodeTime, 12_345_678_901);
    assert.deepEqual(producer, { eventTime: 1_790_000_000_500, mediaTime: 12_345_678_901, flags: 24 });
  });

  it('takes the first of several chunks', () => {
    const segment = file(prft(1, 0, 0), moof(0), mdat, prft(2, 0, 15_360), moof(15_360), mdat);
    assert.equal(readSegmentTiming(segment).producer?.eventTime, 1000);
    assert.equal(readSegmentTiming(segment).decodeTime, 0);
  });

  it('reads versions with 32-bit times', () => {
    const old = file(
      box('prft', [0, 0, 0, 0], u32(1), u32(ntpOfUnixZero + 3), u32(0), u32(77)),
      box('moof', box('traf', box('tfdt', [0, 0, 0, 0], u32(77)))),
    );
    assert.deepEqual(readSegmentTiming(old), {
      decodeTime: 77,
      producer: { eventTime: 3000, mediaTime: 77, flags: 0 },
    });
  });

  it('reads NTP times after the wrap of 2036', () => {
    const seconds = 2_100_000_000; // 2036-07-18, in era 1
    const wrapped = box(
      'prft',
      [1, 0, 0, 24],
      u32(1),
      u32(seconds + ntpOfUnixZero - 2 ** 32),
      u32(0),
      u64(0),
    );
    assert.equal(readSegmentTiming(wrapped).producer?.eventTime, seconds * 1000);
  });

  it('says nothing of an unknown time, an unknown version, or a segment without stamps', () => {
    const unknown = box('prft', [1, 0, 0, 24], u32(1), u32(0), u32(0), u64(0));
    const future = box('prft', [7, 0, 0, 24], u32(1), u32(1), u32(0), u64(0));
    for (const segment of [unknown, future, mdat, new Uint8Array(0)])
      assert.deepEqual(readSegmentTiming(segment), { decodeTime: undefined, producer: undefined });
  });

  it('finds the timescale of an initialization segment', () => {
    const mdhd = (version: number): Uint8Array =>
      box(
        'mdhd',
        [version, 0, 0, 0],
        ...(version === 1 ? [u64(0), u64(0)] : [u32(0), u32(0)]),
        u32(15_360),
        u64(0),
      );
    const init = (inner: Uint8Array): Uint8Array =>
      box('moov', box('mvhd', u32(0)), box('trak', box('mdia', inner)));
    assert.equal(readTimescale(init(mdhd(0))), 15_360);
    assert.equal(readTimescale(init(mdhd(1))), 15_360);
    assert.equal(readTimescale(box('moov')), undefined);
  });

  it('survives every truncation and any single damaged byte', () => {
    const whole = file(prft(5, 1, 2), moof(3), emsg1('urn:x', 'v', 4), mdat);
    for (let length = 0; length < whole.length; length += 1) {
      readSegmentTiming(whole.subarray(0, length));
      readEventMessages(whole.subarray(0, length));
    }
    for (let at = 0; at < whole.length; at += 1) {
      for (const value of [0, 1, 127, 255]) {
        const damaged = whole.slice();
        damaged[at] = value;
        const { producer, decodeTime } = readSegmentTiming(damaged);
        assert.ok(producer === undefined || Number.isFinite(producer.eventTime));
        assert.ok(decodeTime === undefined || decodeTime >= 0);
        for (const { seconds } of readEventMessages(damaged)) assert.ok(Number.isFinite(seconds));
      }
    }
  });
});

function emsg1(scheme: string, value: string, seconds: number): Uint8Array {
  return box(
    'emsg',
    [1, 0, 0, 0],
    u32(1000),
    u64(seconds * 1000),
    u32(2500),
    u32(9),
    zeroEnded(scheme),
    zeroEnded(value),
    text('hello'),
  );
}

describe('event messages', () => {
  it('reads both versions', () => {
    const version0 = box(
      'emsg',
      [0, 0, 0, 0],
      zeroEnded('urn:y'),
      zeroEnded(''),
      u32(100),
      u32(50),
      u32(0xffff_ffff),
      u32(1),
      text('{}'),
    );
    const [absolute, relative] = readEventMessages(file(emsg1('urn:x', 'v', 4), version0, moof(0), mdat));
    assert.deepEqual(
      { ...absolute, message: new TextDecoder().decode(absolute?.message) },
      { scheme: 'urn:x', value: 'v', id: 9, seconds: 4, relative: false, durationMs: 2500, message: 'hello' },
    );
    assert.deepEqual(
      { ...relative, message: new TextDecoder().decode(relative?.message) },
      {
        scheme: 'urn:y',
        value: '',
        id: 1,
        seconds: 0.5,
        relative: true,
        durationMs: undefined,
        message: '{}',
      },
    );
  });

  it('leaves out what is damaged and keeps the rest', () => {
    const unterminated = box('emsg', [1, 0, 0, 0], u32(1000), u64(0), u32(0), u32(0), text('no end'));
    const noTimescale = box('emsg', [1, 0, 0, 0], u32(0), u64(0), u32(0), u32(0), [0, 0]);
    const messages = readEventMessages(file(unterminated, noTimescale, emsg1('urn:x', '', 1)));
    assert.deepEqual(
      messages.map(({ scheme }) => scheme),
      ['urn:x'],
    );
  });
});
