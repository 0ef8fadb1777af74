/** A contact sheet with words: heads above, a caption below, encoded by the browser. */
import type { SheetRequest } from './protocol.js';
import { fetchPicture, putFile } from './transfer.js';

const gap = 4;
const line = 20;
const font = '13px sans-serif';

export async function drawSheet(
  { file, quality, size, heads, rows, caption }: SheetRequest,
  key: string,
): Promise<void> {
  const [across, down] = [size.width + gap, size.height + line + gap];
  const sheet = new OffscreenCanvas(
    across * heads.length + gap,
    line + gap + down * rows.length + line + 2 * gap,
  );
  const context = sheet.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.fillStyle = '#000';
  context.font = font;
  context.textBaseline = 'middle';
  context.imageSmoothingQuality = 'high';
  heads.forEach((head, column) => context.fillText(head, gap + column * across, line / 2 + gap));
  for (const [row, { label, cells }] of rows.entries()) {
    const top = line + gap + row * down;
    context.fillText(label, gap, top + line / 2);
    for (const [column, cell] of cells.entries()) {
      if (cell === undefined) continue;
      const bitmap = await createImageBitmap(await fetchPicture(cell));
      context.drawImage(bitmap, gap + column * across, top + line, size.width, size.height);
      bitmap.close();
    }
  }
  context.fillText(caption, gap, sheet.height - line / 2 - gap);
  await putFile(key, await sheet.convertToBlob({ type: file, quality }));
}
