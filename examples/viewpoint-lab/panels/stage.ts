/** The picture: the engine's canvas, what is laid over it, and the few words on it. */
import type { Aspect, Shown } from '../../../src/viewpoint/index.js';
import { paint } from '../compare/pixels.js';
import { element } from '../dom.js';
import { ColourScale, falseColours } from './false-colour.js';

export type CompareMode = 'wipe' | 'side' | 'difference';

const keysHelp =
  'Drag or arrow keys: look around. Shift and an arrow: next camera. Home: nearest camera. Wheel, pinch, plus and minus: zoom. D: depth. C: confidence.';

export class Stage {
  readonly element: HTMLElement;
  /** What has the focus and takes gestures and keys. */
  readonly view: HTMLElement;
  /** Says where one is, once the picture has come to rest. */
  readonly live = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  readonly #made = element('div', { class: 'layer made' });
  readonly #truth = element('canvas', { class: 'layer truth' });
  readonly #difference = element('canvas', { class: 'layer difference' });
  readonly #preview = element('canvas', { class: 'layer preview', hidden: true });
  readonly #chip = element('span', { class: 'chip' });
  readonly #sources = element('span', { class: 'sources' });
  readonly #confidence = element('span', { class: 'confidence' });
  readonly #caption = element('p', { class: 'caption' });
  readonly #prompt = element(
    'p',
    { class: 'prompt', 'aria-hidden': 'true' },
    'Drag to stand where no camera does',
  );
  readonly #bar = element('div', { class: 'bar', hidden: true });
  readonly #scale = new ColourScale();
  readonly #truthLabel = element('span');
  readonly #madeLabel = element('span', {}, 'Made from the others');
  readonly #labels = element('div', { class: 'labels', hidden: true }, this.#truthLabel, this.#madeLabel);
  readonly #wipe = element('input', {
    class: 'wipe',
    type: 'range',
    min: 0,
    max: 100,
    step: 0.5,
    value: 50,
    hidden: true,
    'aria-label': 'Wipe between the truth and the made picture',
  });
  #mode: CompareMode | undefined;
  #showing: Aspect = 'picture';

  constructor() {
    const help = element('p', { class: 'unseen', id: 'view-keys' }, keysHelp);
    for (const layer of [this.#truth, this.#difference, this.#preview])
      layer.setAttribute('aria-hidden', 'true');
    this.view = element(
      'div',
      {
        class: 'view',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'orbit view',
        'aria-label': 'The frozen moment. Use mouse, touch or arrow keys to move.',
        'aria-describedby': 'view-keys',
      },
      this.#made,
      this.#truth,
      this.#difference,
      this.#preview,
      this.#labels,
      element('div', { class: 'tally' }, this.#chip, this.#confidence, this.#sources),
      this.#caption,
      this.#prompt,
      this.#scale.element,
      this.#bar,
      this.#wipe,
    );
    this.element = element('div', { class: 'stage' }, this.view, help, this.live, falseColours());
    this.#wipe.addEventListener('input', () => this.#setWipe());
    this.#setWipe();
  }

  use(canvas: HTMLCanvasElement): void {
    canvas.setAttribute('aria-hidden', 'true');
    this.#made.replaceChildren(canvas);
    this.element.style.setProperty('--aspect', String(canvas.width / canvas.height));
  }

  show({ synthesis, confidence, sources }: Shown): void {
    this.#chip.textContent = synthesis;
    this.#chip.dataset['synthesis'] = synthesis;
    this.#scale.synthesis = synthesis;
    this.#confidence.textContent = `${Math.round(confidence * 100)} %`;
    this.#confidence.style.setProperty('--part', String(confidence));
    this.#sources.textContent = sources.join(' · ');
  }

  /** Something else than what is made: a live camera while the moment is being chosen. */
  preview(frame: ImageBitmap): void {
    this.#preview.width = frame.width;
    this.#preview.height = frame.height;
    this.#preview.getContext('2d')?.drawImage(frame, 0, 0);
    this.#preview.hidden = false;
  }

  endPreview(): void {
    this.#preview.hidden = true;
  }

  caption(text: string): void {
    this.#caption.textContent = text;
  }

  progress(done: number): void {
    this.#bar.hidden = done >= 1;
    this.#bar.style.setProperty('--done', String(done));
  }

  /** The invitation to drag, until somebody did. */
  set inviting(inviting: boolean) {
    this.#prompt.hidden = !inviting;
  }

  /** What the canvas shows: a map gets its colours. */
  set showing(aspect: Aspect) {
    if (aspect === this.#showing) return;
    this.#showing = aspect;
    this.#scale.showing = aspect;
    if (aspect === 'picture') delete this.element.dataset['show'];
    else this.element.dataset['show'] = aspect;
    this.#arrange();
  }

  /** How to compare; undefined: only what is made. */
  compare(mode: CompareMode | undefined): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.#arrange();
  }

  setTruth(pixels: ImageData): void {
    paint(this.#truth, pixels);
  }

  setDifference(pixels: ImageData): void {
    paint(this.#difference, pixels);
  }

  #arrange(): void {
    const mode = this.#mode;
    if (mode === undefined) delete this.element.dataset['compare'];
    else this.element.dataset['compare'] = mode;
    // A map lies beside the difference, which would hide it: one sees whether errors were to be expected.
    const alone = mode === undefined || (mode === 'difference' && this.#showing === 'picture');
    this.#labels.hidden = alone;
    this.#truthLabel.textContent = mode === 'difference' ? 'Difference' : 'Truth';
    // A map's scale is there instead.
    this.#madeLabel.hidden = this.#showing !== 'picture';
    this.#wipe.hidden = alone || mode === 'side';
  }

  #setWipe(): void {
    this.element.style.setProperty('--wipe', `${this.#wipe.value}%`);
  }
}
