/** One sample as an object of each container. Event times are ms since the Unix epoch. */
import { dependentSampleFlags, syncSampleFlags } from '../../mp4/boxes.js';
import { mediaChunk, producerReferenceTime } from '../../mp4/chunk.js';
import { eventTimeOf, rtpTimeOf } from '../../whep/timeline.js';
import { varint } from '../webtransport/varint.js';
import type { EncodedSample, Encoding } from './encoding.js';

export type Container = 'legacy' | 'loc' | 'cmaf';
export const containers: readonly Container[] = ['loc', 'legacy', 'cmaf'];

/**
 * The moq epoch, 2020-01-01: what hang counts `timeline.wall` from. The legacy container has no clock of its own, so
 * its times are given from there, and the catalog says so with a wall of 0.
 */
export const moqEpochMs = 1_577_836_800_000;

export interface Shot {
  readonly encoding: Encoding;
  /** Frames since the Unix epoch. */
  readonly count: number;
  readonly sample: EncodedSample;
  /** First object of its group. */
  readonly first: boolean;
  /** Added to what is told of its time, ms: a clock that is wrong. */
  readonly clockErrorMs: number;
}

/** LOC properties (draft-ietf-moq-loc-04): even ones are integers, odd ones bytes. */
const properties = { videoConfig: 0x0d, audioConfig: 0x0f, timestamp: 0x10 } as const;
const maxSequence = 2 ** 32 - 1;

/** Event time as this shot tells it, whole microseconds. */
export function toldMicros({ encoding, count, clockErrorMs }: Shot): number {
  return Math.round((eventTimeOf(encoding.grid, count) + clockErrorMs) * 1000);
}

export function wrap(container: Container, shot: Shot): Uint8Array {
  if (container === 'cmaf') return chunk(shot);
  return container === 'loc' ? locObject(shot) : legacyFrame(shot);
}

/** hang's legacy container: microseconds, then the sample. */
function legacyFrame(shot: Shot): Uint8Array {
  return Buffer.concat([varint(toldMicros(shot) - moqEpochMs * 1000), shot.sample.data]);
}

/**
 * LOC with its properties in front, where moq-lite and WebTransport have no place for them beside the object. Without
 * a timescale the timestamp is wall-clock time in microseconds.
 */
function locObject(shot: Shot): Uint8Array {
  const block = propertyBlock([
    ...decoderConfig(shot),
    { type: properties.timestamp, value: varint(toldMicros(shot)) },
  ]);
  return Buffer.concat([varint(block.byteLength), block, shot.sample.data]);
}

function decoderConfig({ encoding, first }: Shot): { type: number; value: Uint8Array }[] {
  const { description, kind } = encoding;
  if (!first || !description) return [];
  const type = kind === 'video' ? properties.videoConfig : properties.audioConfig;
  return [{ type, value: Buffer.concat([varint(description.byteLength), description]) }];
}

/** Types rise, and each is told as its distance from the one before (draft-ietf-moq-transport, key-value pairs). */
function propertyBlock(pairs: readonly { readonly type: number; readonly value: Uint8Array }[]): Uint8Array {
  let previous = 0;
  return Buffer.concat(
    pairs.flatMap(({ type, value }) => {
      const distance = type - previous;
      previous = type;
      return [varint(distance), value];
    }),
  );
}

/** One CMAF chunk of one sample; its decode time counts from the Unix epoch. */
function chunk({ encoding, count, sample, clockErrorMs }: Shot): Uint8Array {
  const decodeTime =
    rtpTimeOf(encoding.grid, count) + Math.round((clockErrorMs * encoding.grid.clockRate) / 1000);
  return Buffer.concat([
    producerReferenceTime(eventTimeOf(encoding.grid, count) + clockErrorMs, decodeTime),
    mediaChunk({
      sequence: (count % maxSequence) + 1,
      decodeTime,
      samples: [{ data: sample.data, flags: sample.key ? syncSampleFlags : dependentSampleFlags }],
    }),
  ]);
}
