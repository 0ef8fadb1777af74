/** The venue's time: a slider over the loop, the moments worth stopping at, and the sweep's switch. */
import { element } from '../dom.js';
import { framesPerSecond, loopFrames } from '../../venue/loop.js';
import { moments } from '../../venue/moments.js';

export interface TransportHandlers {
  /** While the slider is moved; milliseconds of the loop. */
  readonly look: (timeMs: number) => void;
  /** It was let go. */
  readonly freeze: (timeMs: number) => void;
  readonly sweep: (on: boolean) => void;
}

const frameMs = 1000 / framesPerSecond;

export class Transport {
  readonly element: HTMLElement;
  readonly #time = element('input', {
    type: 'range',
    min: 0,
    max: loopFrames - 1,
    step: 1,
    'aria-label': 'Time of the loop',
  });
  readonly #clock = element('output', { class: 'clock' });
  readonly #sweep = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, 'Sweep');

  constructor(timeMs: number, { look, freeze, sweep }: TransportHandlers) {
    this.#set(timeMs);
    this.#time.addEventListener('input', () => {
      this.#tell();
      look(this.#timeMs);
    });
    this.#time.addEventListener('change', () => freeze(this.#timeMs));
    this.#sweep.addEventListener('click', () => sweep(this.#sweep.getAttribute('aria-pressed') !== 'true'));
    const chips = moments.map(({ label, id, atMs, durationMs }) => {
      const chip = element('button', { type: 'button', class: 'quiet' }, label['en'] ?? id);
      chip.addEventListener('click', () => {
        this.#set(atMs + durationMs / 2);
        freeze(this.#timeMs);
      });
      return chip;
    });
    this.element = element(
      'div',
      { class: 'transport' },
      element('div', { class: 'time' }, this.#time, this.#clock),
      element('div', { class: 'chips', role: 'group', 'aria-label': 'Moments' }, ...chips, this.#sweep),
    );
  }

  /** Only the venue has a time to choose. */
  set ofVenue(ofVenue: boolean) {
    this.element.classList.toggle('timeless', !ofVenue);
  }

  set sweeping(on: boolean) {
    this.#sweep.setAttribute('aria-pressed', String(on));
  }

  set sweepable(sweepable: boolean) {
    this.#sweep.hidden = !sweepable;
  }

  get #timeMs(): number {
    return this.#time.valueAsNumber * frameMs;
  }

  #set(timeMs: number): void {
    this.#time.value = String(Math.round(timeMs / frameMs));
    this.#tell();
  }

  #tell(): void {
    const text = `${(this.#timeMs / 1000).toFixed(2)} s`;
    this.#clock.textContent = text;
    this.#time.setAttribute('aria-valuetext', text);
  }
}
