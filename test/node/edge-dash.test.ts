import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse, parseUTCTiming } from 'mpd-parser';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { recorded } from '../../examples/venue/rig.js';
import { chunks } from './edge-support/boxes.js';
import { EdgeClient } from './edge-support/edge.js';

describe('live DASH', () => {
  let edge: Edge;
  let client: EdgeClient;
  before(async () => {
    edge = await createEdge();
    client = new EdgeClient(edge);
  });
  after(() => edge.close());

  const manifest = async (angle: string) => {
    const path = `/dash/${angle}/manifest.mpd`;
    const text = await client.text(path);
    return { text, parsed: parse(text, { manifestUri: edge.url + path, NOW: edge.clock.now() }) };
  };

  it('describes two picture qualities and the sound of every angle', async () => {
    for (const angle of recorded) {
      const { parsed } = await manifest(angle);
      assert.ok(parsed.playlists.every(({ endList }) => !endList));
      assert.deepEqual(
        parsed.playlists.map(({ attributes }) => [attributes.NAME, attributes.RESOLUTION]),
        [
          ['high', { width: 640, height: 360 }],
          ['low', { width: 320, height: 180 }],
        ],
      );
      const { Stadium, 'Stadium (Opus)': opus } = parsed.mediaGroups.AUDIO.audio ?? {};
      assert.equal(Stadium?.default, true);
      assert.equal(Stadium?.playlists[0]?.attributes.CODECS, 'mp4a.40.2');
      assert.equal(opus?.default, false);
    }
  });

  it('names only segments that are there, a minute of them', async () => {
    const { parsed } = await manifest('main');
    const [high] = parsed.playlists;
    const aac = parsed.mediaGroups.AUDIO.audio?.Stadium?.playlists[0];
    for (const playlist of [high, aac]) {
      assert.ok(playlist);
      assert.ok(
        playlist.segments.length >= 59 && playlist.segments.length <= 61,
        `${playlist.segments.length}`,
      );
      for (const segment of [playlist.segments.at(0), playlist.segments.at(-1)]) {
        assert.ok(segment);
        const response = await fetch(segment.resolvedUri);
        assert.equal(response.status, 200, segment.resolvedUri);
        const [chunk] = chunks(new Uint8Array(await response.arrayBuffer()));
        const timescale = playlist === high ? 90_000 : 48_000;
        const lateBy = (chunk?.decodeTime ?? NaN) / timescale - segment.presentationTime;
        assert.ok(lateBy >= 0 && lateBy < 1024 / 48_000, `${lateBy} s from its nominal start`);
      }
      assert.equal((await fetch(playlist.segments[0]!.map.resolvedUri)).status, 200);
    }
  });

  it('serves a segment as soon as the clock says it is complete', async () => {
    const second = Math.floor(client.mediaMs() / 1000);
    const path = (rendition: string) => `/dash/main/${rendition}/${edge.clock.startMs / 1000}/${second}.m4s`;
    await client.text(`/hls/main/ll/high.m3u8?_HLS_msn=${second}`);
    const [video, sound] = await Promise.all([client.get(path('high')), client.get(path('aac'))]);
    assert.equal(video.status, 200);
    assert.equal(sound.status, 200, 'the sound ends a frame later, and is waited for');
    assert.ok(client.mediaMs() - (second + 1) * 1000 < 500);
  });

  it('tells the time, in the manifest and at its clock', async () => {
    const { text } = await manifest('main');
    assert.equal(parseUTCTiming(text)?.value, `${edge.url}/time`);
    const told = Date.parse(await client.text('/time'));
    assert.ok(Math.abs(told - Date.now()) < 500);
    const start = new Date(edge.clock.startMs).toISOString();
    assert.ok(text.includes(`availabilityStartTime="${start}"`));
    assert.ok(text.includes(`type="captured" wallClockTime="${start}" presentationTime="0"`));
  });
});
