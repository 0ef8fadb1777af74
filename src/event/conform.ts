import { millisecondsOf } from './date.js';
import { didYouMean } from './did-you-mean.js';
import { expectationOf, missing, outOfRange, unknownKey, wrongLength, wrongType } from './findings.js';
import type { IssueLog } from './issue.js';
import { isObject } from './own-copy.js';
import type { JsonObject } from './own-copy.js';
import { within } from './place.js';
import type { Place } from './place.js';
import { printable } from './printable.js';
import type { SchemaNode } from './schema-node.js';
import { resolveUrl } from './url.js';

/** Keys such as com.example.key, which anyone may add anywhere (MSF: custom fields). */
const extensionKey = /^[A-Za-z][\w-]*(\.[\w-]+)+$/;

export interface Conformance {
  readonly definitions: Readonly<Record<string, SchemaNode>>;
  /** Absolute URL of the descriptor; undefined leaves relative URLs as they are. */
  readonly baseUrl: string | undefined;
  readonly log: IssueLog;
}

/**
 * Checks a copied value against the schema and returns it with URLs resolved. Defaults are filled in in place. Walks the
 * schema, not the data: its depth is the schema's, and what the schema does not name is not entered.
 */
export function conform(value: unknown, node: SchemaNode, place: Place, to: Conformance): unknown {
  if (to.log.full) return value;
  if (node.$ref !== undefined) {
    const definition = to.definitions[node.$ref];
    if (definition === undefined) throw new Error(`the schema has no definition "${node.$ref}"`);
    return conform(value, definition, place, to);
  }
  if (!isOfType(value, node)) {
    to.log.error(place, wrongType(value, node, to.definitions));
    return value;
  }
  if (node.enum !== undefined) checkChoice(value, node, node.enum, place, to);
  if (typeof value === 'number') checkNumber(value, node, place, to);
  if (typeof value === 'string') return conformText(value, node, place, to);
  if (Array.isArray(value)) conformList(value, node, place, to);
  else if (isObject(value)) conformObject(value, node, place, to);
  return value;
}

function isOfType(value: unknown, node: SchemaNode): boolean {
  switch (node.type) {
    case undefined:
      return true;
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === node.type;
  }
}

function checkChoice(
  value: unknown,
  node: SchemaNode,
  choices: readonly string[],
  place: Place,
  to: Conformance,
): void {
  if (typeof value === 'string' && choices.includes(value)) return;
  const meant = typeof value === 'string' ? didYouMean(value, choices) : undefined;
  to.log.error(place, {
    code: 'event/not-a-choice',
    found: printable(value),
    expected: expectationOf(node, to.definitions),
    hint: meant === undefined ? 'Choose one of these.' : `Did you mean "${meant}"?`,
  });
}

function checkNumber(value: number, node: SchemaNode, place: Place, to: Conformance): void {
  const inside =
    value >= (node.minimum ?? -Infinity) &&
    value <= (node.maximum ?? Infinity) &&
    value > (node.exclusiveMinimum ?? -Infinity) &&
    value < (node.exclusiveMaximum ?? Infinity);
  if (!inside) to.log.error(place, outOfRange(value, node));
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(source, 'u');
  patterns.set(source, pattern);
  return pattern;
}

function conformText(text: string, node: SchemaNode, place: Place, to: Conformance): string {
  if (node.pattern !== undefined && !patternOf(node.pattern).test(text))
    to.log.error(place, {
      code: 'event/wrong-format',
      found: printable(text),
      expected: expectationOf(node, to.definitions),
      hint: `Write ${expectationOf(node, to.definitions)}.`,
    });
  if (node.format === 'date-time' && millisecondsOf(text) === undefined)
    to.log.error(place, {
      code: 'event/invalid-date',
      found: printable(text),
      expected: 'a date and time with its zone (RFC 3339)',
      hint: 'Write it like 2028-07-30T19:50:00Z or 2028-07-30T21:50:00+02:00.',
    });
  if (node.format !== 'uri-reference') return text;
  const resolved = resolveUrl(text, to.baseUrl);
  if ('url' in resolved) return resolved.url;
  to.log.error(place, resolved.finding);
  return text;
}

function conformList(list: unknown[], node: SchemaNode, place: Place, to: Conformance): void {
  if (list.length < (node.minItems ?? 0) || list.length > (node.maxItems ?? Infinity))
    to.log.error(place, wrongLength(list.length, node, 'entry'));
  if (node.items === undefined) return;
  for (const [index, item] of list.entries())
    list[index] = conform(item, node.items, within(place, index), to);
}

function conformObject(object: JsonObject, node: SchemaNode, place: Place, to: Conformance): void {
  const keys = Object.keys(object);
  if (keys.length < (node.minProperties ?? 0) || keys.length > (node.maxProperties ?? Infinity))
    to.log.error(place, wrongLength(keys.length, node, 'key'));
  if (node.propertyNames !== undefined)
    for (const key of keys) conform(key, node.propertyNames, within(place, key), to);
  const named = node.properties ?? {};
  for (const key of keys) {
    const child = Object.hasOwn(named, key) ? named[key] : node.additionalProperties;
    if (child !== undefined) object[key] = conform(object[key], child, within(place, key), to);
    else if (!extensionKey.test(key))
      to.log.warn(within(place, key), () => unknownKey(key, object, Object.keys(named)));
  }
  for (const key of node.required ?? [])
    if (!Object.hasOwn(object, key))
      to.log.error(within(place, key), () => missing([key], object, node, to.definitions));
  const choices = node.anyOf?.flatMap((choice) => choice.required) ?? [];
  if (choices.length > 0 && !choices.some((key) => Object.hasOwn(object, key)))
    to.log.error(place, () => missing(choices, object, node, to.definitions));
  for (const [key, child] of Object.entries(named))
    if (child.default !== undefined && !Object.hasOwn(object, key))
      object[key] = structuredClone(child.default);
}
