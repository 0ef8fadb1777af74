/** The venue's captions, read by parsers that are not the player's own. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Cta608Parser } from '@svta/cml-608';
import { popOnPairs } from '../../examples/edge/captions/pop-on.js';
import { webVtt } from '../../examples/edge/captions/webvtt.js';
import { nalType, nalUnits } from '../../examples/edge/h264/nal.js';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { EdgeClient, parsePlaylist } from './edge-support/edge.js';
import { chunks } from './edge-support/boxes.js';

const fps = 30;

/** The caption pairs of one picture, read by the letter of ATSC A/53: not by the code that wrote them. */
function captionBytes(picture: Uint8Array): number[] {
  const bytes: number[] = [];
  for (const nal of nalUnits(picture)) {
    if (nalType(nal) !== 6) continue;
    const text = Buffer.from(nal).toString('latin1').replaceAll('\0\0\x03', '\0\0');
    const at = text.indexOf('\xb5\0\x31GA94\x03');
    if (at < 0) continue;
    const data = Buffer.from(text.slice(at + 8), 'latin1');
    for (let pair = 0; pair < (data[0]! & 0x1f); pair += 1) {
      const [header = 0, first = 0, second = 0] = data.subarray(2 + 3 * pair);
      if ((header & 7) === 4) bytes.push(first, second);
    }
  }
  return bytes;
}

const oddBits = (byte: number): boolean => byte.toString(2).replaceAll('0', '').length % 2 === 1;

/** What a decoder that is not ours shows of channel 1: text, from, to; seconds. */
function decoded(pictures: readonly Uint8Array[]): { text: string; from: number; to: number }[] {
  const cues: { text: string; from: number; to: number }[] = [];
  const channel = {
    newCue: (from: number, to: number, screen: { getDisplayText(): string }) => {
      cues.push({ text: screen.getDisplayText(), from, to });
    },
    dispatchCue() {},
    reset() {},
  };
  const parser = new Cta608Parser(1, channel as never, channel as never);
  for (const [index, picture] of pictures.entries()) {
    const bytes = captionBytes(picture);
    assert.equal(bytes.length, 2, `picture ${index} carries one pair`);
    assert.ok(bytes.every(oddBits), `picture ${index} has odd parity`);
    parser.addData(index / fps, bytes);
  }
  return cues;
}

describe('the captions of the venue', () => {
  let edge: Edge;
  let client: EdgeClient;
  before(async () => {
    edge = await createEdge();
    client = new EdgeClient(edge);
  });
  after(() => edge.close());

  it('are listed in the multivariant playlist, and only where they are asked for', async () => {
    const master = await client.text('/captioned/hls/main/ll.m3u8');
    const media = [...master.matchAll(/^#EXT-X-MEDIA:(.*)$/gm)].map(([, attributes = '']) => attributes);
    assert.equal(media.filter((line) => line.includes('TYPE=SUBTITLES')).length, 2);
    assert.ok(media.some((line) => line.includes('INSTREAM-ID="CC1"')));
    assert.match(master, /SUBTITLES="words",CLOSED-CAPTIONS="cc"/);
    const plain = await client.text('/hls/main/ll.m3u8');
    assert.doesNotMatch(plain, /SUBTITLES|CC1/);
  });

  it('come as text parts that begin and end with the pictures they belong to', async () => {
    const text = await client.text('/captioned/hls/main/ll/de.m3u8');
    const { segments, targetDuration } = parsePlaylist(text);
    assert.equal(targetDuration, 1);
    assert.doesNotMatch(text, /EXT-X-MAP/);
    assert.match(text, /#EXT-X-PART:DURATION=0.2,URI="de\/\d+\/\d+\.\d\.vtt",INDEPENDENT=YES/);
    const [segment] = segments;
    const vtt = await client.text(`/captioned/hls/main/ll/${segment!.uri}`);
    const number = Number(/(\d+)\.vtt$/.exec(segment!.uri!)![1]);
    assert.match(vtt, /^WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:\d+,LOCAL:01:00:00\.000\n/);
    assert.equal(Number(/MPEGTS:(\d+)/.exec(vtt)![1]), number * 90_000);
    assert.match(vtt, new RegExp(`01:00:00.000 --> 01:00:01.000\nSekunde ${number % 8}\n`));
  });

  it('put a cue into every part it is on in, whole', () => {
    const part = webVtt({ language: 'en', fromMs: 9_400, toMs: 9_600, loopMs: 8000 });
    assert.match(part, /00:59:59\.600 --> 01:00:00\.600\nSecond 1\n/);
    const across = webVtt({ language: 'en', fromMs: 7_800, toMs: 8_200, loopMs: 8000 });
    assert.match(across, /Second 7\n[^]*Second 0\n/);
  });

  it('are in the pictures of both qualities, one second each, as another decoder reads them', async () => {
    const { segments } = await client.playlist('/captioned/hls/main/high.m3u8');
    const whole = segments.slice(0, 17);
    const first = Number(/(\d+)\.m4s$/.exec(whole[0]!.uri!)![1]);
    for (const quality of ['high', 'low']) {
      const pictures: Uint8Array[] = [];
      for (const { uri } of whole)
        for (const { samples } of chunks(
          await client.bytes(`/captioned/hls/main/${uri!.replace('high', quality)}`),
        ))
          pictures.push(...samples.map(({ data }) => data));
      assert.equal(pictures.length, 17 * fps);
      // The last one is still on, and what came before the first segment could not be loaded.
      const cues = decoded(pictures);
      assert.equal(cues.length, 15);
      for (const [index, { text, from, to }] of cues.entries()) {
        assert.match(text, new RegExp(`Second ${(first + index + 1) % 8}\\b`));
        assert.equal(from, index + 1);
        assert.equal(to, index + 2);
      }
    }
  });

  it('refuse a text that does not fit into its second', () => {
    assert.throws(() => popOnPairs(2, 30, () => 'x'.repeat(40)), RangeError);
  });
});
