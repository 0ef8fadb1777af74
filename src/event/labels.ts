import type { Labels } from './generated/descriptor.js';

/**
 * The text in the first of the viewer's languages that has one (RFC 4647 lookup: zh-Hant-TW, zh-Hant, zh), else in a
 * regional form of one (en for en-GB), else in English, else the first there is. Undefined when there is no text.
 *
 * It is plain text from outside: show it with `textContent`.
 *
 * @param languages BCP 47 tags, most wanted first: `navigator.languages`.
 */
export function labelOf(labels: Labels | undefined, languages: readonly string[]): string | undefined {
  const texts = new Map(Object.entries(labels ?? {}).map(([tag, text]) => [tag.toLowerCase(), text]));
  const wanted = [...languages, 'en'].map((tag) => tag.toLowerCase());
  for (const tag of wanted) {
    for (let range = tag; range !== ''; range = range.slice(0, Math.max(0, range.lastIndexOf('-')))) {
      const text = texts.get(range);
      if (text !== undefined) return text;
    }
    const language = primary(tag);
    const related = [...texts].find(([candidate]) => primary(candidate) === language);
    if (related !== undefined) return related[1];
  }
  return texts.values().next().value;
}

const primary = (tag: string): string => tag.split('-', 1)[0] ?? tag;
