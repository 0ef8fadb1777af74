// TypeScript types from the schema: of a descriptor as people write it, and as the parser hands it on.
import { compile } from 'json-schema-to-typescript';

/** What the parser fills in beside the defaults: a moment's T is worked out from M and the clock's epoch. */
const derived = { Moment: ['T'] };

/** The schema as json-schema-to-typescript reads it best; `filled` makes required what the parser fills in. */
function prepare(node, filled) {
  if (Array.isArray(node)) return node.map((item) => prepare(item, filled));
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, prepare(value, filled)]));
  delete copy.anyOf;
  // A reference keeps its own comment only beside allOf.
  if (copy.$ref && copy.description) {
    copy.allOf = [{ $ref: copy.$ref }];
    delete copy.$ref;
  }
  // Lists of a fixed length become tuples, all others plain arrays.
  const { minItems, maxItems } = copy;
  if (minItems !== maxItems) {
    delete copy.minItems;
    delete copy.maxItems;
  }
  if (filled && copy.type === 'object' && copy.properties) {
    const defaulted = Object.keys(copy.properties).filter((name) => 'default' in copy.properties[name]);
    copy.required = [...new Set([...(copy.required ?? []), ...defaulted, ...(derived[copy.title] ?? [])])];
  }
  return copy;
}

/** Read-only all the way down, and open to reverse-DNS keys only, so that a misspelt key is a type error. */
function harden(source) {
  return source
    .replace(/^( *)\[k: string\]: unknown/gm, '$1readonly [extension: `${string}.${string}`]: unknown')
    .replace(/^( *)\[k: string\]: string/gm, '$1readonly [language: string]: string')
    .replace(/^( *)(\$?\w+\??: )/gm, '$1readonly $2')
    .replace(/(: |= )(\w+\[\]|\[[^\]]+\])$/gm, '$1readonly $2')
    .replace(/^ \* ?(@(min|max)Items \d+)?\n(?= \* @|\s*\*\/)/gm, '')
    .replace(/^ \* @(min|max)Items \d+\n/gm, '');
}

async function typesOf(schema, name, filled) {
  const source = await compile({ ...prepare(schema, filled), title: name }, name, {
    bannerComment: '',
    format: false,
  });
  return harden(source);
}

/** Source text of the types of a descriptor as it is written: `EventDocument`. */
export const documentTypes = (schema) => typesOf(schema, 'EventDocument', false);

/** Source text of the types of a descriptor as the parser hands it on: `EventDescriptor`. */
export const descriptorTypes = (schema) => typesOf(schema, 'EventDescriptor', true);
