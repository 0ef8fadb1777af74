import {
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  isAbortError,
  withoutQuery,
} from '../base/index.js';
import type { DescriptorIssue } from '../event/index.js';
import { httpError, networkError } from '../transports/index.js';
import { bareModel, modelOf } from './model.js';
import type { EventModel } from './model.js';
import { kindOf } from './source-kind.js';
import type { Get, Kind } from './source-kind.js';

/** What a page asks to play. */
export type LoadRequest =
  | { readonly url: string; readonly type?: Kind | undefined }
  | { readonly descriptor: unknown; readonly baseUrl: string };

/** Descriptors beyond this are refused before they are read whole. */
const largestDescriptorBytes = 8 * 1024 * 1024;

export interface LoadServices {
  readonly get: Get;
  readonly languages: readonly string[];
  /** Told of what is odd in a descriptor and does not stop it. */
  warn(message: string): void;
}

/** Reads whatever `src` points at into the session's model. The descriptor tools load only when there is one. */
export async function loadEvent(request: LoadRequest, services: LoadServices): Promise<EventModel> {
  if ('descriptor' in request) return checked(request.descriptor, request.baseUrl, services);
  const kind = request.type ?? (await kindOf(request.url, services.get));
  if (kind !== 'event') return bareModel({ type: kind, url: request.url });
  // The tools and the text travel at the same time.
  const room = import('../event/index.js');
  const { text, url } = await readText(request.url, services.get);
  await room;
  return checked(text, url, services);
}

async function checked(input: unknown, baseUrl: string, services: LoadServices): Promise<EventModel> {
  const room = await import('../event/index.js');
  const result = room.parseEvent(input, { baseUrl });
  for (const issue of result.warnings)
    services.warn(`${issue.path}: ${issue.code}: found ${issue.found}. ${issue.hint}`);
  if (result.event !== undefined) return modelOf(result.event, services.languages, room);
  throw malformed(result.errors, baseUrl);
}

function malformed(issues: readonly DescriptorIssue[], source: string): OlympicPlayerError {
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const [first] = issues;
  return new OlympicPlayerError({
    reason: first?.code ?? 'event/unreadable',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `event: ${first?.path ?? '$'}: expected ${first?.expected ?? 'a descriptor'}, found ${first?.found ?? 'nothing'}${more}.`,
    hint: `${first?.hint ?? ''} \`npx olympic-player validate\` lists everything with line numbers.`.trim(),
    source,
    cause: issues,
  });
}

async function readText(url: string, get: Get): Promise<{ text: string; url: string }> {
  let response: Response;
  try {
    response = await get(url);
  } catch (error) {
    throw isAbortError(error) ? error : networkError('event', url, error);
  }
  if (!response.ok) throw httpError('event', response.status, url);
  const reader = response.body?.getReader();
  if (reader === undefined) return { text: '', url: response.url || url };
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), url: response.url || url };
    bytes += value.byteLength;
    if (bytes > largestDescriptorBytes) {
      await reader.cancel();
      throw new OlympicPlayerError({
        reason: 'event/too-large',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: `event: ${withoutQuery(url)} is larger than ${largestDescriptorBytes} bytes.`,
        hint: 'Check that src points at an event descriptor; drop old moments from it.',
        source: url,
      });
    }
    text += decoder.decode(value, { stream: true });
  }
}
