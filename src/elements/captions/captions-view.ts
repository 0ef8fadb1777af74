import type { BoxCue, Cue, CueRegion, GridCue } from '../../media/index.js';
import { adopt } from '../skin/sheet.js';
import { captionsStyles } from './captions-styles.js';
import { inkLine } from './ink.js';
import { placeBox } from './place-box.js';

/** The first row of the lower half of CEA-608's 15: from here on rows keep their distance from the bottom. */
const firstLowerRow = 8;

/** Rounded, so that a picture of 1920 x 1088 with a crop does not make a new layout each time. */
const aspectSteps = 1000;

function box(...classes: string[]): HTMLDivElement {
  const element = document.createElement('div');
  element.classList.add(...classes);
  return element;
}

/** Through the CSSOM, which a strict style-src allows. Numbers only: a cue's words never become style. */
function setNumbers(element: HTMLElement, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) element.style.setProperty(`--${name}`, String(value));
}

/**
 * Draws the cues of one moment. The caller puts `root` over the picture and says what is on.
 *
 * Captions are no live region: a screen reader would talk over the sound that they spell out. They are not hidden from it
 * either: who reads by braille finds the words of the moment where they are shown.
 */
export class CaptionsView {
  readonly root = box('captions');
  readonly #picture = box('picture');
  readonly #area = box('area');
  #shown = '';

  /** @param shadow where `root` will be */
  constructor(shadow: ShadowRoot) {
    adopt(shadow, captionsStyles);
    this.root.part.add('captions');
    this.#picture.append(this.#area);
    this.root.append(this.#picture);
  }

  /** Width over height of the picture, whose edges the cues keep to where the player is wider or higher. */
  set aspect(ratio: number) {
    if (!(ratio > 0 && Number.isFinite(ratio))) return;
    setNumbers(this.#picture, { aspect: Math.round(ratio * aspectSteps) / aspectSteps });
  }

  /** The language of the track, BCP 47. */
  set lang(language: string) {
    this.root.lang = language;
  }

  /** What is on now, first started first. The same again costs nothing. */
  show(cues: readonly Cue[]): void {
    const shown = cues.map(({ id }) => id).join('\n');
    if (shown === this.#shown) return;
    this.#shown = shown;
    const stacks = new Map<string, HTMLElement>();
    const rows: HTMLElement[] = [];
    for (const cue of cues) {
      if (cue.kind === 'grid') rows.push(...gridRows(cue));
      else if (cue.box.region !== undefined) addToRegion(stacks, cue, cue.box.region);
      else addToStack(stacks, cue);
    }
    this.#area.replaceChildren(...stacks.values(), ...rows);
  }

  clear(): void {
    this.show([]);
  }
}

function cueBox(cue: BoxCue, inset: number, size: number): HTMLElement {
  const element = box('cue', `align-${cue.box.align}`);
  element.part.add('cue');
  setNumbers(element, { inset, size });
  element.append(...cue.lines.map(inkLine));
  return element;
}

function addToStack(stacks: Map<string, HTMLElement>, cue: BoxCue): void {
  const place = placeBox(cue.box);
  let stack = stacks.get(place.stack);
  if (stack === undefined) {
    stack = box('stack', `from-${place.from}`, `anchor-${place.anchor}`);
    if (place.vertical !== '') stack.classList.add(`vertical-${place.vertical}`);
    setNumbers(stack, { offset: place.offset });
    stacks.set(place.stack, stack);
  }
  stack.append(cueBox(cue, place.inset, place.size));
}

function addToRegion(stacks: Map<string, HTMLElement>, cue: BoxCue, region: CueRegion): void {
  const key = `region ${region.id}`;
  let element = stacks.get(key);
  if (element === undefined) {
    element = box('region');
    const [x, y] = region.viewportAnchor;
    const [anchorX, anchorY] = region.regionAnchor;
    const { width, lines } = region;
    setNumbers(element, { x, y, width, lines, 'anchor-x': anchorX, 'anchor-y': anchorY });
    stacks.set(key, element);
  }
  const { inset, size } = placeBox(cue.box);
  element.append(cueBox(cue, inset, size));
}

function gridRows(cue: GridCue): HTMLElement[] {
  return cue.rows.map(({ row, column, spans }) => {
    const element = box('grid-row', row < firstLowerRow ? 'upper' : 'lower');
    element.part.add('cue');
    setNumbers(element, { at: row, column });
    element.append(inkLine(spans));
    return element;
  });
}
