import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, type EncodedPacket } from 'mediabunny';
import { audioEncodings } from '../../examples/venue/recording/audio.js';
import { keyFrameInterval, renditions } from '../../examples/venue/recording/renditions.js';
import { recorded } from '../../examples/venue/rig.js';
import { loopSamples, sampleRate } from '../../examples/venue/sound.js';

const media = fileURLToPath(new URL('../../examples/venue/media/', import.meta.url));
const frames = 240;
const fps = 30;
const mostBytesInAll = 15_000_000;

const open = (name: string) => new Input({ source: new FilePathSource(media + name), formats: ALL_FORMATS });

async function packetsOf(sink: EncodedPacketSink): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  for await (const packet of sink.packets()) packets.push(packet);
  return packets;
}

describe('venue recordings', () => {
  it('are those of the twelve cameras and the sound, nothing else, under 15 MB', async () => {
    const expected = [
      ...recorded.flatMap((id) => renditions.map(({ suffix }) => id + suffix)),
      ...audioEncodings.map(({ file }) => file),
    ];
    const found = await readdir(media);
    assert.deepEqual(found.sort(), expected.sort());
    const sizes = await Promise.all(found.map(async (name) => (await stat(media + name)).size));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total < mostBytesInAll, `${total} bytes`);
  });

  for (const { suffix, width, height, codec, bitrate } of renditions) {
    it(`*${suffix}: 240 pictures of ${width}x${height} in closed 1 s groups without reordering`, async () => {
      for (const id of recorded) {
        const input = open(id + suffix);
        const track = await input.getPrimaryVideoTrack();
        assert.ok(track, id);
        assert.deepEqual([await track.getCodedWidth(), await track.getCodedHeight()], [width, height]);
        const config = await track.getDecoderConfig();
        assert.equal(config?.codec, codec, id);
        const packets = await packetsOf(new EncodedPacketSink(track));
        assert.equal(packets.length, frames, id);
        packets.forEach((packet, index) => {
          // Packets come in decoding order: times that rise by one frame mean that nothing is reordered.
          assert.ok(
            Math.abs(packet.timestamp - index / fps) < 1e-6,
            `${id}: ${index} at ${packet.timestamp} s`,
          );
          assert.equal(packet.type, index % keyFrameInterval === 0 ? 'key' : 'delta', `${id}: ${index}`);
        });
        assert.ok(Math.abs((await input.computeDuration()) - 8) < 1e-6, id);
        const bits = packets.reduce((sum, { byteLength }) => sum + byteLength * 8, 0) / 8;
        assert.ok(bits > bitrate / 4 && bits < bitrate * 1.4, `${id}: ${Math.round(bits)} bit/s`);
      }
    });
  }

  for (const { file, codec, frameSamples } of audioEncodings) {
    it(`${file}: ${loopSamples / frameSamples} ${codec} frames that fill 8 s exactly`, async () => {
      const input = open(file);
      const track = await input.getPrimaryAudioTrack();
      assert.ok(track);
      assert.equal(await track.getCodec(), codec);
      assert.equal(await track.getSampleRate(), sampleRate);
      assert.equal(await track.getNumberOfChannels(), 2);
      const packets = await packetsOf(new EncodedPacketSink(track));
      assert.equal(packets.length, loopSamples / frameSamples);
      packets.forEach((packet, index) => {
        assert.ok(
          Math.abs(packet.timestamp - (index * frameSamples) / sampleRate) < 1e-6,
          `${index}: ${packet.timestamp} s`,
        );
      });
      assert.ok(Math.abs((await input.computeDuration()) - 8) < 1e-6);
    });
  }
});
