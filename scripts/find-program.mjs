// Finds what a program is called here: PATH first, then the places where its kind is usually put.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns the first that exists, or undefined */
export function findProgram(names, folders = []) {
  const places = [...(process.env.PATH ?? '').split(path.delimiter), ...folders];
  return names.flatMap((name) => places.map((folder) => path.join(folder, name))).find(isExecutable);
}
