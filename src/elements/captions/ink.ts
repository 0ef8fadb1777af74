import type { CueLine, CueSpan } from '../../media/index.js';

/** All class names there are: nothing of a cue's own becomes one. */
function classesOf(span: CueSpan): string[] {
  const classes = ['ink'];
  if (span.bold) classes.push('bold');
  if (span.italic) classes.push('italic');
  if (span.underline) classes.push('underline');
  if (span.flash) classes.push('flash');
  if (span.colour !== undefined) classes.push(`colour-${span.colour}`);
  if (span.background !== undefined || span.translucent) classes.push('coloured');
  if (span.background !== undefined) classes.push(`on-${span.background}`);
  if (span.translucent) classes.push('translucent');
  return classes;
}

/** The text of one line, as text: no markup is ever made of it. */
export function inkLine(line: CueLine): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = 'line';
  let ruby: HTMLElement | undefined;
  for (const span of line) {
    const ink = document.createElement('span');
    ink.classList.add(...classesOf(span));
    ink.textContent = span.text;
    if (span.lang !== undefined) ink.lang = span.lang;
    if (span.ruby === undefined) {
      ruby = undefined;
      element.append(ink);
    } else if (span.ruby === 'text' && ruby !== undefined) {
      const above = document.createElement('rt');
      above.append(ink);
      ruby.append(above);
    } else {
      ruby ??= document.createElement('ruby');
      ruby.append(ink);
      element.append(ruby);
    }
  }
  return element;
}
