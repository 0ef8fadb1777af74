/** Recordings that are too big to be kept: the venue's main camera, enlarged, made once with ffmpeg. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../node_modules/.cache/olympic-player-bench/', import.meta.url);

export interface Size {
  readonly name: '720p' | '1080p';
  readonly width: number;
  readonly height: number;
  /** Of the encoder, bits per second with suffix. */
  readonly bitrate: string;
}

export const sizes: readonly Size[] = [
  { name: '720p', width: 1280, height: 720, bitrate: '4M' },
  { name: '1080p', width: 1920, height: 1080, bitrate: '8M' },
];

/** The folder with `720p.mp4` and `1080p.mp4`: 24 s at 30 fps, groups of 1 s, no reordering, fragmented. */
export function bigFiles(): URL {
  mkdirSync(folder, { recursive: true });
  const source = fileURLToPath(new URL('../../../examples/venue/media/main.mp4', import.meta.url));
  for (const { name, width, height, bitrate } of sizes) {
    const file = fileURLToPath(new URL(`${name}.mp4`, folder));
    if (existsSync(file)) continue;
    process.stderr.write(`  making ${name}.mp4 …\n`);
    const words = ['-v', 'error', '-y', '-stream_loop', '2', '-i', source, '-an'];
    words.push('-vf', `scale=${width}:${height}`, '-c:v', 'libx264', '-preset', 'fast', '-b:v', bitrate);
    words.push('-g', '30', '-keyint_min', '30', '-sc_threshold', '0', '-bf', '0');
    words.push('-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', `${file}.part`);
    const { status, error } = spawnSync('ffmpeg', words, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0)
      throw new Error('the big recordings need ffmpeg (Debian: apt-get install ffmpeg)', { cause: error });
    renameSync(`${file}.part`, file);
  }
  return folder;
}
