/** Playlists, WebVTT's timestamp map, and the boxes at the beginning of DASH segments: damaged ones, and text that is none. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { timestampMapOf } from '../../src/media/captions/timestamp-map.js';
import { firstVariant } from '../../src/session/source-kind.js';
import { readEventMessages } from '../../src/transports/dash/emsg.js';
import { readSegmentTiming, readTimescale } from '../../src/transports/dash/segment-timing.js';
import { claimsTooManySamples } from '../../src/transports/run-guard.js';
import { damage, damaged } from './support/damage.js';
import { fuzzTarget } from './support/target.js';

const multivariant = `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="Main",DEFAULT=YES,URI="audio/ll.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1200000,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360,AUDIO="aac"

# a comment
high/ll.m3u8
`;
const media = `#EXTM3U
#EXT-X-PART-INF:PART-TARGET=0.2
#EXT-X-PROGRAM-DATE-TIME:2026-02-06T12:00:00.000Z
#EXTINF:1.0,
1.m4s
#EXT-X-PART:DURATION=0.2,URI="2.0.m4s",INDEPENDENT=YES
`;
const captions = `WEBVTT
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000

00:00.000 --> 00:01.000
Go
`;
const segment = new Uint8Array(readFileSync(new URL('../fixtures/media/bframes.mp4', import.meta.url)));
const encoded = new TextEncoder();

const text = fc
  .record({ source: fc.constantFrom(multivariant, media, captions), hits: damage })
  .map(({ source, hits }) => damaged(encoded.encode(source), hits));
/** What makes expressions go back over a text again and again. */
const repeated = fc
  .record({
    head: fc.constantFrom('#EXT-X-STREAM-INF:', '#EXT-X-STREAM-INF:\n', 'X-TIMESTAMP-MAP=', 'WEBVTT\n'),
    piece: fc.constantFrom('\n', ' ', '#\n', ' \r\n', '\t#', 'LOCAL:', ':', '#EXT-X-STREAM-INF:\n#', '0'),
    times: fc.integer({ min: 1, max: 20_000 }),
  })
  .map(({ head, piece, times }) => encoded.encode(head + piece.repeat(times)));
const boxes = fc
  .record({ hits: damage, length: fc.integer({ min: 0, max: 4000 }) })
  .map(({ hits, length }) => damaged(segment.subarray(0, length), hits));

export const target = fuzzTarget<Uint8Array>({
  name: 'playlists',
  share: 2,
  input: fc.oneof(
    { weight: 4, arbitrary: text },
    { weight: 2, arbitrary: repeated },
    { weight: 3, arbitrary: boxes },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  ),
  size: (input) => input.byteLength,
  check: (input) => {
    const words = new TextDecoder().decode(input);
    const variant = firstVariant(words);
    if (variant !== undefined && (variant === '' || /^[#\s]|[\r\n]/.test(variant)))
      throw new Error(`no address: ${JSON.stringify(variant)}`);
    const map = timestampMapOf(words);
    if (map !== undefined && Object.values(map).some((value) => !Number.isFinite(value)))
      throw new Error('a timestamp map of no times');
    const bytes = input.slice();
    for (const { seconds, durationMs } of readEventMessages(bytes))
      if (!Number.isFinite(seconds) || (durationMs !== undefined && !Number.isFinite(durationMs)))
        throw new Error('an event at no time');
    const { decodeTime } = readSegmentTiming(bytes);
    if (decodeTime !== undefined && !Number.isFinite(decodeTime))
      throw new Error('a decode time that is none');
    if (readTimescale(bytes) === 0) throw new Error('a timescale of nothing');
    claimsTooManySamples(bytes.buffer);
  },
});
