/** The committed recordings, decoded: every picture says which it is, and every click is heard on its second. */
import { expect } from '@open-wc/testing';
import type { EncodedPacket, EncodedPacketSink as PacketSink, Input as MediaInput } from 'mediabunny';
import { loopFrames } from '../../examples/venue/loop.js';
import { renditions } from '../../examples/venue/recording/renditions.js';
import { recorded } from '../../examples/venue/rig.js';
import { findClicks, sampleRate } from '../../examples/venue/sound.js';
import { createVenue } from '../../examples/venue/venue.js';
import { mediabunny } from '../fixtures/mediabunny.js';
import { cameraOf, decodeVideo, stripReader } from '../fixtures/venue-decoding.js';

const { ALL_FORMATS, EncodedPacketSink, Input, BufferSource } = mediabunny;
const media = '/examples/venue/media/';

async function open(name: string): Promise<MediaInput> {
  const response = await fetch(media + name);
  return new Input({ source: new BufferSource(await response.arrayBuffer()), formats: ALL_FORMATS });
}

async function packetsOf(sink: PacketSink): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  for await (const packet of sink.packets()) packets.push(packet);
  return packets;
}

describe('venue recordings', function () {
  this.timeout(180_000);

  async function decodeRecording(
    name: string,
    look: (frame: VideoFrame, index: number) => void,
  ): Promise<number> {
    const track = await (await open(name)).getPrimaryVideoTrack();
    const config = await track?.getDecoderConfig();
    if (!track || !config) throw new Error(`${name} has no readable video.`);
    const packets = await packetsOf(new EncodedPacketSink(track));
    return decodeVideo(
      config,
      packets.map((packet) => packet.toEncodedVideoChunk()),
      look,
    );
  }

  it('say in every picture which camera and frame it is', async () => {
    for (const id of recorded) {
      const camera = cameraOf(id);
      for (const { suffix } of renditions) {
        expect(await decodeRecording(id + suffix, stripReader(camera)), id + suffix).to.equal(loopFrames);
      }
    }
  });

  it('show what the venue renders now', async () => {
    const [{ width, height, suffix }] = renditions;
    const venue = createVenue({ canvas: document.createElement('canvas'), width, height });
    const flat = new OffscreenCanvas(width, height);
    const context = flat.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser gives no 2D canvas.');
    // Brightness alone (BT.709): at half the resolution, colours this strong lose far more than the encoder takes.
    const lumas = (source: CanvasImageSource) => {
      context.drawImage(source, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return Float32Array.from({ length: width * height }, (_, pixel) => {
        const at = pixel * 4;
        return 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
      });
    };
    const looked = 118;
    for (const id of recorded) {
      await decodeRecording(id + suffix, (frame, index) => {
        if (index !== looked) return;
        const shown = lumas(frame);
        venue.render(cameraOf(id), (looked * 1000) / 30, { strip: true });
        const truth = lumas(venue.canvas);
        const squares = truth.reduce((sum, value, pixel) => sum + (value - shown[pixel]!) ** 2, 0);
        const decibels = 10 * Math.log10(255 ** 2 / (squares / truth.length));
        expect(decibels, `${id}: is this the venue it was recorded from?`).to.be.above(30);
      });
    }
    venue.dispose();
  });

  for (const [file, frameSamples] of [
    ['audio.aac.mp4', 1024],
    ['audio.opus.mp4', 960],
  ] as const) {
    it(`${file} clicks within 1 ms of every whole second, over the seam of the loop too`, async function () {
      const track = await (await open(file)).getPrimaryAudioTrack();
      const config = await track?.getDecoderConfig();
      if (!track || !config) throw new Error(`${file} has no readable sound.`);
      // Some builds of Chromium decode no AAC; everywhere else this must run.
      if (!(await AudioDecoder.isConfigSupported(config)).supported) this.skip();
      const packets = await packetsOf(new EncodedPacketSink(track));
      const turns = 2;
      const sound = new Float32Array(turns * packets.length * frameSamples);
      let failure: unknown;
      const decoder = new AudioDecoder({
        output: (data) => {
          const plane = new Float32Array(data.numberOfFrames);
          data.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
          const at = Math.round((data.timestamp * sampleRate) / 1_000_000);
          sound.set(plane.subarray(0, Math.max(0, sound.length - at)), at);
          data.close();
        },
        error: (error) => (failure = error),
      });
      decoder.configure(config);
      for (let turn = 0; turn < turns; turn++) {
        for (const [index, packet] of packets.entries()) {
          const samples = (turn * packets.length + index) * frameSamples;
          decoder.decode(
            new EncodedAudioChunk({
              type: 'key',
              timestamp: (samples / sampleRate) * 1_000_000,
              data: packet.data,
            }),
          );
        }
      }
      await decoder.flush();
      decoder.close();
      expect(failure).to.equal(undefined);
      // The very first click comes while the decoder has nothing before it to overlap with.
      const clicks = findClicks(sound, sampleRate).filter((seconds) => seconds > 0.5);
      expect(clicks.map(Math.round)).to.deep.equal(
        Array.from({ length: turns * 8 - 1 }, (_, index) => index + 1),
      );
      for (const seconds of clicks) expect(Math.abs(seconds - Math.round(seconds))).to.be.below(0.001);
    });
  }
});
