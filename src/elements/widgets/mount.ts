import type { ReadonlySignal } from '../../base/index.js';
import type { OlympicVideo } from '../olympic-video.js';
import type { Words } from '../strings/words.js';

/** What a widget's body needs to show itself, in the skin or alone on a page. */
export interface MountContext {
  /** Empty; the body fills it until the abort signal. */
  readonly root: HTMLElement;
  readonly shadow: ShadowRoot;
  readonly player: OlympicVideo;
  readonly words: ReadonlySignal<Words>;
  readonly abort: AbortSignal;
  /** Where the body is a panel that can be closed. */
  readonly close?: () => void;
}

export type Mount = (context: MountContext) => void;
