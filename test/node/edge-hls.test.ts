import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { mediaPlaylist } from '../../examples/edge/hls/media-playlist.js';
import { createRenditions, type AngleRenditions } from '../../examples/edge/media/rendition.js';
import { recorded } from '../../examples/venue/rig.js';
import { EdgeClient, parsePlaylist } from './edge-support/edge.js';

const startMs = 1_795_000_000_000 - (1_795_000_000_000 % 8000);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('media playlists', () => {
  let renditions: AngleRenditions;
  before(async () => {
    const main = createRenditions(await loadLoop(), { clean: false }).get('main');
    assert.ok(main);
    renditions = main;
  });

  const render = (
    id: 'high' | 'aac',
    edgeMs: number,
    options: { skip?: boolean; lowLatency?: boolean } = {},
  ) =>
    mediaPlaylist({
      rendition: renditions[id],
      siblings: [renditions.low],
      mediaFolder: `${id}/`,
      startMs,
      edgeMs,
      clockOffsetMs: 0,
      lowLatency: options.lowLatency ?? true,
      skip: options.skip ?? false,
    });

  it('list a full minute of segments, each numbered by its second', () => {
    const { mediaSequence, segments, targetDuration, independentSegments, endList } = parsePlaylist(
      render('high', 75_900),
    );
    const whole = segments.filter(({ uri }) => uri);
    assert.equal(mediaSequence, 15);
    assert.equal(whole.length, 60);
    assert.deepEqual([whole[0]?.uri, whole.at(-1)?.uri], ['high/15.m4s', 'high/74.m4s']);
    assert.equal(targetDuration, 1);
    assert.equal(independentSegments, true);
    assert.equal(endList, undefined);
  });

  it('list a part from the instant its last picture has ended, and hint at the next', () => {
    const at = (edgeMs: number) => {
      const text = render('high', edgeMs);
      const parts = [...text.matchAll(/EXT-X-PART:.*URI="([^"]+)"/g)].map(([, uri]) => uri);
      return { last: parts.at(-1), hint: /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(text)?.[1] };
    };
    assert.deepEqual(at(75_399), { last: 'high/75.0.m4s', hint: 'high/75.1.m4s' });
    assert.deepEqual(at(75_400), { last: 'high/75.1.m4s', hint: 'high/75.2.m4s' });
    assert.deepEqual(at(76_000), { last: 'high/75.4.m4s', hint: 'high/76.0.m4s' });
  });

  it('stamp every picture segment with its whole second', () => {
    for (const { programDateTime, uri } of parsePlaylist(render('high', 75_900)).segments) {
      if (!uri) continue;
      assert.equal(programDateTime, startMs + Number(/(\d+)\.m4s/.exec(uri)?.[1]) * 1000);
    }
  });

  it('stamp every sound segment with the start of its first AAC frame, to the millisecond', () => {
    for (const { programDateTime, uri, duration } of parsePlaylist(render('aac', 75_900)).segments) {
      if (!uri) continue;
      const second = Number(/(\d+)\.m4s/.exec(uri)?.[1]);
      const firstFrame = Math.ceil((second * 48_000) / 1024);
      const frames = Math.ceil(((second + 1) * 48_000) / 1024) - firstFrame;
      assert.equal(programDateTime, startMs + Math.round((firstFrame * 1024 * 1000) / 48_000));
      assert.ok(Math.abs(duration - (frames * 1024) / 48_000) < 1e-6);
    }
  });

  it('keep parts within their target duration and above 85 % of it, and end where their segment ends', () => {
    for (const id of ['high', 'aac'] as const) {
      const { partInf, segments, serverControl } = parsePlaylist(render(id, 75_900));
      const target = partInf?.partTarget ?? NaN;
      assert.ok(Number(serverControl?.partHoldBack) >= 3 * target);
      const withParts = segments.filter(({ parts, uri }) => uri && parts);
      assert.ok(withParts.length >= 3);
      for (const { parts = [], duration } of withParts) {
        assert.equal(parts.length, 5);
        assert.equal(parts[0]?.independent, true);
        for (const part of parts)
          assert.ok(
            part.duration <= target && part.duration >= 0.85 * target,
            `${part.duration} of ${target}`,
          );
        assert.ok(Math.abs(sum(parts.map((part) => part.duration)) - duration) < 5e-6);
      }
    }
  });

  it('mark a picture part as independent only where a key picture starts it', () => {
    const { segments } = parsePlaylist(render('high', 75_900));
    for (const { parts = [] } of segments)
      parts.forEach((part, i) => assert.equal(part.independent ?? false, i === 0));
  });

  it('report how far the other renditions are', () => {
    assert.deepEqual(parsePlaylist(render('aac', 75_500)).renditionReports, [
      { uri: 'low.m3u8', lastMsn: 75, lastPart: 1 },
    ]);
    assert.deepEqual(parsePlaylist(render('aac', 76_050)).renditionReports, [
      { uri: 'low.m3u8', lastMsn: 75, lastPart: 4 },
    ]);
  });

  it('become the full playlist again when a delta update is laid over the one before', () => {
    const before = render('high', 75_900).split('\n');
    const delta = render('high', 76_300, { skip: true }).split('\n');
    const after = render('high', 76_300).split('\n');
    const skipLine = delta.findIndex((line) => line.startsWith('#EXT-X-SKIP'));
    const skipped = Number(/SKIPPED-SEGMENTS=(\d+)/.exec(delta[skipLine] ?? '')?.[1]);
    const kept = ['#EXT-X-PROGRAM-DATE-TIME', '#EXTINF'];
    const segmentLines = (lines: readonly string[]) =>
      lines.filter((line) => kept.some((tag) => line.startsWith(tag)) || line.endsWith('.m4s'));
    const known = segmentLines(before);
    const firstKept = known.findIndex((line) => line === 'high/16.m4s') - 2;
    const restored = [...known.slice(firstKept, firstKept + skipped * 3), ...segmentLines(delta)];
    assert.equal(skipped, 48);
    assert.deepEqual(restored, segmentLines(after));
    assert.deepEqual(delta.slice(0, skipLine), after.slice(0, skipLine));
    assert.ok(delta.length < after.length / 2);
  });

  it('say nothing of low latency in plain HLS', () => {
    const text = render('high', 75_900, { lowLatency: false, skip: true });
    assert.doesNotMatch(text, /PART|SERVER-CONTROL|PRELOAD|RENDITION-REPORT|SKIP/);
    assert.equal(parsePlaylist(text).segments.length, 60);
  });
});

