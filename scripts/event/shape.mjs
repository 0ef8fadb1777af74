// The schema as the checker reads it (src/event/schema-node.ts): without prose, and refused when it uses a keyword
// that the checker does not know, so that nothing in the schema is silently unchecked.
const prose = new Set(['$schema', '$id', '$defs', 'title', 'description']);
const known = new Set([
  '$ref',
  'type',
  'enum',
  'properties',
  'required',
  'anyOf',
  'items',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'additionalProperties',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'pattern',
  'patternErrorMessage',
  'format',
  'default',
]);
const formats = new Set(['uri-reference', 'date-time']);

function shapeOf(node, where) {
  const shape = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (prose.has(keyword)) continue;
    const at = `${where}/${keyword}`;
    if (!known.has(keyword)) throw new Error(`${at}: src/event/conform.ts does not know this keyword`);
    if (keyword === 'properties')
      shape.properties = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, shapeOf(property, `${at}/${name}`)]),
      );
    else if (['items', 'propertyNames', 'additionalProperties'].includes(keyword))
      shape[keyword] = shapeOf(value, at);
    else shape[keyword] = value;
    if (keyword === 'anyOf' && !value.every((choice) => Object.keys(choice).join() === 'required'))
      throw new Error(`${at}: only alternatives of required keys are checked`);
    if (keyword === 'format' && !formats.has(value))
      throw new Error(`${at}: the format ${value} is not checked`);
    if (keyword === '$ref' && !value.startsWith('#/$defs/'))
      throw new Error(`${at}: only references into $defs are followed`);
  }
  if (shape.$ref !== undefined) shape.$ref = shape.$ref.slice('#/$defs/'.length);
  return shape;
}

/** Source text of the module that holds the schema's shape. */
export function shapeModule(schema) {
  const definitions = Object.fromEntries(
    Object.entries(schema.$defs).map(([name, node]) => [name, shapeOf(node, `#/$defs/${name}`)]),
  );
  return `import type { SchemaNode } from '../schema-node.js';

export const root: SchemaNode = ${JSON.stringify(shapeOf(schema, '#'))};

export const definitions: Readonly<Record<string, SchemaNode>> = ${JSON.stringify(definitions)};
`;
}
