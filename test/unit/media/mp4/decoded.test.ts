import { expect } from '@open-wc/testing';
import { readStripFromSource } from '../../../../examples/venue/strip.js';
import { Mp4Reader, toSamples, toTrackConfig } from '../../../../src/media/mp4/index.js';
import type { Sample } from '../../../../src/media/contract.js';
import { mediaFile } from '../../../fixtures/media/files.js';
import type { MediaName } from '../../../fixtures/media/files.js';

/** What stands in each picture, by the time the reader gave its sample. */
async function numbersByTime(
  name: MediaName,
): Promise<(readonly [timeMs: number, frame: number | undefined])[]> {
  const { inits, fragments } = new Mp4Reader().push(await mediaFile(name));
  const config = toTrackConfig(inits[0]!.tracks[0]!);
  const samples = fragments.flatMap(({ runs }) => toSamples(runs[0]!, { config: 1, rendition: 'r' }));
  const numbers: (readonly [number, number | undefined])[] = [];
  const canvas = document.createElement('canvas');
  const decoder = new VideoDecoder({
    output: (frame) => {
      const { displayWidth, displayHeight } = frame;
      numbers.push([frame.timestamp, readStripFromSource(frame, displayWidth, displayHeight, canvas)?.frame]);
      frame.close();
    },
    error: (error) => {
      throw error;
    },
  });
  const { codec, description } = config as VideoDecoderConfig;
  decoder.configure({ codec, ...(description === undefined ? {} : { description }) });
  // The decoder hands a timestamp through as it is: the sample's index finds its time again, unrounded.
  for (const [index, { key, data }] of samples.entries())
    decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: index, data }));
  await decoder.flush();
  decoder.close();
  const timeOf = (index: number): number => (samples[index] as Sample).time;
  return numbers.map(([index, number]) => [timeOf(index), number] as const).sort(([a], [b]) => a - b);
}

/** Pictures a second, and when the first is shown where that is not at 0. */
const files: Partial<Record<MediaName, { readonly rate: number; readonly startMs?: number }>> = {
  bframes: { rate: 30 },
  'bframes-no-edit': { rate: 30, startMs: 2000 / 30 },
  'negative-cts': { rate: 30 },
  'open-gop': { rate: 30 },
  'base-offset': { rate: 30, startMs: 2000 / 30 },
  'fps-25': { rate: 25 },
  'fps-29.97': { rate: 30_000 / 1001 },
  'fps-50': { rate: 50 },
  'fps-59.94': { rate: 60_000 / 1001 },
  'odd-size': { rate: 30 },
  muxed: { rate: 30 },
  vp9: { rate: 30 },
  'odd-vp9': { rate: 30 },
  av1: { rate: 30 },
};

describe('the time of samples, seen in their pictures', () => {
  for (const [name, { rate, startMs = 0 }] of Object.entries(files))
    it(`is that of the number burnt into ${name}: frame n at n / ${rate.toFixed(2)} s`, async () => {
      const seen = await numbersByTime(name as MediaName);
      expect(seen.length).to.equal(Math.round(rate * 2));
      expect(seen.map(([, number]) => number)).to.deep.equal(seen.map((_, index) => index));
      const late = seen.map(([time], index) => Math.abs(time - startMs - (index * 1000) / rate));
      expect(Math.max(...late)).to.be.below(0.001);
    });
});
