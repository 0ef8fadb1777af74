import { writeFile } from 'node:fs/promises';
import type { SheetRequest } from '../page/protocol.js';
import type { Picture } from '../picture.js';
import type { Stage } from '../stage/index.js';

/** Encoded by the browser: small enough to be kept with the code. */
const quality = 0.7;

export interface Sheet {
  /** Of each cell, pixels. */
  readonly size: SheetRequest['size'];
  readonly heads: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly (Picture | undefined)[] }[];
  readonly caption: string;
}

/** Draws a contact sheet with words in the stage's page, and keeps it as WebP. */
export async function keepSheet(stage: Stage, file: URL, sheet: Sheet): Promise<void> {
  const { store } = stage;
  const rows = sheet.rows.map(({ label, cells }, row) => ({
    label,
    cells: cells.map((picture, column) => {
      if (picture === undefined) return undefined;
      const key = `sheet/${row}/${column}`;
      store.put(key, picture);
      return key;
    }),
  }));
  await stage.call('drawSheet', { ...sheet, rows, file: 'image/webp', quality }, 'sheet/made');
  await writeFile(file, store.bytes('sheet/made'));
  store.drop('sheet/');
}
