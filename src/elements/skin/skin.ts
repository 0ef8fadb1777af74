import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { childController, computed, signal, watch } from '../../base/index.js';
import type { ReadonlySignal } from '../../base/index.js';
import type { OlympicVideo } from '../olympic-video.js';
import type { Strings } from '../strings/en.js';
import { wordsFor } from '../strings/words.js';
import type { Words } from '../strings/words.js';
import type { Mount } from '../widgets/mount.js';
import { bar } from './bar.js';
import { Fullscreen } from './fullscreen.js';
import { press } from './keyboard.js';
import { SkinModel, isMenu } from './model.js';
import type { Panel } from './model.js';
import { scrubber } from './scrubber.js';
import { adopt } from './sheet.js';
import { signalView } from './signal-view.js';
import { centre, soundOffer, status } from './status.js';
import { skinStyles } from './styles.js';
import { Visibility } from './visibility.js';

/** Panels are opened rarely: their code comes when they are. */
const panels: Readonly<Record<Panel, () => Promise<{ mount: Mount }>>> = {
  quality: () => import('./quality-menu.js'),
  cc: () => import('./captions-menu.js'),
  cameras: () => import('../widgets/angle-strip-view.js'),
  inspector: () => import('../inspector/panel.js'),
};

/** The controls over a player's picture, in the player's own shadow root, until the abort signal. */
export class Skin {
  readonly #model: SkinModel;
  readonly #fullscreen: Fullscreen;
  readonly #visibility: Visibility;
  readonly #shadow: ShadowRoot;
  readonly #words: ReadonlySignal<Words>;
  readonly #abort: AbortSignal;
  /** Keyboard focus is on a control. */
  readonly #focused = signal(false);
  readonly #boxes: Readonly<Record<Panel, HTMLElement>>;
  #touched = false;
  #wasShown = true;

  /** @param strings the page's own words */
  constructor(
    player: OlympicVideo,
    shadow: ShadowRoot,
    strings: ReadonlySignal<Partial<Strings>>,
    abort: AbortSignal,
  ) {
    const words = wordsFor(player, strings, abort);
    this.#shadow = shadow;
    this.#words = words;
    this.#abort = abort;
    const model = new SkinModel(player, words, abort);
    const { session } = model;
    this.#model = model;
    this.#fullscreen = new Fullscreen(player, model.fullscreen, abort);
    const halted = new Set(['paused', 'blocked', 'failed', 'ended', 'empty']);
    this.#visibility = new Visibility(
      computed(() => session.screening.value !== undefined && !halted.has(session.state.value)),
      computed(() => this.#focused.value || isMenu(model.panel.value)),
      session.environment,
      abort,
    );
    this.#boxes = {
      quality: box('quality'),
      cc: box('cc'),
      cameras: box('cameras'),
      inspector: box('inspector'),
    };
    adopt(shadow, skinStyles);
    const root = document.createElement('div');
    root.className = 'skin-root';
    shadow.append(root);
    abort.addEventListener('abort', () => root.remove(), { once: true });
    signalView(root, () => this.#template(), abort);
    player.addEventListener('keydown', this.#onKey, { signal: abort });
    this.#openPanels();
  }

  #template(): TemplateResult {
    const { text } = this.#words.value;
    const model = this.#model;
    const { quality, cc, cameras, inspector } = this.#boxes;
    return html`<div
      part="skin"
      class="skin"
      role="group"
      aria-label=${text.player}
      tabindex="-1"
      ?data-idle=${!this.#visibility.shown.value}
      @pointermove=${this.#onMove}
      @pointerdown=${this.#onDown}
      @pointerleave=${this.#onLeave}
      @focusin=${this.#onFocus}
      @focusout=${this.#onBlur}
    >
      <div class="tap" @click=${this.#onTap} @dblclick=${this.#onDoubleClick}></div>
      <slot name="overlay"></slot>
      ${centre(model)}
      <div class="top">${soundOffer(model)}${status(model)}</div>
      <div part="chrome" class="chrome">
        ${quality}${cc}${cameras} ${model.timing.value.seekable ? scrubber(model) : ''}
        ${bar(model, this.#fullscreen.toggle)}
      </div>
      ${inspector}
    </div>`;
  }

  #openPanels(): void {
    const { player, panel } = this.#model;
    let open: AbortController | undefined;
    watch(panel, this.#abort, (now) => {
      open?.abort();
      for (const [name, element] of Object.entries(this.#boxes)) element.hidden = name !== now;
      if (now === undefined) return;
      const opening = childController(this.#abort);
      open = opening;
      panels[now]().then(
        ({ mount }) => {
          if (opening.signal.aborted) return;
          mount({
            root: this.#boxes[now],
            shadow: this.#shadow,
            player,
            words: this.#words,
            abort: opening.signal,
            close: () => this.#close(),
          });
        },
        // The panel's file could not be loaded: the button is there to try again.
        () => (panel.value = undefined),
      );
    });
  }

  /** Closes the open panel; focus goes back to what opened it. */
  #close(): boolean {
    const { panel } = this.#model;
    const open = panel.peek();
    if (open === undefined) return false;
    const inside = this.#boxes[open].contains(this.#shadow.activeElement);
    panel.value = undefined;
    if (inside) this.#shadow.querySelector<HTMLElement>(`[data-opens=${open}]`)?.focus();
    return true;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const done =
      event.key === 'Escape'
        ? this.#close() || this.#fullscreen.leaveWindow()
        : press(event, { model: this.#model, toggleFullscreen: this.#fullscreen.toggle });
    if (!done) return;
    event.preventDefault();
    this.#visibility.wake();
  };

  readonly #onMove = ({ pointerType }: PointerEvent): void => {
    if (pointerType === 'mouse') this.#visibility.wake();
  };

  readonly #onDown = ({ pointerType }: PointerEvent): void => {
    this.#touched = pointerType === 'touch';
    this.#wasShown = this.#visibility.shown.peek();
    this.#visibility.wake();
  };

  readonly #onLeave = ({ pointerType }: PointerEvent): void => {
    if (pointerType === 'mouse') this.#visibility.sleep();
  };

  /** A tap shows or hides the controls; a click plays or pauses; both first close an open menu. */
  readonly #onTap = (): void => {
    const { panel, togglePlay } = this.#model;
    if (isMenu(panel.peek())) panel.value = undefined;
    else if (!this.#touched) togglePlay();
    else if (this.#wasShown) this.#visibility.sleep();
  };

  readonly #onDoubleClick = (): void => {
    if (!this.#touched) this.#fullscreen.toggle();
  };

  readonly #onFocus = ({ target, currentTarget }: FocusEvent): void => {
    this.#focused.value =
      target !== currentTarget && target instanceof Element && target.matches(':focus-visible');
  };

  readonly #onBlur = ({ relatedTarget }: FocusEvent): void => {
    const { panel } = this.#model;
    this.#focused.value = false;
    const open = panel.peek();
    if (open === undefined || !isMenu(open)) return;
    const gone = relatedTarget instanceof Node && !this.#boxes[open].contains(relatedTarget);
    const opener = relatedTarget instanceof HTMLElement && relatedTarget.dataset.opens === open;
    if (gone && !opener) panel.value = undefined;
  };
}

function box(name: Panel): HTMLElement {
  const element = document.createElement('div');
  element.className = `panel ${name}`;
  element.hidden = true;
  return element;
}
