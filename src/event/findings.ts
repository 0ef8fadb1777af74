import { didYouMean } from './did-you-mean.js';
import type { Finding } from './issue.js';
import type { JsonObject } from './own-copy.js';
import { printable, quoted } from './printable.js';
import type { SchemaNode } from './schema-node.js';

/** More keys than this are not searched for a misspelt one: the time grows with their number. */
const keysSearched = 100;

type Definitions = Readonly<Record<string, SchemaNode>>;

const resolve = (node: SchemaNode, definitions: Definitions): SchemaNode =>
  (node.$ref === undefined ? undefined : definitions[node.$ref]) ?? node;

/** What a schema wants, in a few words: `one of "hls", "dash"`, `a list of 3 numbers`. */
export function expectationOf(node: SchemaNode, definitions: Definitions): string {
  const at = resolve(node, definitions);
  if (at.enum !== undefined) return `one of ${at.enum.map((choice) => `"${choice}"`).join(', ')}`;
  if (at.patternErrorMessage !== undefined) return at.patternErrorMessage;
  if (at.format === 'uri-reference') return 'a URL as text';
  if (at.format === 'date-time') return 'a date as text (RFC 3339)';
  switch (at.type) {
    case 'array': {
      const numbers = at.items !== undefined && resolve(at.items, definitions).type === 'number';
      return at.minItems === at.maxItems && numbers ? `a list of ${at.minItems} numbers` : 'a list';
    }
    case 'object':
      return at.propertyNames === undefined ? 'an object' : 'text by language, as { "en": "text" }';
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'text';
  }
}

export function wrongType(value: unknown, node: SchemaNode, definitions: Definitions): Finding {
  const expected = expectationOf(node, definitions);
  return {
    code: 'event/wrong-type',
    found: printable(value),
    expected,
    hint: typeHint(value, node, expected),
  };
}

function typeHint(value: unknown, node: SchemaNode, expected: string): string {
  if (value === null) return 'Leave the key out where there is nothing to say.';
  if (node.propertyNames !== undefined && typeof value === 'string')
    return `Say which language it is: { "en": ${quoted(value)} }.`;
  const wantsNumber = node.type === 'number' || node.type === 'integer';
  if (wantsNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return `Write ${Number(value)} without quotes.`;
  if (node.type === 'integer' && typeof value === 'number') return `Round it: ${Math.round(value)}.`;
  if (node.type === 'string' && typeof value === 'number') return `Put it in quotes: "${value}".`;
  if (node.type === 'boolean' && (value === 'true' || value === 'false'))
    return `Write ${value} without quotes.`;
  if (node.type === 'array' && !Array.isArray(value) && node.minItems !== node.maxItems)
    return 'Put it in square brackets: [ … ].';
  return `Write ${expected}.`;
}

export function outOfRange(value: number, node: SchemaNode): Finding {
  const bounds = [
    ...(node.minimum === undefined ? [] : [`at least ${node.minimum}`]),
    ...(node.exclusiveMinimum === undefined ? [] : [`more than ${node.exclusiveMinimum}`]),
    ...(node.maximum === undefined ? [] : [`at most ${node.maximum}`]),
    ...(node.exclusiveMaximum === undefined ? [] : [`less than ${node.exclusiveMaximum}`]),
  ].join(' and ');
  return {
    code: 'event/out-of-range',
    found: String(value),
    expected: `a number of ${bounds}`,
    hint: `Write a number of ${bounds}; check its unit.`,
  };
}

export function wrongLength(length: number, node: SchemaNode, what: 'entry' | 'key'): Finding {
  const least = node.minItems ?? node.minProperties ?? 0;
  const most = node.maxItems ?? node.maxProperties ?? Infinity;
  const count = (number: number): string =>
    `${number} ${number === 1 ? what : { entry: 'entries', key: 'keys' }[what]}`;
  const short = length < least;
  return {
    code: 'event/wrong-length',
    found: count(length),
    expected:
      least === most
        ? `exactly ${count(least)}`
        : short
          ? `at least ${count(least)}`
          : `at most ${count(most)}`,
    hint: short ? 'Add what is missing.' : 'Remove what is too many.',
  };
}

/** `keys`: any one of which would do. */
export function missing(
  keys: readonly string[],
  object: JsonObject,
  node: SchemaNode,
  definitions: Definitions,
): Finding {
  const [first = ''] = keys;
  const strangers = Object.keys(object)
    .slice(0, keysSearched)
    .filter((key) => !Object.hasOwn(node.properties ?? {}, key));
  const misspelt = strangers.find((key) => didYouMean(key, keys) !== undefined);
  const names = keys.map((key) => `"${key}"`).join(' or ');
  const property = node.properties?.[first];
  return {
    code: 'event/missing',
    found: 'nothing',
    expected: property === undefined ? names : `${names}: ${expectationOf(property, definitions)}`,
    hint: misspelt === undefined ? `Add ${names}.` : `Rename ${quoted(misspelt)} to ${names}.`,
  };
}

/** A key the schema does not name; `known` are the names it has. */
export function unknownKey(key: string, object: JsonObject, known: readonly string[]): Finding {
  const free = known.filter((name) => !Object.hasOwn(object, name));
  const meant = didYouMean(key, free);
  return {
    code: 'event/unknown-key',
    found: `the key ${quoted(key)}`,
    expected: 'a key of this format, or one in reverse-DNS form',
    hint:
      meant === undefined
        ? `It is ignored. Name keys of your own like com.example.${/^[\w-]+$/.test(key) ? key : 'key'}.`
        : `Did you mean "${meant}"?`,
  };
}
