import { BitReader } from './bits.js';
import { whole } from './cursor.js';

/** AudioSpecificConfig, ISO/IEC 14496-3 1.6.2.1, as far as a player needs it. */
export interface AacConfig {
  /** Audio object type: 2 is LC, 5 HE-AAC (SBR), 29 HE-AAC v2 (PS), 42 xHE-AAC. */
  readonly objectType: number;
  /** Hertz that come out of the decoder: with signalled SBR twice the core's. */
  readonly sampleRate: number;
  /** Channels that come out; 0 where the stream itself says (program config element). */
  readonly channels: number;
}

const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const channelsByConfiguration = [0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8];
const explicitRate = 15;
const sbr = 5;
const parametricStereo = 29;

export function parseAudioSpecificConfig(bytes: Uint8Array): AacConfig | undefined {
  return whole(() => {
    const reader = new BitReader(bytes);
    const rate = (): number => {
      const index = reader.bits(4);
      return index === explicitRate ? reader.bits(24) : (sampleRates[index] ?? 0);
    };
    const escape = reader.bits(5);
    const objectType = escape === 31 ? 32 + reader.bits(6) : escape;
    const coreRate = rate();
    const coreChannels = channelsByConfiguration[reader.bits(4)];
    if (coreChannels === undefined) return undefined;
    const extended = objectType === sbr || objectType === parametricStereo;
    const sampleRate = extended ? rate() : coreRate;
    if (objectType === 0 || sampleRate === 0) return undefined;
    const channels = objectType === parametricStereo && coreChannels === 1 ? 2 : coreChannels;
    return { objectType, sampleRate, channels };
  });
}

/** The two bytes (five for a rate without a number) that describe plain AAC: for ADTS streams and catalogs that carry none. */
export function buildAudioSpecificConfig(config: AacConfig): Uint8Array | undefined {
  const { objectType, sampleRate, channels } = config;
  const configuration = channelsByConfiguration.indexOf(channels);
  if (objectType < 1 || objectType > 30 || configuration < 1) return undefined;
  if (objectType === sbr || objectType === parametricStereo) return undefined;
  const index = sampleRates.indexOf(sampleRate);
  if (index >= 0)
    return Uint8Array.of((objectType << 3) | (index >> 1), ((index & 1) << 7) | (configuration << 3));
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate >= 2 ** 24) return undefined;
  // 5 bits of type, 4 of escape, 24 of rate, 4 of channels, 3 left at zero.
  const bits =
    (BigInt(objectType) << 35n) |
    (BigInt(explicitRate) << 31n) |
    (BigInt(sampleRate) << 7n) |
    (BigInt(configuration) << 3n);
  return Uint8Array.from([32n, 24n, 16n, 8n, 0n], (shift) => Number((bits >> shift) & 0xffn));
}
