import type { ConfigId, Sample, SampleSink, TrackConfig } from '../contract.js';
import { captionsIn, seiIn } from '../codec/index.js';
import type { NalFraming } from '../codec/index.js';
import { createCea608Decoder } from './cea608.js';
import type { Cea608Channel, Cea608Decoder, Cea608Sample } from './cea608.js';
import type { GridCue } from './cue.js';

/** What is in the screen's memory has nothing to do with pictures that begin this much later, milliseconds. */
const longestHoleMs = 1_000;

/** Pictures kept while the decoder is loaded: some seconds. */
const mostWaiting = 600;

interface Reading {
  readonly family: 'h264' | 'hevc';
  readonly framing: NalFraming;
}

/** Where captions can be in samples of this configuration; undefined where nowhere. */
function readingOf(config: TrackConfig): Reading | undefined {
  if (config.kind !== 'video') return undefined;
  const { codec, description } = config;
  const family = /^avc[13]/.test(codec) ? 'h264' : /^(hvc1|hev1)/.test(codec) ? 'hevc' : undefined;
  if (family === undefined) return undefined;
  if (description === undefined) return { family, framing: { kind: 'annex-b' } };
  // lengthSizeMinusOne: ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1.
  const size = ((description[family === 'h264' ? 4 : 21] ?? 3) & 3) + 1;
  return { family, framing: { kind: 'length', size } };
}

const isField = ({ kind }: { kind: number }): boolean => kind === 0 || kind === 1;

/**
 * The sink, and whoever writes into it writes the captions of its pictures too (CEA-608 in SEI messages). The decoder is loaded
 * with the first byte that is not padding.
 * @param onCues gets cues on the deck's timeline; a cue that goes on comes again with a later end
 */
export function tapCaptions(
  sink: SampleSink,
  onCues: (channel: Cea608Channel, cues: readonly GridCue[]) => void,
): SampleSink {
  const readings = new Map<ConfigId, Reading>();
  let decoder: Cea608Decoder | undefined;
  let waiting: Cea608Sample[] | undefined;
  let end: number | undefined;

  const load = async () => {
    decoder = await createCea608Decoder(onCues);
    const samples = waiting ?? [];
    waiting = [];
    push(samples);
  };
  const push = (samples: readonly Cea608Sample[]) => {
    for (const sample of samples) {
      if (end !== undefined && sample.decodeTime - end > longestHoleMs) {
        decoder?.flush();
        decoder?.reset();
      }
      end = sample.decodeTime + sample.duration;
      decoder?.push([sample]);
    }
  };
  const read = (samples: readonly Sample[]) => {
    const captioned: Cea608Sample[] = [];
    for (const { time, decodeTime, duration, config, data } of samples) {
      const reading = readings.get(config);
      if (reading === undefined) continue;
      const pairs = [...seiIn(data, reading.family, reading.framing)].flatMap(captionsIn).filter(isField);
      captioned.push({ time, decodeTime, duration, pairs });
    }
    if (decoder !== undefined) return push(captioned);
    if (waiting !== undefined) {
      waiting.push(...captioned.slice(0, Math.max(0, mostWaiting - waiting.length)));
      return;
    }
    if (!captioned.some(({ pairs }) => pairs.some(({ first, second }) => ((first | second) & 0x7f) !== 0)))
      return;
    waiting = captioned;
    // Without its file there are no captions, and everything else goes on.
    load().catch(() => {});
  };

  return {
    configure(kind, config) {
      const id = sink.configure(kind, config);
      const reading = readingOf(config);
      if (reading !== undefined) readings.set(id, reading);
      return id;
    },
    append(kind, samples) {
      const result = sink.append(kind, samples);
      if (result === 'ok' && kind === 'video') read(samples);
      return result;
    },
    remove: (kind, range) => sink.remove(kind, range),
    buffered: (kind) => sink.buffered(kind),
    gap: (kind, range) => sink.gap(kind, range),
    end: () => sink.end(),
  };
}
