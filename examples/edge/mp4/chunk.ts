/** One CMAF chunk: prft, moof and mdat (ISO/IEC 23000-19, 7.3.2.3). HLS calls it a part; DASH segments are made of them. */
import { writeMfhd, writePrft, writeStyp, writeTfdt, writeTfhd, writeTrun } from '@svta/cml-iso-bmff';
import { sampleEncryptionBoxes, type SampleEncryption } from '../protected/boxes.js';
import { box, syncSampleFlags } from './boxes.js';
import { trackId } from './init.js';
import { ntpTime } from './ntp.js';

export interface ChunkSample {
  readonly data: Uint8Array;
  /** ISO/IEC 14496-12, 8.8.3.1. */
  readonly flags: number;
  /** Of a sample whose data is encrypted. */
  readonly encryption?: SampleEncryption;
}

export interface Chunk {
  /** From 1, rising with every chunk of the track. */
  readonly sequence: number;
  /** Media time of the first sample, in the track's timescale. */
  readonly decodeTime: number;
  readonly samples: readonly ChunkSample[];
}

const tfhdFlags = { defaultSampleFlags: 0x20, defaultBaseIsMoof: 0x2_0000 };
const trunFlags = { dataOffset: 0x1, sampleSize: 0x200, sampleFlags: 0x400 };
/** `prft`: the time is that of capture (ISO/IEC 14496-12, 8.16.5.3: bits 3 and 4). */
const captured = 24;

export function mediaChunk({ sequence, decodeTime, samples }: Chunk): Uint8Array {
  const allSync = samples.every((sample) => sample.flags === syncSampleFlags);
  const header = (dataOffset: number) => {
    const movieFragment = writeMfhd({ type: 'mfhd', version: 0, flags: 0, sequenceNumber: sequence });
    const track = [
      writeTfhd({
        type: 'tfhd',
        version: 0,
        flags: tfhdFlags.defaultBaseIsMoof | tfhdFlags.defaultSampleFlags,
        trackId,
        defaultSampleFlags: syncSampleFlags,
      }),
      writeTfdt({ type: 'tfdt', version: 1, flags: 0, baseMediaDecodeTime: decodeTime }),
      writeTrun({
        type: 'trun',
        version: 0,
        flags: trunFlags.dataOffset | trunFlags.sampleSize | (allSync ? 0 : trunFlags.sampleFlags),
        sampleCount: samples.length,
        dataOffset,
        samples: samples.map(({ data, flags }) => ({ sampleSize: data.byteLength, sampleFlags: flags })),
      }),
    ];
    const boxHeaders = 16;
    const offset = track.reduce(
      (sum, { byteLength }) => sum + byteLength,
      boxHeaders + movieFragment.byteLength,
    );
    return box('moof', movieFragment, box('traf', ...track, ...sampleEncryptionBoxes(samples, offset)));
  };
  const mdatHeader = 8;
  const moof = header(header(0).byteLength + mdatHeader);
  return Buffer.concat([moof, box('mdat', ...samples.map((sample) => sample.data))]);
}

/** Says that the sample at `mediaTime` (track timescale) was captured at `eventTime` (ms since the Unix epoch). */
export function producerReferenceTime(eventTime: number, mediaTime: number): Uint8Array {
  const { seconds, fraction } = ntpTime(eventTime);
  const prft = writePrft({
    type: 'prft',
    version: 1,
    flags: captured,
    referenceTrackId: trackId,
    ntpTimestampSec: seconds,
    ntpTimestampFrac: fraction,
    mediaTime,
  });
  return new Uint8Array(prft.buffer, prft.byteOffset, prft.byteLength);
}

/** What a DASH media segment begins with (ISO/IEC 23009-1, 6.3.4.2). */
export const segmentType: Uint8Array = (() => {
  const { buffer, byteOffset, byteLength } = writeStyp({
    type: 'styp',
    majorBrand: 'msdh',
    minorVersion: 0,
    compatibleBrands: ['msdh', 'cmfs'],
  });
  return new Uint8Array(buffer, byteOffset, byteLength);
})();
