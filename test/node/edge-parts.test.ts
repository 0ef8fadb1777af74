/** The edge's pure parts: each is tried by itself, without HTTP. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { createClock, frameAt } from '../../examples/edge/clock.js';
import type { Loop } from '../../examples/edge/contract.js';
import { Switchboard } from '../../examples/edge/faults/switchboard.js';
import { faultTable } from '../../examples/edge/faults/table.js';
import { readAvcC } from '../../examples/edge/h264/avcc.js';
import { BitReader, BitWriter, escape, unescape } from '../../examples/edge/h264/bits.js';
import { cropSps, stripRows, withoutStrip } from '../../examples/edge/h264/crop.js';
import { nalType, nalUnits, picturesOnly } from '../../examples/edge/h264/nal.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { LruCache } from '../../examples/edge/media/lru-cache.js';
import {
  firstSample,
  lastPart,
  lastSegment,
  longestPart,
  partsDuration,
  partStartMs,
} from '../../examples/edge/media/timeline.js';
import { ntpTime } from '../../examples/edge/mp4/ntp.js';
import { recorded } from '../../examples/venue/rig.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const video = { timescale: 90_000, frameDuration: 3000 };
const aac = { timescale: 48_000, frameDuration: 1024 };

describe('the loop', () => {
  let loop: Loop;
  before(async () => {
    loop = await loadLoop();
  });

  it('has every recorded angle in two qualities, and the sound in two codecs that tile it', () => {
    assert.deepEqual([...loop.angles.keys()], recorded);
    for (const { high, low } of loop.angles.values()) {
      assert.deepEqual([high.width, high.height, low.width, low.height], [640, 360, 320, 180]);
      for (const { samples, sps, pps, codec } of [high, low]) {
        assert.equal(samples.length, loop.frames);
        assert.ok(sps.length > 0 && pps.length > 0);
        assert.equal(codec, `avc1.${Buffer.from(sps[0]!.subarray(1, 4)).toString('hex')}`);
        samples.forEach(({ key, data }, i) => {
          assert.equal(key, i % loop.fps === 0);
          assert.equal(
            [...nalUnits(data)].some((nal) => nalType(nal) === 5),
            key,
          );
          assert.ok([...nalUnits(data)].every((nal) => ![7, 8, 9].includes(nalType(nal))));
        });
      }
    }
    const { aac, opus } = loop.audio;
    assert.equal(aac.samples.length * aac.frameSamples, loop.durationMs * 48);
    assert.equal(opus.samples.length * opus.frameSamples, loop.durationMs * 48);
  });

  it('names the file that is missing', async () => {
    await assert.rejects(loadLoop(new URL('nowhere/', import.meta.url)), /nowhere\/.*npm run venue/);
  });

  it('shows frame 0 at event times divisible by its length', () => {
    const turn = 1_795_000_000_000 - (1_795_000_000_000 % 8000);
    assert.deepEqual(
      [0, 33, 34, 1000, 7966, 7967, 8000, -1].map((ms) => frameAt(turn + ms, loop)),
      [0, 0, 1, 30, 238, 239, 0, 239],
    );
  });

  it('starts a clock on a turn of the loop, more than a DVR window ago', () => {
    for (const now of [1_795_000_000_000, 1_795_000_003_999, 1_795_000_007_999]) {
      const { startMs } = createClock(loop.durationMs, () => now);
      assert.equal(startMs % loop.durationMs, 0);
      assert.ok(now - startMs >= 64_000 && now - startMs < 72_000);
    }
  });

  it('loses its strip by its parameter sets alone', () => {
    for (const { high, low } of loop.angles.values())
      for (const track of [high, low]) {
        const clean = withoutStrip(track);
        assert.equal(clean.height, track.height - stripRows(track.height));
        assert.equal(clean.samples, track.samples);
        assert.deepEqual(readAvcC(clean.avcC), { sps: clean.sps, pps: track.pps });
        assert.equal(clean.avcC.length - track.avcC.length, clean.sps[0]!.length - track.sps[0]!.length);
      }
  });
});

describe('H.264 parameter sets', () => {
  /** 640x360 constrained baseline with VUI: 368 coded rows, 4 cropping units off the bottom. */
  const sps = hex('6742c01edb0280bfe584000003000400000300f03c58bb80');

  it('count cropped rows in units of two', () => {
    const cropped = cropSps(sps, { bottomRows: 12 });
    const twice = cropSps(cropSps(sps, { bottomRows: 4 }), { bottomRows: 8 });
    assert.notDeepEqual(cropped, sps);
    assert.deepEqual(cropped, twice);
    assert.deepEqual(cropSps(sps, { bottomRows: 0 }), sps);
    assert.throws(() => cropSps(sps, { bottomRows: 11 }), /11 rows/);
  });

  it('gain a cropping window where they had none', () => {
    // Baseline, 640x480: frame_cropping_flag is 0, no VUI.
    const plain = hex('6742001e f40501ec 80');
    const cropped = cropSps(plain, { bottomRows: 2 });
    assert.ok(cropped.length >= plain.length);
    assert.deepEqual(cropSps(cropped, { bottomRows: 0 }), cropped);
  });

  it('that are broken are refused', () => {
    assert.throws(() => cropSps(hex('6742c01e'), { bottomRows: 2 }), RangeError);
    assert.throws(() => cropSps(hex('6742c01e00000000'), { bottomRows: 2 }), RangeError);
    assert.throws(() => readAvcC(hex('0142c01effe1ffff67')), RangeError);
    assert.throws(() => [...nalUnits(hex('0000000965'))], RangeError);
  });

  it('survive escaping', () => {
    for (const raw of ['000000', '000001', '000002', '000003', '00000000', '0000030000', 'ff0000'])
      assert.deepEqual(unescape(escape(hex(raw))), hex(raw), raw);
    assert.deepEqual(escape(hex('000001')), hex('00000301'));
  });

  it('write Exp-Golomb codes as they are read', () => {
    const writer = new BitWriter();
    const values = [0, 1, 2, 3, 7, 8, 254, 255, 65_535];
    for (const value of values) writer.unsigned(value);
    const reader = new BitReader(writer.toBytes());
    assert.deepEqual(
      values.map(() => reader.unsigned()),
      values,
    );
  });

  it('and delimiters are taken out of access units', () => {
    const picture = '00000003 650102';
    assert.deepEqual(picturesOnly(hex(`00000002 0910 00000002 6742 00000002 6801 ${picture}`)), hex(picture));
  });
});

