/**
 * HTMLElement, or an empty class where there is no DOM: importing the player in Node must do nothing and not throw.
 */
export const BaseElement: typeof HTMLElement =
  globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);

/** Registers an element once; a second copy of the bundle on the page leaves the first in place. */
export function defineOnce(name: string, constructor: CustomElementConstructor): void {
  if (globalThis.customElements && customElements.get(name) === undefined)
    customElements.define(name, constructor);
}
