/**
 * A node of the event's JSON Schema (2020-12) without its prose: the keywords that src/event/schema/event.schema.json
 * uses and conform.ts checks. The generator refuses a schema that uses any other.
 */
export interface SchemaNode {
  /** Name of a definition, all of whose keywords hold too. */
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** At least one of these lists of keys is there. */
  readonly anyOf?: readonly { readonly required: readonly string[] }[];
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: SchemaNode;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  /** What the pattern wants, in words (also read by editors). */
  readonly patternErrorMessage?: string;
  readonly format?: 'uri-reference' | 'date-time';
  readonly default?: string | number | boolean | readonly number[];
}
