const sheets = new Map<string, CSSStyleSheet>();

/** Adds styles to a shadow root: one sheet for each text, however many roots use it. */
export function adopt(shadow: ShadowRoot, text: string): void {
  let sheet = sheets.get(text);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  if (!shadow.adoptedStyleSheets.includes(sheet)) shadow.adoptedStyleSheets.push(sheet);
}
