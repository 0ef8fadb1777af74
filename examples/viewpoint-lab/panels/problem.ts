/** What went wrong, in words, and what to do about it; until it is read or the next thing works. */
import { element } from '../dom.js';
import { told } from '../scene/trouble.js';

export class Problem {
  readonly element = element('div', { class: 'problem', role: 'alert', hidden: true });

  show(error: unknown): void {
    const { message, hint } = told(error);
    const close = element('button', { type: 'button', class: 'quiet' }, 'Close');
    close.addEventListener('click', () => this.clear());
    this.element.replaceChildren(
      element('p', {}, element('strong', {}, message), ...(hint === '' ? [] : [` ${hint}`])),
      close,
    );
    this.element.hidden = false;
  }

  clear(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
