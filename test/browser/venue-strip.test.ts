/** The strip survives a real encoder, at the sizes and rates of the recordings. */
import { expect } from '@open-wc/testing';
import { loopFrames } from '../../examples/venue/loop.js';
import { renditions, type Rendition } from '../../examples/venue/recording/renditions.js';
import { venueVersion, type VenueCamera } from '../../examples/venue/rig.js';
import { drawStrip, encodeStrip } from '../../examples/venue/strip.js';
import { createVenue } from '../../examples/venue/venue.js';
import { cameraOf, decodeVideo, stripReader } from '../fixtures/venue-decoding.js';

const frameMicroseconds = 1_000_000 / 30;

/** Encodes a loop of venue pictures; only some times are rendered (software WebGL is slow), every strip is drawn. */
async function encodeLoop(camera: VenueCamera, { width, height, codec, bitrate }: Rendition) {
  const renderEvery = 20;
  const venue = createVenue({ canvas: document.createElement('canvas'), width, height });
  const flat = new OffscreenCanvas(width, height);
  const context = flat.getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas.');
  const chunks: EncodedVideoChunk[] = [];
  let config: VideoDecoderConfig | undefined;
  let failure: unknown;
  const encoder = new VideoEncoder({
    output: (chunk, metadata) => {
      config ??= metadata?.decoderConfig;
      chunks.push(chunk);
    },
    error: (error) => (failure = error),
  });
  encoder.configure({
    codec,
    width,
    height,
    bitrate,
    framerate: 30,
    latencyMode: 'quality',
    avc: { format: 'avc' },
  });
  for (let index = 0; index < loopFrames; index++) {
    if (index % renderEvery === 0) {
      venue.render(camera, (index * 1000) / 30);
      context.drawImage(venue.canvas, 0, 0);
    }
    drawStrip(
      context,
      encodeStrip({ camera: camera.number, version: venueVersion, frame: index }),
      width,
      height,
    );
    const frame = new VideoFrame(flat, { timestamp: Math.round(index * frameMicroseconds) });
    encoder.encode(frame, { keyFrame: index % 30 === 0 });
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  venue.dispose();
  if (failure) throw failure;
  if (!config) throw new Error('The encoder said nothing of its configuration.');
  return { config, chunks };
}

describe('venue strip through an encoder', function () {
  this.timeout(120_000);

  for (const rendition of renditions) {
    it(`is read from all 240 frames at ${rendition.width}x${rendition.height} and ${rendition.bitrate / 1000} kbit/s`, async () => {
      const camera = cameraOf('main');
      const { config, chunks } = await encodeLoop(camera, rendition);
      expect(await decodeVideo(config, chunks, stripReader(camera))).to.equal(loopFrames);
    });
  }
});
