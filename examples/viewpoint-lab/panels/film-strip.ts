/** What the real cameras saw: a small picture of each, to fly to; those in use are marked. */
import { element } from '../dom.js';

export interface StripState {
  readonly sources: readonly string[];
  readonly at: string | undefined;
  readonly without: string | undefined;
}

const thumb = { width: 128, height: 72 };

interface Item {
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
}

export class FilmStrip {
  readonly element = element('div', { class: 'film', role: 'group', 'aria-label': 'Cameras' });
  readonly #choose: (id: string) => void;
  readonly #items = new Map<string, Item>();

  constructor(choose: (id: string) => void) {
    this.#choose = choose;
  }

  /** Empties it, unless it shows the same cameras already. */
  begin(ids: readonly string[]): void {
    if (ids.length === this.#items.size && ids.every((id) => this.#items.has(id))) return;
    this.#items.clear();
    for (const id of ids) {
      const canvas = element('canvas', { ...thumb, 'aria-hidden': 'true' });
      const button = element(
        'button',
        { type: 'button', 'aria-label': `Camera ${id}` },
        canvas,
        element('span', {}, id),
      );
      button.addEventListener('click', () => this.#choose(id));
      this.#items.set(id, { button, canvas });
    }
    this.element.replaceChildren(...[...this.#items.values()].map(({ button }) => button));
  }

  setPicture(id: string, frame: ImageBitmap): void {
    const context = this.#items.get(id)?.canvas.getContext('2d');
    if (!context) return;
    // Covers the thumbnail whatever its shape.
    const scale = Math.max(thumb.width / frame.width, thumb.height / frame.height);
    const [width, height] = [frame.width * scale, frame.height * scale];
    context.imageSmoothingQuality = 'high';
    context.drawImage(frame, (thumb.width - width) / 2, (thumb.height - height) / 2, width, height);
  }

  show({ sources, at, without }: StripState): void {
    for (const [id, { button }] of this.#items) {
      const role = id === without ? 'without' : sources.includes(id) ? 'source' : '';
      if (button.dataset['role'] !== role) button.dataset['role'] = role;
      if (id === at) button.setAttribute('aria-current', 'true');
      else if (button.hasAttribute('aria-current')) button.removeAttribute('aria-current');
    }
  }

  /** Brings a camera into sight without moving the page. */
  reveal(id: string): void {
    const button = this.#items.get(id)?.button;
    if (button === undefined) return;
    const { offsetLeft, offsetWidth } = button;
    const { scrollLeft, clientWidth } = this.element;
    if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth)
      this.element.scrollLeft = offsetLeft - (clientWidth - offsetWidth) / 2;
  }
}
