/** Renders one camera's loop and encodes it with WebCodecs, both renditions in one pass. Runs in a page. */
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny';
import { encodeStrip, drawStrip } from '../strip.js';
import { frameAt, framesPerSecond, loopFrames } from '../loop.js';
import { venueVersion, type VenueCamera } from '../rig.js';
import type { Venue } from '../venue.js';
import { keyFrameInterval, renditions, type Rendition } from './renditions.js';

const frameMicroseconds = 1_000_000 / framesPerSecond;

/** Frames in flight in an encoder before the renderer waits for it. */
const mostQueued = 4;

interface Encoded {
  readonly chunk: EncodedVideoChunk;
  readonly metadata: EncodedVideoChunkMetadata | undefined;
}

/** An encoder that keeps what it made, and stops the recording when it fails. */
class RenditionEncoder {
  readonly encoded: Encoded[] = [];
  private readonly encoder: VideoEncoder;
  private failure: unknown;

  constructor(readonly rendition: Rendition) {
    this.encoder = new VideoEncoder({
      output: (chunk, metadata) => this.encoded.push({ chunk, metadata }),
      error: (error) => (this.failure = error),
    });
    const { codec, width, height, bitrate } = rendition;
    this.encoder.configure({
      codec,
      width,
      height,
      bitrate,
      framerate: framesPerSecond,
      bitrateMode: 'variable',
      latencyMode: 'quality',
      avc: { format: 'avc' },
    });
  }

  /** Takes the picture of a canvas as frame `index`. */
  async encode(picture: CanvasImageSource, index: number): Promise<void> {
    const frame = new VideoFrame(picture, {
      timestamp: Math.round(index * frameMicroseconds),
      duration: Math.round(frameMicroseconds),
    });
    this.encoder.encode(frame, { keyFrame: index % keyFrameInterval === 0 });
    frame.close();
    while (this.encoder.encodeQueueSize > mostQueued && !this.failure) {
      await new Promise((resolve) => this.encoder.addEventListener('dequeue', resolve, { once: true }));
    }
    if (this.failure) throw this.failure;
  }

  /** The whole recording as a fragmented MP4 with fragments of 1 s. */
  async finish(): Promise<Uint8Array> {
    await this.encoder.flush();
    if (this.failure) throw this.failure;
    this.encoder.close();
    if (this.encoded.length !== loopFrames) {
      throw new Error(
        `The encoder made ${this.encoded.length} pictures of ${loopFrames}: it dropped some to keep its bitrate; ask for more.`,
      );
    }
    return muxLoop(this.encoded);
  }
}

async function muxLoop(encoded: readonly Encoded[]): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 }),
    target,
  });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  for (const [index, { chunk, metadata }] of encoded.entries()) {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    // Exact times: a chunk's own are rounded to whole microseconds.
    const packet = new EncodedPacket(data, chunk.type, index / framesPerSecond, 1 / framesPerSecond);
    await source.add(packet, metadata);
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The muxer finished without a file.');
  return new Uint8Array(target.buffer);
}

/** Both files of one camera, by name. The venue must be as large as the high rendition. */
export async function recordCamera(venue: Venue, camera: VenueCamera): Promise<Map<string, Uint8Array>> {
  const [high, low] = renditions.map((rendition) => new RenditionEncoder(rendition));
  if (!high || !low) throw new Error('There are not two renditions.');
  const small = new OffscreenCanvas(low.rendition.width, low.rendition.height);
  const context = small.getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas to scale pictures on.');
  context.imageSmoothingQuality = 'high';
  for (let index = 0; index < loopFrames; index++) {
    const timeMs = (index * 1000) / framesPerSecond;
    venue.render(camera, timeMs, { strip: true });
    context.drawImage(venue.canvas, 0, 0, small.width, small.height);
    // The strip is drawn anew: a scaled one is soft at its edges.
    const bits = encodeStrip({ camera: camera.number, version: venueVersion, frame: frameAt(timeMs) });
    drawStrip(context, bits, small.width, small.height);
    await high.encode(venue.canvas, index);
    await low.encode(small, index);
  }
  const files = new Map<string, Uint8Array>();
  for (const encoder of [high, low]) files.set(camera.id + encoder.rendition.suffix, await encoder.finish());
  return files;
}
