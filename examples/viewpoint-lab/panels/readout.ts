/** Figures: where one looks from, and what it costs. */
import type { Viewpoint } from '../../../src/viewpoint/index.js';
import { element } from '../dom.js';
import { plainAzimuth } from '../view/words.js';

export interface Figures {
  readonly viewpoint: Viewpoint;
  readonly unit: string;
  /** What lies on the GPU, bytes by purpose; the whole is shown, the parts as a tooltip. */
  readonly memory: Readonly<Record<string, number>>;
  /** Real camera, or the nearest one and how far away it is. */
  readonly nearest: string;
  readonly frameMs: number | undefined;
  /** Cameras whose depth can be drawn. */
  readonly ready: number;
  readonly cameras: number;
}

const terms = ['Azimuth', 'Elevation', 'Distance', 'Lens', 'Depth', 'Frame', 'Memory', 'Nearest'] as const;
type Term = (typeof terms)[number];

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

export class Readout {
  readonly element: HTMLDListElement;
  readonly #values = new Map<Term, HTMLElement>();

  constructor() {
    this.element = element(
      'dl',
      { class: 'readout' },
      ...terms.flatMap((term) => {
        const value = element('dd', {}, '–');
        this.#values.set(term, value);
        return element('div', {}, element('dt', {}, term), value);
      }),
    );
  }

  show({ viewpoint, unit, nearest, frameMs, memory, ready, cameras }: Figures): void {
    this.#set('Azimuth', `${plainAzimuth(viewpoint.azimuth).toFixed(1)}°`);
    this.#set('Elevation', `${viewpoint.elevation.toFixed(1)}°`);
    this.#set('Distance', `${viewpoint.distance.toFixed(2)} ${unit}`.trimEnd());
    this.#set('Lens', `${viewpoint.fieldOfView.toFixed(1)}°`);
    this.#set('Nearest', nearest);
    this.#set('Depth', `${ready}/${cameras}`);
    this.#set('Frame', frameMs === undefined ? '–' : `${frameMs.toFixed(1)} ms`);
    const parts = Object.entries(memory).sort(([, a], [, b]) => b - a);
    const cell = this.#set('Memory', megabytes(parts.reduce((sum, [, bytes]) => sum + bytes, 0)));
    cell?.setAttribute(
      'title',
      parts.map(([purpose, bytes]) => `${purpose}: ${megabytes(bytes)}`).join('\n'),
    );
  }

  #set(term: Term, text: string): HTMLElement | undefined {
    const cell = this.#values.get(term);
    if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
    return cell;
  }
}