describe('the timeline', () => {
  it('cuts pictures into parts of exactly six', () => {
    for (let part = 0; part < 100; part += 1) {
      assert.equal(firstSample(video, part), part * 6);
      assert.equal(partsDuration(video, part, 1), 0.2);
    }
  });

  it('gives every AAC frame to the part it starts in', () => {
    for (let part = 0; part < 200; part += 1) {
      const first = firstSample(aac, part);
      assert.ok((first * 1024) / 48 >= part * 200);
      assert.ok(((first - 1) * 1024) / 48 < part * 200);
      assert.ok(partsDuration(aac, part, 1) <= longestPart(aac));
    }
  });

  it('has a part exactly when its last sample has ended', () => {
    for (const timing of [video, aac])
      for (let part = 0; part < 200; part += 1) {
        const end = partStartMs(timing, part + 1);
        assert.equal(lastPart(timing, end), part);
        assert.equal(lastPart(timing, end - 0.01), part - 1);
      }
    assert.equal(lastPart(video, 0), -1);
    assert.deepEqual([-1, 3, 4, 8, 9].map(lastSegment), [-1, -1, 0, 0, 1]);
  });
});

describe('NTP time', () => {
  it('counts from 1900, in seconds and 2^-32 of them', () => {
    assert.deepEqual(ntpTime(0), { seconds: 2_208_988_800, fraction: 0 });
    assert.deepEqual(ntpTime(1500), { seconds: 2_208_988_801, fraction: 2 ** 31 });
    assert.deepEqual(ntpTime(1999.999_999_999_9), { seconds: 2_208_988_802, fraction: 0 });
  });
});

describe('the cache', () => {
  it('makes a value once and forgets the one used longest ago', () => {
    const made: string[] = [];
    const cache = new LruCache<string, string>(3, (value) => value.length);
    const get = (key: string) => cache.get(key, () => (made.push(key), key));
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) get(key);
    assert.deepEqual(made, ['a', 'b', 'c', 'd', 'b']);
    assert.ok(cache.weight <= 3);
  });

  it('gives what is too heavy for it without keeping it', () => {
    const cache = new LruCache<string, string>(3, (value) => value.length);
    assert.equal(
      cache.get('x', () => 'heavy'),
      'heavy',
    );
    assert.equal(cache.weight, 0);
  });
});

describe('the switchboard', () => {
  const board = () => new Switchboard(createClock(8000));
  const order = { angle: '*', transport: '*', kind: 'delay', value: 1, durationMs: 60_000 } as const;

  it('finds the newest fault that applies', () => {
    const faults = board();
    faults.set(order);
    const newer = faults.set({ ...order, angle: 'main', value: 2 });
    faults.set({ ...order, transport: 'dash', value: 3 });
    assert.equal(faults.find('delay', 'main', 'hls')?.id, newer.id);
    assert.equal(faults.find('delay', 'field', 'hls')?.value, 1);
    assert.equal(faults.find('delay', 'field', 'dash')?.value, 3);
    assert.equal(faults.find('drop', 'main', 'hls'), undefined);
    assert.equal(faults.findOnEverything('delay')?.value, 1);
    faults.close();
  });

  it('tells its listeners of every change until they leave', () => {
    const faults = board();
    let changes = 0;
    const unsubscribe = faults.subscribe(() => (changes += 1));
    const { id } = faults.set(order);
    faults.end(id);
    assert.equal(faults.end(id), false);
    faults.reset();
    assert.equal(changes, 3);
    unsubscribe();
    faults.set(order);
    assert.equal(changes, 3);
    faults.close();
  });

  it('holds a bounded number', () => {
    const faults = board();
    assert.throws(() => {
      for (;;) faults.set(order);
    }, RangeError);
    faults.close();
  });
});

describe('the README', () => {
  it('tells what every fault means, in the words of the table', async () => {
    const readme = await readFile(new URL('../../examples/edge/README.md', import.meta.url), 'utf8');
    const rows = readme.split('\n').map((line) => line.replaceAll(/\s+/g, ' '));
    for (const [kind, { unit, default: value, http, whep, moq }] of Object.entries(faultTable)) {
      const strength = unit === 'none' ? ' ' : ` ${unit}, ${value} `;
      assert.ok(rows.includes(`| \`${kind}\` |${strength}| ${http} | ${whep} | ${moq} |`), kind);
    }
  });
});
