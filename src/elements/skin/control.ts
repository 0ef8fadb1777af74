import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { icon } from './icons.js';
import type { IconName } from './icons.js';
import { isMenu } from './model.js';
import type { Panel } from './model.js';

interface Control {
  /** `::part` name is this and `-button`. */
  readonly part: string;
  readonly name: string;
  readonly icon: IconName;
  readonly click: () => void;
  /** Key that does the same, for the tooltip and assistive technology. */
  readonly key?: string;
  /** The panel it opens, and whether that is open. */
  readonly opens?: Panel;
  readonly open?: boolean;
  /** What it stands for is on: marked for the eye; the menu says it in words. */
  readonly on?: boolean;
  /** Shown beside the icon. */
  readonly label?: string;
}

/** A button of the bar. */
export function control(button: Control): TemplateResult {
  const { part, key, opens, label } = button;
  // What is seen must be part of what is said (WCAG 2.5.3).
  const name = label === undefined ? button.name : `${button.name}: ${label}`;
  return html`<button
    type="button"
    part=${`button ${part}-button`}
    class=${part}
    aria-label=${name}
    title=${key === undefined ? name : `${name} (${key})`}
    aria-keyshortcuts=${key ?? nothing}
    aria-haspopup=${isMenu(opens) ? 'menu' : nothing}
    aria-expanded=${opens === undefined ? nothing : button.open === true}
    data-opens=${opens ?? nothing}
    ?data-on=${button.on === true}
    @click=${button.click}
  >
    ${icon(button.icon)}${label === undefined ? nothing : html`<span class="label">${label}</span>`}
  </button>`;
}
