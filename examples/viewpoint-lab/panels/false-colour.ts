/**
 * Depth and confidence in colours, as many greys cannot be told apart. A filter does it where the canvas is shown, so that what is
 * drawn stays numbers; the scale beside it goes through the same filter and cannot say anything else.
 */
import type { Aspect, Synthesis } from '../../../src/viewpoint/index.js';
import { element, shape } from '../dom.js';

export type MapAspect = Exclude<Aspect, 'picture'>;

interface Colours {
  /** sRGB, evenly spaced, of the least to the greatest. */
  readonly ramp: readonly number[];
  /** What grey 0 and grey 255 mean. */
  readonly ends: readonly [least: string, most: string];
  readonly words: string;
}

const colours: Readonly<Record<MapAspect, Colours>> = {
  // Turbo (Mikhailov 2019), without its darkest ends: many steps where bodies are near each other.
  depth: {
    ramp: [
      0x4145ab, 0x4675ed, 0x39a2fc, 0x1bcfd4, 0x24eca6, 0x61fc6c, 0xa4fc3b, 0xd1e834, 0xf3c63a, 0xfe9b2d,
      0xf36315, 0xd93806,
    ],
    ends: ['far', 'near'],
    words: 'Depth is shown: blue is far, green as far as the middle, red is near.',
  },
  // Lighter all the way by even steps of lightness (CIE L*), so that who cannot tell red from green reads it, too.
  confidence: {
    ramp: [0x3f0410, 0x720d1a, 0xa82420, 0xcf5024, 0xe2802c, 0xe6ac3e, 0xd2d462, 0xaefcb4],
    ends: ['unsure', 'certain'],
    words: 'Confidence is shown: dark red is unsure, light green is certain.',
  },
};

export const aspectWords = (aspect: Aspect): string =>
  aspect === 'picture' ? 'The picture is shown.' : colours[aspect].words;

/** Of the filter's tables: one entry a grey, so that none of them is mixed with its neighbour. */
const greys = 256;

/** What the style sheet refers to as `#depth-colours` and `#confidence-colours`. */
export function falseColours(): SVGSVGElement {
  const filters = (['depth', 'confidence'] as const).map((aspect) =>
    shape(
      'filter',
      { id: `${aspect}-colours`, 'color-interpolation-filters': 'sRGB' },
      shape(
        'feComponentTransfer',
        {},
        shape('feFuncR', { type: 'table', tableValues: tableOf(aspect, 16) }),
        shape('feFuncG', { type: 'table', tableValues: tableOf(aspect, 8) }),
        shape('feFuncB', { type: 'table', tableValues: tableOf(aspect, 0) }),
      ),
    ),
  );
  return shape('svg', { class: 'unseen', 'aria-hidden': 'true' }, ...filters);
}

function tableOf(aspect: MapAspect, shift: number): string {
  const { ramp } = colours[aspect];
  const channel = (at: number): number => ((ramp[at] ?? 0) >> shift) & 255;
  const values = Array.from({ length: greys }, (_, grey) => {
    // Depth that nobody knows stays black.
    if (aspect === 'depth' && grey === 0) return 0;
    const place = (grey / (greys - 1)) * (ramp.length - 1);
    const [below, part] = [Math.floor(place), place % 1];
    return (channel(below) * (1 - part) + channel(Math.min(below + 1, ramp.length - 1)) * part) / 255;
  });
  return values.map((value) => value.toFixed(4)).join(' ');
}

/** What the colours on the picture mean. */
export class ColourScale {
  readonly element: HTMLElement;
  readonly #least = element('span');
  readonly #most = element('span');
  readonly #note = element('span');
  #synthesis: Synthesis = 'depth';
  #aspect: Aspect = 'picture';

  constructor() {
    this.element = element(
      'p',
      { class: 'scale', hidden: true },
      this.#least,
      element('span', { class: 'ramp', 'aria-hidden': 'true' }),
      this.#most,
      this.#note,
    );
  }

  /** Of the view. */
  set synthesis(synthesis: Synthesis) {
    this.#synthesis = synthesis;
    this.#annotate();
  }

  set showing(aspect: Aspect) {
    this.#aspect = aspect;
    this.element.hidden = aspect === 'picture';
    this.#annotate();
    if (aspect === 'picture') return;
    const [least, most] = colours[aspect].ends;
    this.#least.textContent = least;
    this.#most.textContent = most;
  }

  #annotate(): void {
    const flat = this.#synthesis !== 'depth';
    this.#note.className = flat ? 'flat' : '';
    // Without depth a map has one colour, and one should not wonder why.
    this.#note.textContent = flat
      ? 'this view uses no depth'
      : this.#aspect === 'depth'
        ? 'black: unknown'
        : '';
  }
}
