/**
 * Two chairs in the Barcelona Pavilion, 33 frames of an orbit with their projection matrices. Scene by eMirage, sequence by R. Fabbri
 * and others, CC-BY 2.0. It is not part of the project: the folder that the environment variable OLYMPIC_TEST_DATA names has it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cameraFromProjection } from '../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../src/viewpoint/camera/index.js';
import type { Picture } from './picture.js';
import { readPicture } from './read-picture.js';

export const attribution =
  'Barcelona Pavilion: scene by eMirage, sequence by R. Fabbri and others, CC-BY 2.0.';

export interface View {
  readonly camera: CameraModel;
  readonly picture: Picture;
}

/** A frame of the file: its number there is its camera's id. */
export interface Frame extends View {
  readonly number: number;
}

const [firstFrame, lastFrame] = [16, 48];

/** The folder of the data, or undefined: then what needs it is skipped, and says so. */
export function pavilionFolder(): string | undefined {
  const data = process.env.OLYMPIC_TEST_DATA;
  return data === undefined || data === '' ? undefined : path.join(data, 'pavilion');
}

/** Frames 16 to 48, in the order of the orbit; undefined where OLYMPIC_TEST_DATA is unset. */
export function loadPavilion(): readonly Frame[] | undefined {
  const folder = pavilionFolder();
  if (folder === undefined) return undefined;
  return Array.from({ length: lastFrame - firstFrame + 1 }, (_, index) => {
    const number = firstFrame + index;
    const name = String(number).padStart(4, '0');
    const picture = readPicture(path.join(folder, 'images', `${name}.png`));
    const words = readFileSync(path.join(folder, 'cameras', `${name}.projmatrix`), 'utf8')
      .trim()
      .split(/\s+/);
    const { width, height } = picture;
    return {
      number,
      picture,
      camera: cameraFromProjection({ id: name, P: words.map(Number), width, height }),
    };
  });
}
