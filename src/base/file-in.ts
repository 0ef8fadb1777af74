/** The address of a file in a folder, which is given with or without a slash at its end. */
export function fileIn(folder: string, name: string): string {
  return new URL(name, folder.endsWith('/') ? folder : `${folder}/`).href;
}
