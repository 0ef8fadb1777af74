/** A scene from files of the visitor: pictures of one instant, and a calibration of any kind that `readCalibration` knows. */
import { readCalibration } from '../../../src/viewpoint/index.js';
import type { CameraModel } from '../../../src/viewpoint/index.js';
import { matchPictures } from './match-pictures.js';
import { PictureSizes } from './picture-sizes.js';
import type { Scene } from './scene.js';
import { Trouble } from './trouble.js';

/** Larger text files are point clouds or matches, not calibrations. */
const largestText = 16 * 2 ** 20;
/** What a page can hold at once with ease. */
const mostCameras = 64;

const isPicture = ({ type, name }: File): boolean =>
  type.startsWith('image/') || /\.(jpe?g|png|webp|avif|bmp|gif)$/i.test(name);
const isText = ({ type, name, size }: File): boolean =>
  size <= largestText &&
  (/^(text\/|application\/(json|xml))/.test(type) || /\.(txt|json|xml|csv|P)$/i.test(name));

/** With its folders, where the browser tells them. */
const pathOf = (file: File): string => (file.webkitRelativePath === '' ? file.name : file.webkitRelativePath);

interface Picture {
  readonly name: string;
  readonly frame: ImageBitmap;
}

/** @throws Trouble, OlympicPlayerError `viewpoint/…` */
export async function sceneFromFiles(files: readonly File[], signal: AbortSignal): Promise<Scene> {
  const texts = files.filter((file) => !isPicture(file) && isText(file));
  const shots = files.filter(isPicture);
  if (shots.length < 2) {
    throw new Trouble(
      shots.length === 0 ? 'There are no pictures among these files.' : 'There is only one picture.',
      'Give a folder with the pictures of one instant, one a camera, and their calibration.',
    );
  }
  if (texts.length === 0) {
    throw new Trouble(
      'There is no calibration among these files.',
      'Add one: COLMAP (cameras.txt and images.txt), transforms.json, OpenTrackIO, Qualisys or 3x4 matrices.',
    );
  }
  const contents = new Map<string, string>();
  for (const file of texts) contents.set(pathOf(file), await file.text());
  signal.throwIfAborted();
  const pictures = await decoded(shots, signal);
  try {
    return sceneOf(contents, pictures, texts.length === 1 ? texts[0]?.name : undefined);
  } catch (error) {
    for (const { frame } of pictures) frame.close();
    throw error;
  }
}

async function decoded(files: readonly File[], signal: AbortSignal): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  try {
    for (const file of files) {
      const frame = await createImageBitmap(file).catch((cause: unknown) => {
        throw new Trouble(
          `${file.name} cannot be decoded.`,
          'Save it as JPEG, PNG, WebP or AVIF, or leave it away.',
          cause,
        );
      });
      pictures.push({ name: pathOf(file), frame });
      signal.throwIfAborted();
    }
  } catch (error) {
    for (const { frame } of pictures) frame.close();
    throw error;
  }
  return pictures;
}

function sceneOf(
  texts: ReadonlyMap<string, string>,
  pictures: readonly Picture[],
  name: string | undefined,
): Scene {
  const sizes = new PictureSizes(
    pictures.map(({ name: path, frame }) => [path, { width: frame.width, height: frame.height }]),
  );
  const found = readCalibration(texts, { sizes, ...(name === undefined ? {} : { name }) });
  const ids = found.cameras.map(({ id }) => id);
  const match = matchPictures(
    ids,
    pictures.map((picture) => picture.name),
  );
  const pairs = found.cameras.flatMap((camera, index): [CameraModel, ImageBitmap][] => {
    const frame = pictures[match.pictures[index] ?? -1]?.frame;
    return frame === undefined ? [] : [[camera, frame]];
  });
  if (pairs.length < 2) {
    throw new Trouble(
      `The calibration names ${some(ids)}, the pictures are ${some(pictures.map((picture) => picture.name))}: ${pairs.length === 0 ? 'none fit' : 'only one fits'}.`,
      'Name each picture after its camera, or give as many pictures as cameras, in the same order.',
    );
  }
  const every = Math.ceil(pairs.length / mostCameras);
  const kept = pairs.filter((_, index) => index % every === 0);
  for (const { frame } of pictures) if (!kept.some(([, used]) => used === frame)) frame.close();
  return {
    name: `${kept.length} cameras, ${found.format}`,
    cameras: kept.map(([camera]) => camera),
    frames: kept.map(([, frame]) => frame),
    unit: found.unit === 'metre' ? 'm' : '',
    notes: notesOf(match.how, ids.length, pairs.length, pictures.length, kept.length),
  };
}

function notesOf(
  how: 'names' | 'order' | 'none',
  cameras: number,
  matched: number,
  pictures: number,
  kept: number,
): readonly string[] {
  return [
    ...(how === 'order'
      ? ['No name fits, so pictures went to cameras in order. Look whether they agree.']
      : []),
    ...(matched < cameras
      ? [`${cameras - matched} of ${cameras} cameras have no picture and are left out.`]
      : []),
    ...(matched < pictures
      ? [`${pictures - matched} of ${pictures} pictures have no camera and are left out.`]
      : []),
    ...(kept < matched
      ? [`${matched} cameras are more than this page holds: every ${Math.round(matched / kept)}. is used.`]
      : []),
  ];
}

const some = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
