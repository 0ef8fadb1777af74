import { eventTime } from '../../base/index.js';
import type { EventTime } from '../../base/index.js';

/** What the MPD element itself says (ISO/IEC 23009-1, 5.3.1); VHS reads the rest, but keeps these to itself. */
export interface MpdRoot {
  readonly live: boolean;
  /** Event time of the start of the first period's timeline. */
  readonly availabilityStartTime: EventTime | undefined;
  /** Seconds behind the live edge the publisher asks players to stay. */
  readonly suggestedPresentationDelay: number | undefined;
}

/** Comments, processing instructions and a document type may stand before the root element (XML 1.0, 2.8). */
const prologue = /^\uFEFF?(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>)*/;
const rootTag = /^<(?:[\w.-]+:)?MPD(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>/;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** xs:duration without years and months, whose length varies: PnDTnHnMnS. */
const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Where the root element's tag must have ended, characters. */
const headLength = 65_536;

/** The attributes of the root element; undefined when the document is no MPD. */
export function readMpdRoot(xml: string): MpdRoot | undefined {
  const head = xml.slice(0, headLength);
  const tag = rootTag.exec(head.slice(prologue.exec(head)?.[0].length ?? 0));
  if (tag === null) return undefined;
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of (tag[1] ?? '').matchAll(attribute))
    attributes.set(name, double ?? single ?? '');
  return {
    live: attributes.get('type') === 'dynamic',
    availabilityStartTime: readDateTime(attributes.get('availabilityStartTime')),
    suggestedPresentationDelay: readDuration(attributes.get('suggestedPresentationDelay')),
  };
}

/** xs:dateTime; without a zone it is UTC, as DASH-IF has it. */
function readDateTime(text: string | undefined): EventTime | undefined {
  if (text === undefined) return undefined;
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : eventTime(milliseconds);
}

function readDuration(text: string | undefined): number | undefined {
  const match = text === undefined ? null : duration.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1, 5).map((part) => Number(part ?? 0));
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
