/** Which picture belongs to which camera: by name, else in order. Pure. */

/** `folder/IMG_0001.JPG` and `./images/img_0001` are the same picture: names without folders, extension and case. */
export const stemOf = (name: string): string =>
  name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/\.[^.]{0,8}$/, '')
    .toLowerCase();

export interface Match {
  readonly how: 'names' | 'order' | 'none';
  /** For each camera its picture's place in what was given; undefined where it has none. */
  readonly pictures: readonly (number | undefined)[];
}

/** Numbers count as numbers: `cam2` before `cam10`. */
export const inOrder = new Intl.Collator('en', { numeric: true });

export function matchPictures(cameraIds: readonly string[], pictureNames: readonly string[]): Match {
  const stems = pictureNames.map(stemOf);
  const byName = cameraIds.map((id) => {
    const at = stems.indexOf(stemOf(id));
    // An id may itself end in what looks like an extension: `cam.1`.
    const exact = at >= 0 ? at : stems.indexOf(id.toLowerCase());
    return exact >= 0 ? exact : undefined;
  });
  if (byName.some((at) => at !== undefined)) return { how: 'names', pictures: byName };
  if (cameraIds.length !== pictureNames.length)
    return { how: 'none', pictures: cameraIds.map(() => undefined) };
  const sorted = pictureNames.map((_, at) => at);
  sorted.sort((a, b) => inOrder.compare(pictureNames[a] ?? '', pictureNames[b] ?? ''));
  return { how: 'order', pictures: cameraIds.map((_, index) => sorted[index]) };
}
