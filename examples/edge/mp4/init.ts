/** Initialization segments: one track each, no samples (ISO/IEC 14496-12; CMAF, ISO/IEC 23000-19). */
import {
  defaultWriterConfig,
  writeAvc1,
  writeFtyp,
  writeHdlr,
  writeMdhd,
  writeMvhd,
  writeSmhd,
  writeTkhd,
  writeTrex,
  writeVmhd,
} from '@svta/cml-iso-bmff';
import type { AudioTrack, VideoTrack } from '../contract.js';
import { commonPssh, protectedEntry } from '../protected/boxes.js';
import type { ContentKey } from '../protected/keys.js';
import { audioSampleEntry, box, esds, fullBox, syncSampleFlags } from './boxes.js';

export const trackId = 1;

const writers = defaultWriterConfig();
/** 16.16 fixed point, but 2.30 in the last column. */
const identity = [1, 0, 0, 0, 1, 0, 0, 0, 16384];
const full = { version: 0, flags: 0 };
const never = { creationTime: 0, modificationTime: 0, duration: 0 };

interface TrackShape {
  readonly timescale: number;
  readonly frameDuration: number;
  readonly handler: 'vide' | 'soun';
  readonly volume: number;
  readonly width: number;
  readonly height: number;
  readonly mediaHeader: ArrayBufferView;
  readonly sampleEntry: ArrayBufferView;
  /** Of encrypted samples. */
  readonly key: ContentKey | undefined;
}

export function videoInit(
  track: VideoTrack,
  timescale: number,
  frameDuration: number,
  key?: ContentKey,
): Uint8Array {
  return initSegment({
    timescale,
    frameDuration,
    key,
    handler: 'vide',
    volume: 0,
    width: track.width,
    height: track.height,
    mediaHeader: writeVmhd({ type: 'vmhd', version: 0, flags: 1, graphicsmode: 0, opcolor: [0, 0, 0] }),
    sampleEntry: writeAvc1(
      {
        type: 'avc1',
        reserved1: [0, 0, 0, 0, 0, 0],
        dataReferenceIndex: 1,
        preDefined1: 0,
        reserved2: 0,
        preDefined2: [0, 0, 0],
        width: track.width,
        height: track.height,
        horizresolution: 72,
        vertresolution: 72,
        reserved3: 0,
        frameCount: 1,
        compressorName: new Array<number>(32).fill(0),
        depth: 0x18,
        preDefined3: 0xffff,
        boxes: [box('avcC', track.avcC)],
      },
      writers,
    ),
  });
}

export function audioInit(track: AudioTrack, key?: ContentKey): Uint8Array {
  return initSegment({
    timescale: track.sampleRate,
    frameDuration: track.frameSamples,
    key,
    handler: 'soun',
    volume: 1,
    width: 0,
    height: 0,
    mediaHeader: writeSmhd({ type: 'smhd', ...full, balance: 0, reserved: 0 }),
    sampleEntry:
      track.codec === 'opus'
        ? audioSampleEntry('Opus', track, box('dOps', track.config))
        : audioSampleEntry('mp4a', track, esds(track.config, track.bitrate)),
  });
}

function initSegment(track: TrackShape): Uint8Array {
  const ftyp = writeFtyp({
    type: 'ftyp',
    majorBrand: 'iso6',
    minorVersion: 0,
    compatibleBrands: ['iso6', 'cmfc', 'dash'],
  });
  return Buffer.concat([
    bytes(ftyp),
    box(
      'moov',
      movieHeader(track),
      trak(track),
      box('mvex', trackExtends(track)),
      ...(track.key ? [commonPssh([track.key.kid])] : []),
    ),
  ]);
}

function movieHeader({ timescale }: TrackShape) {
  return writeMvhd({
    type: 'mvhd',
    ...full,
    ...never,
    timescale,
    rate: 1,
    volume: 1,
    reserved1: 0,
    reserved2: [0, 0],
    matrix: identity,
    preDefined: [0, 0, 0, 0, 0, 0],
    nextTrackId: trackId + 1,
  });
}

function trak({ timescale, handler, volume, width, height, mediaHeader, sampleEntry, key }: TrackShape) {
  const enabledInMovie = 0x3;
  const entry = key ? protectedEntry(sampleEntry, key, handler === 'vide' ? 'video' : 'audio') : sampleEntry;
  return box(
    'trak',
    writeTkhd({
      type: 'tkhd',
      version: 0,
      flags: enabledInMovie,
      ...never,
      trackId,
      reserved1: 0,
      reserved2: [0, 0],
      layer: 0,
      alternateGroup: 0,
      volume,
      reserved3: 0,
      matrix: identity,
      width,
      height,
    }),
    box(
      'mdia',
      writeMdhd({ type: 'mdhd', ...full, ...never, timescale, language: 'und', preDefined: 0 }),
      writeHdlr({
        type: 'hdlr',
        ...full,
        preDefined: 0,
        handlerType: handler,
        reserved: [0, 0, 0],
        name: '',
      }),
      box('minf', mediaHeader, dataInThisFile(), emptySampleTable(entry)),
    ),
  );
}

function dataInThisFile() {
  const selfContained = 1;
  return box('dinf', fullBox('dref', 0, 0, count(1), fullBox('url ', 0, selfContained)));
}

function emptySampleTable(sampleEntry: ArrayBufferView) {
  return box(
    'stbl',
    fullBox('stsd', 0, 0, count(1), sampleEntry),
    fullBox('stts', 0, 0, count(0)),
    fullBox('stsc', 0, 0, count(0)),
    fullBox('stsz', 0, 0, count(0), count(0)),
    fullBox('stco', 0, 0, count(0)),
  );
}

function trackExtends({ frameDuration }: TrackShape) {
  return writeTrex({
    type: 'trex',
    ...full,
    trackId,
    defaultSampleDescriptionIndex: 1,
    defaultSampleDuration: frameDuration,
    defaultSampleSize: 0,
    defaultSampleFlags: syncSampleFlags,
  });
}

function count(value: number): Uint8Array {
  return Uint8Array.of(value >> 24, value >> 16, value >> 8, value);
}

function bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
