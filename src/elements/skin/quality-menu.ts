import { html } from 'lit/html.js';
import type { MountContext } from '../widgets/mount.js';
import { unit } from '../strings/format.js';
import { signalView } from './signal-view.js';

/** Auto and every rendition, best first; a menu of radio items (ARIA APG, menu pattern). */
export function mount({ root, player, words, abort, close }: MountContext): void {
  const { session } = player;
  const choose = (id: string) => {
    session.selectRendition(id);
    close?.();
  };
  const items = () => [...root.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
  const onKey = (event: KeyboardEvent) => {
    const all = items();
    const at = all.findIndex((item) => item === event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };
  signalView(
    root,
    () => {
      const { text, lang } = words.value;
      const selected = session.selectedRendition.value;
      const renditions = [...session.renditions.value].sort(
        (a, b) => (b.height ?? 0) - (a.height ?? 0) || (b.bitrate ?? 0) - (a.bitrate ?? 0),
      );
      const item = (id: string, name: string, detail: string) =>
        html`<button
          type="button"
          part="menu-item"
          role="menuitemradio"
          tabindex="-1"
          aria-checked=${id === selected}
          @click=${() => choose(id)}
        >
          <b>${name}</b><span>${detail}</span>
        </button>`;
      return html`<div part="menu" class="menu" role="menu" aria-label=${text.quality} @keydown=${onKey}>
        ${renditions.map(({ id, height, bitrate }) => {
          const rate = bitrate === undefined ? '' : unit(bitrate / 1e6, 'megabit-per-second', lang, 1);
          return item(id, height === undefined ? rate : `${height}p`, height === undefined ? '' : rate);
        })}
        ${item('auto', text.auto, '')}
      </div>`;
    },
    abort,
  );
  // The items exist after the view's first rendering, which is queued before this.
  queueMicrotask(() => (items().find((item) => item.ariaChecked === 'true') ?? items()[0])?.focus());
}
