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
