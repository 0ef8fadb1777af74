import type { ReadonlySignal } from '../base/index.js';

/** Which of the stage's surfaces shows the picture: a media element, or the canvas in its place. */
export interface Surface {
  readonly kind: 'video' | 'canvas';
  readonly index: 0 | 1;
}

/** The surfaces, made by the element and used by the session: no session code touches the DOM around them. */
export interface Stage {
  /** Two, both blessed by the same user gesture, so that a hand-over keeps its sound on iOS. */
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  /** A canvas that has never had a context, in one of the two places; the one that was there goes. */
  canvas(index: 0 | 1): HTMLCanvasElement;
  /** Brings a surface to the front; it has painted. Ends a hold. */
  show(surface: Surface): void;
  /** Keeps the last frame on screen, whatever happens to its surface, until the next `show`. */
  hold(): void;
}

/** What the page is doing, as far as playback cares. */
export interface PageState {
  readonly visible: ReadonlySignal<boolean>;
  readonly online: ReadonlySignal<boolean>;
}
