/**
 * Encodes the soundtrack so that it loops without a seam. Three turns of the loop are encoded and the middle one is cut
 * out at frame borders: its first frame then follows on its last, as far as the encoder's memory goes. An encoder delays
 * the sound; that delay is undone, so that frame k decodes to the loop's samples [k, k + 1) frames.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ALL_FORMATS,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  Input,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { loopSamples, renderSound, sampleRate } from '../sound.js';

export interface AudioEncoding {
  readonly file: string;
  readonly codec: 'aac' | 'opus';
  /** Samples per frame. */
  readonly frameSamples: number;
  /** Samples by which the decoded sound comes after what was encoded. */
  readonly delaySamples: number;
  /** ffmpeg's options. */
  readonly encoder: readonly string[];
}

export const audioEncodings: readonly AudioEncoding[] = [
  {
    file: 'audio.aac.mp4',
    codec: 'aac',
    frameSamples: 1024,
    delaySamples: 1024,
    encoder: ['-c:a', 'aac', '-b:a', '96k'],
  },
  {
    file: 'audio.opus.mp4',
    codec: 'opus',
    frameSamples: 960,
    delaySamples: 312,
    encoder: ['-c:a', 'libopus', '-b:a', '72k', '-application', 'audio', '-frame_duration', '20'],
  },
];

const turns = 3;

/** Interleaved 16-bit PCM of `turns` loops, begun `advance` samples into the loop. */
function pcmTurns(advance: number): Buffer {
  const channels = renderSound();
  const bytes = Buffer.alloc(turns * loopSamples * channels.length * 2);
  let at = 0;
  for (let n = 0; n < turns * loopSamples; n++) {
    for (const channel of channels) {
      at = bytes.writeInt16LE(Math.round((channel[(n + advance) % loopSamples] ?? 0) * 32767), at);
    }
  }
  return bytes;
}

/** An Opus header that asks for no samples to be dropped at the start: a loop has no start (RFC 7845, 5.1). */
function withoutPreSkip(description: AllowSharedBufferSource | undefined): Uint8Array {
  if (!(description instanceof Uint8Array)) throw new Error('The Opus file has no identification header.');
  const header = Uint8Array.from(description);
  const preSkipAt = 10;
  header.fill(0, preSkipAt, preSkipAt + 2);
  return header;
}

/** The middle turn's frames of an encoded file, as a fragmented MP4 that begins at time 0. */
async function cutMiddleTurn(path: string, encoding: AudioEncoding): Promise<Uint8Array> {
  const { codec, frameSamples } = encoding;
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error(`ffmpeg made no ${codec} track in ${path}.`);
  const decoderConfig =
    codec === 'opus' ? { ...config, description: withoutPreSkip(config.description) } : config;
  const frames = loopSamples / frameSamples;
  const target = new BufferTarget();
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 }),
    target,
  });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  let index = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const kept = index++ - frames;
    if (kept < 0 || kept >= frames) continue;
    const seconds = frameSamples / sampleRate;
    await source.add(new EncodedPacket(packet.data, 'key', kept * seconds, seconds), { decoderConfig });
  }
  if (index < 2 * frames)
    throw new Error(`ffmpeg made ${index} ${codec} frames, too few to cut a turn from.`);
  await output.finalize();
  if (!target.buffer) throw new Error('The muxer finished without a file.');
  return new Uint8Array(target.buffer);
}

/** Needs ffmpeg on the PATH: browsers do not all encode AAC. */
export async function encodeSound(encoding: AudioEncoding): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'venue-sound-'));
  try {
    const pcm = join(folder, 'turns.pcm');
    const encoded = join(folder, 'turns.mp4');
    await writeFile(pcm, pcmTurns(encoding.delaySamples));
    const raw = ['-f', 's16le', '-ar', String(sampleRate), '-ac', '2', '-i', pcm];
    await promisify(execFile)('ffmpeg', ['-v', 'error', ...raw, ...encoding.encoder, '-y', encoded]);
    return await cutMiddleTurn(encoded, encoding);
  } finally {
    await rm(folder, { recursive: true });
  }
}
