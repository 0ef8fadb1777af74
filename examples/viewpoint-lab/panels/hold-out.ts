/** The honest test: a camera's picture is kept from the synthesis, which then has to make it from the others. */
import { element, segments, select, setOptions } from '../dom.js';
import type { CompareMode } from './stage.js';

export interface HoldOutHandlers {
  readonly hold: (id: string | undefined) => void;
  readonly mode: (mode: CompareMode) => void;
  readonly gain: (gain: number) => void;
  readonly back: () => void;
}

const none = '';

export class HoldOutPanel {
  readonly element: HTMLElement;
  readonly #cameras: HTMLSelectElement;
  readonly #result = element('output', { class: 'result' });
  readonly #note = element('p', { class: 'note' });
  readonly #more: HTMLElement;
  readonly #back = element('button', { type: 'button', class: 'quiet' }, 'Back to that camera');

  constructor({ hold, mode, gain, back }: HoldOutHandlers) {
    const cameras = select('Camera', [[none, 'none']], none, (id) => hold(id === none ? undefined : id));
    this.#cameras = cameras.input;
    this.#cameras.classList.add('held-out');
    this.#back.addEventListener('click', back);
    const gains = ['1', '2', '4', '8'].map((value) => [value, `${value} times`] as const);
    const enlarged = select('Enlarged', gains, '4', (value) => gain(Number(value))).field;
    enlarged.hidden = true;
    this.#more = element(
      'div',
      { hidden: true },
      segments<CompareMode>(
        'Compare',
        [
          ['wipe', 'Wipe'],
          ['side', 'Side by side'],
          ['difference', 'Difference'],
        ],
        'wipe',
        (chosen) => {
          enlarged.hidden = chosen !== 'difference';
          mode(chosen);
        },
      ).field,
      enlarged,
      element('p', { class: 'score' }, element('span', {}, 'PSNR'), this.#result),
      this.#back,
    );
    this.element = element('div', {}, cameras.field, this.#more, this.#note);
    this.setHeld(undefined);
  }

  setCameras(ids: readonly string[]): void {
    setOptions(this.#cameras, [[none, 'none'], ...ids.map((id) => [id, id] as const)], none);
  }

  setHeld(id: string | undefined): void {
    this.#cameras.value = id ?? none;
    this.#more.hidden = id === undefined;
    this.setScore(undefined);
    this.#note.textContent =
      id === undefined
        ? 'Choose a camera: its view is made from the others and measured against what it really saw.'
        : '';
  }

  /** Whether the view is that of the camera held out, so that there is something to compare. */
  setThere(there: boolean): void {
    this.#back.hidden = there;
  }

  setScore(decibels: number | undefined): void {
    this.#result.textContent = decibels === undefined ? '–' : `${decibels.toFixed(2)} dB`;
  }
}
