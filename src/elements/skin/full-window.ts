const text = `
  :host { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important;
    width: 100% !important; height: 100% !important; max-width: none !important; max-height: none !important;
    margin: 0 !important; border-radius: 0 !important; aspect-ratio: auto !important; }`;

/**
 * Lays the element over the whole window and stops the page from scrolling under it. The returned function undoes it.
 * An ancestor with a transform or a filter keeps it inside that ancestor (CSS Transforms 1, section 3).
 */
export function fillWindow(host: HTMLElement): () => void {
  const { shadowRoot } = host;
  const { style } = document.documentElement;
  const before = style.overflow;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  shadowRoot?.adoptedStyleSheets.push(sheet);
  style.overflow = 'hidden';
  return () => {
    style.overflow = before;
    if (shadowRoot !== null)
      shadowRoot.adoptedStyleSheets = shadowRoot.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}
