import { noChange } from 'lit/html.js';
import { Directive, directive } from 'lit/directive.js';
import type { ElementPart } from 'lit/directive.js';

/** Sets CSS custom properties through the CSSOM, which a strict style-src allows where it forbids style attributes. */
class SetVars extends Directive {
  /** Element positions render nothing; lit types the arguments by this signature. */
  render(values: Readonly<Record<string, string | number>>): typeof noChange {
    void values;
    return noChange;
  }

  override update(part: ElementPart, [values]: Parameters<this['render']>): typeof noChange {
    if (part.element instanceof HTMLElement)
      for (const [name, value] of Object.entries(values)) part.element.style.setProperty(name, String(value));
    return noChange;
  }
}

export const setVars = directive(SetVars);
