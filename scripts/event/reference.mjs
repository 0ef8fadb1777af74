// The reference tables of docs/event-descriptor.md, one per object of the schema.
const begin = '<!-- reference: made from the schema by `node scripts/generate.mjs --docs` -->';
const end = '<!-- end of reference -->';

const target = (node) => node.$ref?.slice('#/$defs/'.length);
const isObject = (node) => node.type === 'object' && node.properties !== undefined;
const cell = (text) => text.replaceAll('|', '\\|');

/** Definitions of single values that have a better name than their JSON type. */
const units = {
  id: 'id',
  eventTime: 'event time, ms',
  durationMs: 'duration, ms',
  language: 'language tag',
  pixels: 'pixels',
};

/** What a value is, in words: a link for objects, the choices for enumerations. */
function kindOf(node, definitions) {
  const name = target(node);
  if (name !== undefined) {
    const definition = definitions[name];
    if (isObject(definition)) return `[${definition.title}](#${definition.title.toLowerCase()})`;
    return units[name] ?? kindOf(definition, definitions);
  }
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(' ');
  if (node.type === 'array') {
    const size = node.minItems === node.maxItems ? `${node.minItems} × ` : '';
    return `list of ${size}${kindOf(node.items, definitions)}`;
  }
  if (node.propertyNames) return 'text by language';
  if (node.format === 'uri-reference') return 'URL';
  if (node.format === 'date-time') return 'date (RFC 3339)';
  return { string: 'text', number: 'number', integer: 'whole number', boolean: 'true or false' }[node.type];
}

/** Limits a writer can run into. */
function boundsOf(node, definitions) {
  const bounds = [];
  const source = { ...definitions[target(node)], ...node };
  if (source.type === 'array' && source.minItems !== source.maxItems) {
    if (source.minItems) bounds.push(`at least ${source.minItems}`);
    bounds.push(`at most ${source.maxItems}`);
  }
  if (source.exclusiveMinimum !== undefined) bounds.push(`above ${source.exclusiveMinimum}`);
  if (source.exclusiveMaximum !== undefined) bounds.push(`below ${source.exclusiveMaximum}`);
  if (source.minimum !== undefined && source.maximum !== undefined && source.maximum < 1e6)
    bounds.push(`${source.minimum} to ${source.maximum}`);
  if (node.default !== undefined) bounds.push(`default \`${JSON.stringify(node.default)}\``);
  return bounds.length === 0 ? '' : ` (${bounds.join(', ')})`;
}

function tableOf(node, definitions) {
  const required = new Set(node.required);
  const rows = Object.entries(node.properties).map(
    ([name, property]) =>
      `| ${required.has(name) ? `**\`${name}\`**` : `\`${name}\``} | ${cell(kindOf(property, definitions) + boundsOf(property, definitions))} | ${cell(property.description)} |`,
  );
  return ['| key | value | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** The page with the tables between its two marks made anew. */
export function withReference(page, schema) {
  const definitions = schema.$defs;
  const sections = [schema, ...Object.values(definitions).filter(isObject)].map(
    (node) => `### ${node.title}\n\n${node.description}\n\n${tableOf(node, definitions)}`,
  );
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page lacks its marks ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${sections.join('\n\n')}\n\n${page.slice(to)}`;
}
