import { unreadable } from './errors.js';
import { checkLength } from './limits.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key of the document itself: `__proto__` and what objects inherit are no keys. */
export function get(object: unknown, ...path: readonly string[]): unknown {
  let at = object;
  for (const key of path) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

export function parseJson(text: string, format: string): unknown {
  checkLength(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(format, 'it is no JSON', { hint: 'Check whether the file was cut off.', cause });
  }
}

/** A finite number, or undefined where there is none or null. */
export function finite(value: unknown, format: string, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw unreadable(format, `${name} is no finite number`, { hint: `Write ${name} as a JSON number.` });
}

export const numberAt = (object: unknown, format: string, ...path: readonly string[]): number | undefined =>
  finite(get(object, ...path), format, path.join('.'));
