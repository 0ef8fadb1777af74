/** Where the pictures come from: the venue, or files of the visitor. */
import { element, select } from '../dom.js';
import { asHeld, upAxes } from '../scene/up-axis.js';
import { cameraCounts, pictureWidths } from '../settings.js';

export interface PicturesHandlers {
  readonly venue: (cameras: number, width: number) => void;
  readonly files: (files: readonly File[]) => void;
  /** An axis of the scene, or as the cameras are held. */
  readonly up: (axis: string) => void;
}

export class PicturesPanel {
  readonly element: HTMLElement;
  readonly #notes = element('ul', { class: 'notes' });
  readonly #up: HTMLSelectElement;

  constructor(
    start: { readonly cameras: number; readonly width: number },
    { venue, files, up }: PicturesHandlers,
  ) {
    const options = (values: readonly number[], chosen: number, unit: string): [string, string][] =>
      [...new Set([...values, chosen])]
        .sort((a, b) => a - b)
        .map((value) => [String(value), `${value}${unit}`]);
    const changed = (): void => venue(Number(count.input.value), Number(width.input.value));
    const count = select('Cameras', options(cameraCounts, start.cameras, ''), String(start.cameras), changed);
    const width = select('Width', options(pictureWidths, start.width, ' px'), String(start.width), changed);
    const again = element('button', { type: 'button', class: 'quiet' }, 'Show the venue');
    again.addEventListener('click', changed);
    const axes = upAxes.map(([axis, label]) => [axis, label] as const);
    const upwards = select('Up', axes, asHeld, up);
    this.#up = upwards.input;
    this.#up.classList.add('up-axis');
    this.element = element(
      'div',
      {},
      element('h3', {}, 'The venue'),
      count.field,
      width.field,
      again,
      element('h3', {}, 'Yours'),
      element(
        'p',
        { class: 'note' },
        'Pictures of one instant and their calibration: COLMAP, transforms.json, OpenTrackIO, Qualisys or 3x4 matrices. Drop them anywhere; they stay on this device.',
      ),
      element(
        'div',
        { class: 'row' },
        picker('Choose a folder', true, files),
        picker('Choose files', false, files),
      ),
      upwards.field,
      this.#notes,
    );
  }

  setUp(axis: string): void {
    this.#up.value = axis;
  }

  setNotes(notes: readonly string[]): void {
    this.#notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }
}

function picker(label: string, folder: boolean, choose: (files: readonly File[]) => void): HTMLLabelElement {
  const input = element('input', { type: 'file', multiple: true, webkitdirectory: folder, class: 'unseen' });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    // The same folder may be chosen again, after it was mended.
    input.value = '';
    if (files.length > 0) choose(files);
  });
  return element('label', { class: 'quiet' }, input, label);
}