describe('LL-HLS over HTTP', () => {
  let edge: Edge;
  let client: EdgeClient;
  before(async () => {
    edge = await createEdge();
    client = new EdgeClient(edge);
  });
  after(() => edge.close());

  it('offers two qualities and the sound of every angle', async () => {
    for (const angle of recorded) {
      const { playlists = [], mediaGroups } = await client.playlist(`/hls/${angle}/ll.m3u8`);
      assert.deepEqual(
        playlists.map(({ uri, attributes }) => [uri, attributes.RESOLUTION, attributes.AUDIO]),
        [
          ['ll/high.m3u8', { width: 640, height: 360 }, 'sound'],
          ['ll/low.m3u8', { width: 320, height: 180 }, 'sound'],
        ],
      );
      for (const { attributes } of playlists) {
        assert.match(String(attributes.CODECS), /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/i);
        assert.equal(attributes['FRAME-RATE'], 30);
        assert.ok(Number(attributes.BANDWIDTH) >= Number(attributes['AVERAGE-BANDWIDTH']));
      }
      assert.equal(mediaGroups?.AUDIO.sound?.Stadium?.uri, 'll/aac.m3u8');
    }
  });

  it('has a whole minute from its first moment', async () => {
    const { segments } = await client.playlist('/hls/main/ll/high.m3u8');
    assert.equal(segments.filter(({ uri }) => uri).length, 60);
  });

  it('holds a reload until the part is there, and no longer', async () => {
    const next = Math.floor(client.mediaMs() / 200) + 2;
    const [msn, part] = [Math.floor(next / 5), next % 5];
    const text = await client.text(`/hls/main/ll/high.m3u8?_HLS_msn=${msn}&_HLS_part=${part}`);
    const lateMs = client.mediaMs() - (next + 1) * 200;
    assert.ok(lateMs >= 0, `answered ${-lateMs} ms before the part was complete`);
    // A loaded machine is slow to wake; without blocking the answer would be a whole part off.
    assert.ok(lateMs < 300, `answered ${lateMs} ms after the part was complete`);
    assert.match(text, new RegExp(`URI="high/\\d+/${msn}\\.${part}\\.m4s"`));
  });

  it('holds a reload for a whole segment, and takes a part past the last for the next segment', async () => {
    const segment = Math.floor(client.mediaMs() / 1000);
    const [whole, past] = await Promise.all([
      client.playlist(`/hls/main/ll/high.m3u8?_HLS_msn=${segment}`),
      client.playlist(`/hls/main/ll/high.m3u8?_HLS_msn=${segment}&_HLS_part=7`),
    ]);
    assert.ok(whole.segments.some(({ uri }) => uri?.endsWith(`/${segment}.m4s`)));
    assert.ok(past.mediaSequence + past.segments.filter(({ uri }) => uri).length > segment);
  });

  it('answers at once for what is long there', async () => {
    const from = performance.now();
    await client.text('/hls/main/ll/high.m3u8?_HLS_msn=3');
    assert.ok(performance.now() - from < 500);
  });

  it('serves the hinted part when it is complete', async () => {
    const text = await client.text('/hls/main/ll/aac.m3u8');
    const hint = /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(text)?.[1] ?? '';
    const response = await client.get(`/hls/main/ll/${hint}`);
    assert.equal(response.status, 200);
    const follow = await client.text('/hls/main/ll/aac.m3u8');
    assert.ok(follow.includes(`URI="${hint}",INDEPENDENT=YES`), 'the part is listed once it has been served');
  });

  it('refuses directives that make no sense', async () => {
    const far = Math.floor(client.mediaMs() / 1000) + 5;
    for (const query of [
      '_HLS_part=1',
      '_HLS_msn=x',
      '_HLS_msn=-1',
      '_HLS_msn=1.5',
      '_HLS_msn=1&_HLS_msn=2',
      `_HLS_msn=${far}`,
      '_HLS_msn=99999999999999999999',
      '_HLS_skip=maybe',
    ]) {
      const response = await client.get(`/hls/main/ll/high.m3u8?${query}`);
      assert.equal(response.status, 400, query);
      assert.equal(response.headers.get('content-type'), 'application/problem+json', query);
    }
  });

  it('forbids caching playlists and lets media be cached', async () => {
    const playlist = await client.get('/hls/main/ll/high.m3u8');
    assert.equal(playlist.headers.get('cache-control'), 'no-store');
    assert.equal(playlist.headers.get('content-type'), 'application/vnd.apple.mpegurl');
    const uri = /(high\/\d+\/\d+\.m4s)/.exec(await playlist.text())?.[1] ?? '';
    const segment = await client.get(`/hls/main/ll/${uri}`);
    assert.match(segment.headers.get('cache-control') ?? '', /max-age=\d+, immutable/);
    assert.equal(segment.headers.get('content-type'), 'video/mp4');
  });

  it('does not know media of another start, of the future, or of the distant past', async () => {
    const folder = `/hls/main/high/${edge.clock.startMs / 1000}`;
    const second = Math.floor(client.mediaMs() / 1000);
    assert.equal((await client.get(`${folder}/${second - 5}.m4s`)).status, 200);
    assert.equal((await client.get(`/hls/main/high/1/${second - 5}.m4s`)).status, 404);
    assert.equal((await client.get(`${folder}/${second + 3}.m4s`)).status, 404);
    assert.equal(
      (await client.get(`/hls/main/ll/high/${edge.clock.startMs / 1000}/${second + 3}.0.m4s`)).status,
      404,
    );
  });
});
