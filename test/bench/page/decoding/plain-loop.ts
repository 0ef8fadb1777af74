/** What a good page would write with WebCodecs alone: samples read before, a bounded number under way, frames closed at once. */
import type { DecodeResult } from './order.js';
import { VideoReader } from './samples.js';

/** Enough that the decoder's threads never wait; more makes nothing quicker. */
const underWayLimit = 16;

export async function plainLoop(bytes: Uint8Array): Promise<DecodeResult> {
  const reader = new VideoReader();
  const samples = reader.push(bytes);
  const { config } = reader;
  if (config === undefined) throw new Error('the file has no video');
  const { codec, description, codedWidth, codedHeight } = config;
  const began = performance.now();
  let frames = 0;
  let fed = 0;
  await new Promise<void>((resolve, reject) => {
    const feed = () => {
      for (; fed < samples.length && fed - frames < underWayLimit; fed += 1) {
        const { key, time, duration, data } = samples[fed]!;
        const type = key ? 'key' : 'delta';
        decoder.decode(
          new EncodedVideoChunk({ type, timestamp: time * 1000, duration: duration * 1000, data }),
        );
      }
      if (fed === samples.length && decoder.state === 'configured' && !flushing) {
        flushing = true;
        decoder.flush().then(resolve, reject);
      }
    };
    let flushing = false;
    const decoder = new VideoDecoder({
      output(frame) {
        frames += 1;
        frame.close();
        feed();
      },
      error: reject,
    });
    decoder.configure({
      codec,
      optimizeForLatency: true,
      ...(description && { description }),
      ...(codedWidth && { codedWidth }),
      ...(codedHeight && { codedHeight }),
    });
    feed();
  });
  return { frames, milliseconds: performance.now() - began, work: {} };
}
