import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { cameras, recorded } from '../../examples/venue/rig.js';
import { readStrip } from '../../examples/venue/strip.js';
import { boxes, chunks, readInit, type ReadChunk } from './edge-support/boxes.js';
import { EdgeClient } from './edge-support/edge.js';
import { decodeAudio, decodeVideo, withoutFfmpeg } from './edge-support/ffmpeg.js';

const loopFrames = 240;
const framesPerSecond = 30;
const high = { width: 640, height: 360 };
const low = { width: 320, height: 180 };
const digest = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
const payload = (found: readonly ReadChunk[]) =>
  found.flatMap(({ samples }) => samples.map(({ data }) => digest(data)));

let edge: Edge;
let client: EdgeClient;
before(async () => {
  edge = await createEdge();
  client = new EdgeClient(edge);
});
after(() => edge.close());

/** Path of a file of a rendition: `init.mp4`, `<segment>.m4s`, `<segment>.<part>.m4s`. */
const media = (base: string, rendition: string, file: string) =>
  `${base}/${rendition}/${edge.clock.startMs / 1000}/${file}`;
const fetchMedia = (base: string, rendition: string, file: string) =>
  client.bytes(media(base, rendition, file));
const join = (files: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(files));
const inOrder = async <T>(count: number, make: (i: number) => Promise<T>) => {
  const made: T[] = [];
  for (let i = 0; i < count; i += 1) made.push(await make(i));
  return made;
};

describe('init segments', () => {
  it('describe what they are', async () => {
    const read = async (rendition: string) => readInit(await fetchMedia('/dash/main', rendition, 'init.mp4'));
    assert.deepEqual(await read('high'), { timescale: 90_000, entry: 'avc1', ...high });
    assert.deepEqual(await read('low'), { timescale: 90_000, entry: 'avc1', ...low });
    const sound = { timescale: 48_000, entry: 'mp4a' };
    const { timescale, entry } = await read('aac');
    assert.deepEqual({ timescale, entry }, sound);
    assert.equal((await read('opus')).entry, 'Opus');
  });
});

describe('parts and segments', () => {
  it('stand on one gapless timeline from media time 0, across the turn of the loop', async () => {
    for (const [rendition, frame] of [
      ['high', 3000],
      ['low', 3000],
      ['aac', 1024],
      ['opus', 960],
    ] as const) {
      let next: number | undefined;
      let sequence: number | undefined;
      for (let segment = 5; segment < 19; segment += 1) {
        for (const chunk of chunks(await fetchMedia('/dash/main', rendition, `${segment}.m4s`))) {
          assert.equal(chunk.decodeTime, next ?? chunk.decodeTime, `${rendition} ${segment}`);
          assert.equal(chunk.sequence, sequence ?? chunk.sequence);
          next = chunk.decodeTime + chunk.samples.length * frame;
          sequence = chunk.sequence + 1;
        }
      }
    }
  });

  it('begin at the time of their number', async () => {
    const [video] = chunks(await fetchMedia('/hls/main', 'high', '9.m4s'));
    assert.equal(video?.decodeTime, 9 * 90_000);
    const [sound] = chunks(await fetchMedia('/hls/main', 'aac', '9.m4s'));
    assert.equal(sound?.decodeTime, Math.ceil((9 * 48_000) / 1024) * 1024);
  });

  it('say when each chunk was captured, to the microsecond', async () => {
    for (const [rendition, timescale] of [
      ['high', 90_000],
      ['aac', 48_000],
    ] as const) {
      const found = chunks(await fetchMedia('/hls/main', rendition, '9.m4s'));
      assert.equal(found.length, 5);
      for (const { capture, decodeTime } of found) {
        const expected = edge.clock.startMs + (decodeTime * 1000) / timescale;
        assert.ok(Math.abs((capture?.eventTime ?? NaN) - expected) < 0.001);
        assert.equal(capture?.mediaTime, decodeTime);
        assert.equal(capture?.flags, 24);
      }
    }
  });

  it('have their key picture first and none other', async () => {
    const flags = chunks(await fetchMedia('/hls/main', 'high', '9.m4s')).flatMap(({ samples }) =>
      samples.map((sample) => sample.flags),
    );
    assert.equal(flags.length, framesPerSecond);
    flags.forEach((flag, i) => assert.equal(flag, i === 0 ? 0x0200_0000 : 0x0101_0000));
  });

  it('are the same bytes cut in parts, whole, and on every transport', async () => {
    const second = Math.floor(client.mediaMs() / 1000) - 2;
    for (const rendition of ['high', 'aac']) {
      const parts = await inOrder(5, (i) => fetchMedia('/hls/main/ll', rendition, `${second}.${i}.m4s`));
      const whole = await Promise.all(
        ['/hls/main/ll', '/hls/main', '/dash/main'].map((base) =>
          fetchMedia(base, rendition, `${second}.m4s`),
        ),
      );
      for (const segment of whole) assert.equal(digest(segment), digest(join(parts)));
    }
  });

  it('hold the same pictures again a loop later', async () => {
    const [once, again] = await Promise.all(
      ['6.m4s', '14.m4s'].map(async (file) => payload(chunks(await fetchMedia('/hls/main', 'low', file)))),
    );
    assert.deepEqual(once, again);
    const other = payload(chunks(await fetchMedia('/hls/main', 'low', '7.m4s')));
    assert.notDeepEqual(once, other);
  });

  it('are made of boxes that fit, with a styp at the start of each segment', async () => {
    const types = [...boxes(await fetchMedia('/dash/main', 'low', '9.m4s'))].map(({ type }) => type);
    assert.deepEqual(types, ['styp', ...Array<string[]>(5).fill(['prft', 'moof', 'mdat']).flat()]);
  });
});

