import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ReadonlySignal } from '../../base/index.js';
import { signalView } from './signal-view.js';

export interface RadioItem {
  readonly id: string;
  readonly name: string;
  /** Beside the name, of less weight. */
  readonly detail: string;
  /** BCP 47, where the name is not in the skin's language. */
  readonly lang?: string;
}

export interface RadioMenu {
  readonly root: HTMLElement;
  /** Of the menu, for screen readers. */
  readonly label: () => string;
  readonly items: () => readonly RadioItem[];
  readonly selected: ReadonlySignal<string>;
  readonly choose: (id: string) => void;
  readonly abort: AbortSignal;
}

/** One of several (ARIA APG, menu pattern with radio items); the chosen one has the focus when it opens. */
export function radioMenu({ root, label, items, selected, choose, abort }: RadioMenu): void {
  const all = () => [...root.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
  const onKey = (event: KeyboardEvent) => {
    const buttons = all();
    const at = buttons.findIndex((item) => item === event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length)?.focus();
  };
  const button = ({ id, name, detail, lang }: RadioItem): TemplateResult =>
    html`<button
      type="button"
      part="menu-item"
      role="menuitemradio"
      tabindex="-1"
      aria-checked=${id === selected.value}
      @click=${() => choose(id)}
    >
      <b lang=${lang ?? nothing}>${name}</b><span>${detail}</span>
    </button>`;
  signalView(
    root,
    () =>
      html`<div part="menu" class="menu" role="menu" aria-label=${label()} @keydown=${onKey}>
        ${items().map(button)}
      </div>`,
    abort,
  );
  // The items exist after the view's first rendering, which is queued before this.
  queueMicrotask(() => (all().find((item) => item.ariaChecked === 'true') ?? all()[0])?.focus());
}
