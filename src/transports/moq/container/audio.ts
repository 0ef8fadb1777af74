import type { AudioRendition } from '../catalog/index.js';

/** Samples a channel in one AAC access unit (ISO/IEC 14496-3); AAC-LD and ELD have 512. */
const aacFrameLength = 1024;
const aacLowDelayFrameLength = 512;

/** Frame sizes of Opus by configuration number, in microseconds (RFC 6716, table 2). */
const opusFrameUs: readonly number[] = [
  ...[10_000, 20_000, 40_000, 60_000, 10_000, 20_000, 40_000, 60_000, 10_000, 20_000, 40_000, 60_000],
  ...[10_000, 20_000, 10_000, 20_000],
  ...[
    2500, 5000, 10_000, 20_000, 2500, 5000, 10_000, 20_000, 2500, 5000, 10_000, 20_000, 2500, 5000, 10_000,
    20_000,
  ],
];

/** How long a coded audio frame sounds, µs, where the codec says; containers without durations need it. */
export function audioDurationUs(rendition: AudioRendition, data: Uint8Array): number | undefined {
  const codec = rendition.codec.toLowerCase();
  if (codec === 'opus') return opusDurationUs(data);
  if (!codec.startsWith('mp4a.40')) return undefined;
  const type = codec.split('.')[2];
  const length = type === '23' || type === '39' ? aacLowDelayFrameLength : aacFrameLength;
  // With SBR (HE-AAC) a unit lasts twice as long at the core's rate, and the catalog gives the output's.
  const output = type === '5' || type === '29' ? length * 2 : length;
  return (output * 1_000_000) / rendition.sampleRate;
}

function opusDurationUs(packet: Uint8Array): number | undefined {
  const toc = packet[0];
  if (toc === undefined) return undefined;
  const frame = opusFrameUs[toc >> 3] ?? 20_000;
  const code = toc & 3;
  const count = code === 0 ? 1 : code === 3 ? (packet[1] ?? 1) & 0x3f : 2;
  // A packet lasts at most 120 ms.
  return Math.min(120_000, frame * Math.max(1, count));
}

const aacRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

/** Raw AAC needs an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1); ADTS brings its own headers. */
export function aacDescription(rendition: AudioRendition, data: Uint8Array): Uint8Array | undefined {
  if (!rendition.codec.toLowerCase().startsWith('mp4a.40')) return undefined;
  const adts = data[0] === 0xff && ((data[1] ?? 0) & 0xf6) === 0xf0;
  const rate = aacRates.indexOf(rendition.sampleRate);
  if (adts || rate < 0 || rendition.channels > 7) return undefined;
  const objectType = 2;
  return new Uint8Array([(objectType << 3) | (rate >> 1), ((rate & 1) << 7) | (rendition.channels << 3)]);
}