describe('decoded', { skip: withoutFfmpeg }, () => {
  it('every part of the loop gives its six pictures', async () => {
    const init = await fetchMedia('/hls/main/ll', 'low', 'init.mp4');
    const parts = await inOrder(40, (i) =>
      fetchMedia('/hls/main/ll', 'low', `${8 + Math.floor(i / 5)}.${i % 5}.m4s`),
    );
    for (const part of parts) assert.equal(chunks(part)[0]?.samples.length, 6);
    const pictures = await decodeVideo(join([init, ...parts]), low);
    assert.equal(pictures.length, loopFrames);
    pictures.forEach((picture, i) => assert.equal(readStrip(picture)?.frame, i));
  });

  it('each angle shows its own camera and the frame of the event time', async () => {
    const shows = async (angle: string, rendition: string, size: typeof high) => {
      const file = join([
        await fetchMedia(`/hls/${angle}`, rendition, 'init.mp4'),
        await fetchMedia(`/hls/${angle}`, rendition, '15.m4s'),
      ]);
      return (await decodeVideo(file, size)).map((picture) => readStrip(picture));
    };
    const check = (strips: Awaited<ReturnType<typeof shows>>, angle: string) => {
      const number = cameras.find(({ id }) => id === angle)?.number;
      assert.deepEqual(
        strips.map((strip) => [strip?.camera, strip?.frame]),
        Array.from({ length: framesPerSecond }, (_, i) => [number, 210 + i]),
        angle,
      );
    };
    for (const angle of recorded) check(await shows(angle, 'low', low), angle);
    check(await shows('main', 'high', high), 'main');
  });

  it('the sound of a loop lasts the loop', async () => {
    for (const [rendition, channels] of [
      ['aac', 2],
      ['opus', 2],
    ] as const) {
      const init = await fetchMedia('/dash/main', rendition, 'init.mp4');
      const segments = await inOrder(8, (i) => fetchMedia('/dash/main', rendition, `${8 + i}.m4s`));
      const samples = await decodeAudio(join([init, ...segments]), channels);
      // A decoder may keep back its own delay: one AAC frame, or Opus' pre-skip.
      assert.ok(Math.abs(samples - 8 * 48_000) <= 1024, `${rendition}: ${samples}`);
    }
  });

  it('the clean streams show the same pictures without their strip', async () => {
    for (const [rendition, size, rows] of [
      ['high', high, 12],
      ['low', low, 6],
    ] as const) {
      const decode = async (base: string, height: number) => {
        const file = join([
          await fetchMedia(base, rendition, 'init.mp4'),
          await fetchMedia(base, rendition, '10.m4s'),
        ]);
        return decodeVideo(file, { width: size.width, height });
      };
      const full = await decode('/hls/main', size.height);
      const clean = await decode('/clean/hls/main', size.height - rows);
      assert.equal(clean.length, full.length);
      clean.forEach((picture, i) => {
        assert.equal(readStrip(picture), undefined);
        assert.equal(
          digest(Uint8Array.from(picture.data)),
          digest(Uint8Array.from(full[i]!.data.subarray(0, picture.data.length))),
        );
      });
    }
  });
});
