/** Pictures in files, and contact sheets for people to look at. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readPng } from '../../node/protected-support/png.js';
import { blankPicture } from './picture.js';
import type { Picture } from './picture.js';

/** A PNG of 8 bits a channel; alpha is left out. */
export function readPicture(file: string): Picture {
  const { data, width, height } = readPng(readFileSync(file));
  const picture = blankPicture(width, height);
  for (let from = 0, to = 0; to < picture.data.length; from += 4, to += 3) {
    picture.data[to] = data[from]!;
    picture.data[to + 1] = data[from + 1]!;
    picture.data[to + 2] = data[from + 2]!;
  }
  return picture;
}

/** Good enough to be looked at, small enough to be kept. */
const qualities: Readonly<Record<string, readonly string[]>> = {
  png: [],
  jpg: ['-q:v', '4'],
  webp: ['-quality', '82'],
};

/** Encoded by ffmpeg as the name says: .png, .jpg or .webp. */
export function writePicture(file: string, { width, height, data }: Picture): void {
  const kind = /\.(\w+)$/.exec(file)?.[1] ?? '';
  const quality = qualities[kind];
  if (quality === undefined)
    throw new Error(`${file}: pictures are written as ${Object.keys(qualities).join(', ')}`);
  const words = ['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`];
  words.push('-i', '-', '-frames:v', '1', ...quality, file);
  const { status, error } = spawnSync('ffmpeg', words, {
    input: data,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (status !== 0)
    throw new Error('pictures are written with ffmpeg (Debian: apt-get install ffmpeg)', { cause: error });
}

const gap = 4;
const paper = 255;

/** Rows of pictures with white between them; a row may be shorter, and `undefined` leaves a place empty. */
export function contactSheet(rows: readonly (readonly (Picture | undefined)[])[]): Picture {
  const all = rows.flat().filter((picture) => picture !== undefined);
  const cellWidth = Math.max(...all.map(({ width }) => width));
  const cellHeight = Math.max(...all.map(({ height }) => height));
  const columns = Math.max(...rows.map(({ length }) => length));
  const sheet = blankPicture(columns * (cellWidth + gap) + gap, rows.length * (cellHeight + gap) + gap);
  sheet.data.fill(paper);
  rows.forEach((row, down) =>
    row.forEach((picture, across) => {
      if (picture === undefined) return;
      const left = gap + across * (cellWidth + gap);
      const top = gap + down * (cellHeight + gap);
      for (let y = 0; y < picture.height; y += 1)
        sheet.data.set(
          picture.data.subarray(y * picture.width * 3, (y + 1) * picture.width * 3),
          ((top + y) * sheet.width + left) * 3,
        );
    }),
  );
  return sheet;
}
