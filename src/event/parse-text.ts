import type { IssueLog } from './issue.js';
import { tooDeep, tooLarge, tooManyValues } from './limit-findings.js';
import { limits } from './limits.js';
import { rootPlace } from './place.js';
import { printable, quoted } from './printable.js';
import { scanText } from './text-scan.js';

/** The value of JSON text (RFC 8259, a leading byte order mark allowed); undefined with an error in the log if it has none. */
export function parseText(text: string, log: IssueLog): unknown {
  if (text.length > limits.textLength) {
    log.error(rootPlace, tooLarge(text.length));
    return undefined;
  }
  const beyond = scanText(text);
  if (beyond !== undefined) {
    log.error(rootPlace, beyond === 'too-deep' ? tooDeep : tooManyValues);
    return undefined;
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    log.error(rootPlace, {
      code: 'event/not-json',
      found: text.trim() === '' ? 'no text' : quoted(text.trim().slice(0, 40)),
      expected: 'JSON',
      hint: syntaxHint(text, cause),
    });
    return undefined;
  }
}

/** What it probably is instead, else what the parser says. */
function syntaxHint(text: string, cause: unknown): string {
  const start = text.trimStart().slice(0, 100);
  if (start === '') return 'The file is empty.';
  if (/^<(!doctype )?html/i.test(start))
    return 'This is a web page, perhaps an error page of the server: check the URL.';
  if (start.startsWith('#EXTM3U')) return 'This is an HLS playlist: name it in a source of type "hls".';
  if (start.includes('<MPD') || start.startsWith('<?xml'))
    return 'This is XML, perhaps a DASH manifest: name it in a source of type "dash".';
  const said = cause instanceof Error ? ` (${printable(cause.message).slice(1, -1)})` : '';
  return `Mend the syntax${said}; "npx olympic-player validate" shows the line.`;
}
