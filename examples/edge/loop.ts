/** Reads the committed venue recordings into memory, once: the encoded loop that every transport of the edge replays. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BufferSource, EncodedPacketSink, Input, MP4, type InputTrack } from 'mediabunny';
import { recorded } from '../venue/rig.js';
import { readAvcC } from './h264/avcc.js';
import { picturesOnly } from './h264/nal.js';
import type { AudioTrack, Loop, Quality, VideoSample, VideoTrack } from './contract.js';

const fps = 30;
const frames = 240;
const durationMs = 8000;
const gopFrames = 30;
const aacFrames = 375;
const opusFrames = 400;

/** Where `npm run venue` leaves the recordings. */
export const recordings = new URL('../venue/media/', import.meta.url);

class RecordingError extends Error {
  override readonly name = 'RecordingError';

  constructor(file: URL, problem: string, options?: ErrorOptions) {
    super(`${fileURLToPath(file)}: ${problem}. Make the recordings again with \`npm run venue\`.`, options);
  }
}

/**
 * The recordings in `folder`, checked against what the loop rule needs: 240 pictures in closed 1 s GOPs without
 * reordering, 375 AAC frames, 400 Opus frames. Extra codec frames at the end of a file are left out.
 * @throws RecordingError naming the file and what is wrong with it
 */
export async function loadLoop(folder: URL = recordings): Promise<Loop> {
  const [angles, aac, opus] = await Promise.all([
    Promise.all(recorded.map((id) => loadAngle(folder, id))),
    loadAudio(new URL('audio.aac.mp4', folder), 'mp4a.40.2', 1024, aacFrames),
    loadAudio(new URL('audio.opus.mp4', folder), 'opus', 960, opusFrames),
  ]);
  return { fps, frames, durationMs, angles: new Map(angles), audio: { aac, opus } };
}

async function loadAngle(folder: URL, id: string): Promise<[string, Record<Quality, VideoTrack>]> {
  const [high, low] = await Promise.all([
    loadVideo(new URL(`${id}.mp4`, folder)),
    loadVideo(new URL(`${id}.low.mp4`, folder)),
  ]);
  return [id, { high, low }];
}

async function loadVideo(file: URL): Promise<VideoTrack> {
  using input = await open(file);
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config?.description || !config.codec.startsWith('avc1.'))
    throw new RecordingError(file, 'has no H.264 track in avc1 form');

  const samples: VideoSample[] = [];
  for await (const packet of packets(track, frames)) {
    const frame = samples.length;
    if (Math.abs(packet.timestamp - frame / fps) > 0.5 / fps)
      throw new RecordingError(
        file,
        `picture ${frame} stands at ${packet.timestamp} s, not ${frame / fps} s`,
      );
    const key = packet.type === 'key';
    if (key !== (frame % gopFrames === 0))
      throw new RecordingError(
        file,
        `picture ${frame} ${key ? 'is' : 'is not'} a key picture (GOPs are 1 s)`,
      );
    samples.push({ data: picturesOnly(packet.data), key });
  }
  if (samples.length < frames) throw new RecordingError(file, `has ${samples.length} of ${frames} pictures`);

  const avcC = bytes(config.description);
  return {
    codec: config.codec,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    avcC,
    ...readAvcC(avcC),
    samples,
    bitrate: bitrate(samples.map((sample) => sample.data)),
  };
}

async function loadAudio(file: URL, codec: string, frameSamples: number, count: number): Promise<AudioTrack> {
  using input = await open(file);
  const track = await input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config?.description || config.codec !== codec)
    throw new RecordingError(file, `has no ${codec} track`);
  if (config.sampleRate !== 48000) throw new RecordingError(file, `is sampled at ${config.sampleRate} Hz`);

  const samples: Uint8Array[] = [];
  for await (const packet of packets(track, count)) samples.push(packet.data);
  if (samples.length < count)
    throw new RecordingError(file, `has ${samples.length} of ${count} codec frames`);

  const description = bytes(config.description);
  return {
    codec,
    sampleRate: 48000,
    channels: config.numberOfChannels,
    frameSamples,
    config: codec === 'opus' ? dOpsFromOpusHead(description) : description,
    samples,
    bitrate: bitrate(samples),
  };
}

async function open(file: URL): Promise<Input> {
  try {
    return new Input({ source: new BufferSource(await readFile(file)), formats: [MP4] });
  } catch (cause) {
    throw new RecordingError(file, 'cannot be read', { cause });
  }
}

async function* packets(track: InputTrack, count: number) {
  let left = count;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (left-- === 0) return;
    yield packet;
  }
}

function bytes(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice();
}

/** OpusHead (RFC 7845, 5.1: magic, little-endian) to dOps (Opus in ISOBMFF, 4.3.2: no magic, big-endian, version 0). */
function dOpsFromOpusHead(head: Uint8Array): Uint8Array {
  const from = new DataView(head.buffer, head.byteOffset + 8, head.byteLength - 8);
  const dOps = new Uint8Array(from.byteLength);
  const to = new DataView(dOps.buffer);
  dOps.set(head.subarray(8));
  to.setUint8(0, 0);
  to.setUint16(2, from.getUint16(2, true));
  to.setUint32(4, from.getUint32(4, true));
  to.setInt16(8, from.getInt16(8, true));
  return dOps;
}

function bitrate(samples: readonly Uint8Array[]): number {
  const size = samples.reduce((sum, sample) => sum + sample.byteLength, 0);
  return Math.round((size * 8 * 1000) / durationMs);
}
