/** Decodes what the edge serves with a decoder that is not ours. */
import { spawn, spawnSync } from 'node:child_process';
import type { Pixels } from '../../../examples/venue/strip.js';

/** For a test's `skip`: false when ffmpeg is there, else what is missed. */
export const withoutFfmpeg: string | false =
  spawnSync('ffmpeg', ['-version']).status === 0
    ? false
    : 'ffmpeg is not installed: nothing decodes this here';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Every picture, in order, as RGBA. @throws Error with what ffmpeg complains of */
export async function decodeVideo(file: Uint8Array, { width, height }: Size): Promise<Pixels[]> {
  const raw = await ffmpeg(file, ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-fps_mode', 'passthrough']);
  const size = width * height * 4;
  if (raw.byteLength % size !== 0)
    throw new Error(`${raw.byteLength} bytes are no pictures of ${width}x${height}.`);
  return Array.from({ length: raw.byteLength / size }, (_, i) => ({
    data: raw.subarray(i * size, (i + 1) * size),
    width,
    height,
  }));
}

/** How many PCM samples per channel come out. @throws Error with what ffmpeg complains of */
export async function decodeAudio(file: Uint8Array, channels: number): Promise<number> {
  const bytesPerSample = 2;
  const raw = await ffmpeg(file, ['-f', 's16le', '-ac', String(channels)]);
  return raw.byteLength / bytesPerSample / channels;
}

function ffmpeg(input: Uint8Array, output: readonly string[]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const run = spawn('ffmpeg', ['-v', 'error', '-threads', '1', '-i', 'pipe:0', ...output, 'pipe:1']);
    const out: Buffer[] = [];
    let complaint = '';
    run.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    run.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    run.on('error', reject);
    run.on('close', (code) => {
      if (code === 0 && complaint === '') resolve(Buffer.concat(out));
      else reject(new Error(`ffmpeg ended with ${code}: ${complaint}`));
    });
    run.stdin.on('error', () => {});
    run.stdin.end(input);
  });
}
