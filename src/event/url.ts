import { withoutQuery } from '../base/index.js';
import type { Finding } from './issue.js';
import { quoted } from './printable.js';

/** Stands in for the descriptor's own address where that is unknown; RFC 2606 keeps the name free. */
const unknownBase = 'https://descriptor.invalid/';

/**
 * Resolves a URL of a descriptor against the descriptor's own, and refuses whatever could run code, read local files or
 * give away a password. Without a base, relative URLs are checked but left as they are.
 */
export function resolveUrl(text: string, base: string | undefined): { url: string } | { finding: Finding } {
  let url: URL;
  try {
    url = new URL(text, base ?? unknownBase);
  } catch {
    return {
      finding: {
        code: 'event/invalid-url',
        found: quoted(withoutQuery(text)),
        expected: 'a URL',
        hint: 'Write an absolute https URL, or a path relative to the descriptor.',
      },
    };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return {
      finding: {
        code: 'event/url-scheme',
        found: quoted(withoutQuery(text)),
        expected: 'an http or https URL',
        hint: `Serve it over https: a URL that begins with ${quoted(url.protocol)} is never followed.`,
      },
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      finding: {
        code: 'event/url-credentials',
        found: `${quoted(withoutQuery(url.href))} with a user name or password`,
        expected: 'a URL without them',
        hint: 'Remove what stands before the @; tokens come from the page, through getToken.',
      },
    };
  }
  return { url: base === undefined && url.href.startsWith(unknownBase) ? text : url.href };
}
