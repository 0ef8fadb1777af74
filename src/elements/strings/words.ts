import { computed, signal } from '../../base/index.js';
import type { ReadonlySignal } from '../../base/index.js';
import { english } from './en.js';
import type { Strings } from './en.js';
import type { InspectorStrings } from './inspector-en.js';

/** What a locale module exports. */
export interface Locale {
  readonly strings: Strings;
  readonly inspector: InspectorStrings;
}

/** The words in force: language, table, and the inspector's where the locale has them. */
export interface Words {
  /** BCP 47, for Intl. */
  readonly lang: string;
  readonly text: Strings;
  readonly inspector: InspectorStrings | undefined;
}

const locales: Readonly<Record<string, () => Promise<Locale>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
};

/** The nearest `lang`, shadow hosts crossed; else the browser's language. */
export function languageOf(element: Element): string {
  for (let at: Element | null = element; at !== null;) {
    const found: string | undefined = at.closest<HTMLElement>('[lang]')?.lang;
    if (found) return found;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return navigator.language;
}

/** English at once, the element's language as soon as it is loaded, and the page's own words over both. */
export function wordsFor(
  element: Element,
  overrides: ReadonlySignal<Partial<Strings>>,
  abort: AbortSignal,
): ReadonlySignal<Words> {
  const lang = languageOf(element);
  const locale = signal<Locale | undefined>(undefined);
  locales[lang.toLowerCase().split('-')[0] ?? '']?.().then(
    (loaded) => {
      if (!abort.aborted) locale.value = loaded;
    },
    // A page without its locale files speaks English.
    () => {},
  );
  return computed(() => ({
    lang,
    text: { ...(locale.value?.strings ?? english), ...overrides.value },
    inspector: locale.value?.inspector,
  }));
}

/** Puts values into the `{name}` places of a text. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? place) : place,
  );
}
