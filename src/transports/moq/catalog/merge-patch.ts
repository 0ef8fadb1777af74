import { isObject } from './fields.js';
import type { Json, JsonObject } from './fields.js';

/** JSON Merge Patch (RFC 7396). Both sides have bounded depth; `__proto__` is a name like any other. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map<string, Json>();
  if (isObject(target))
    for (const [name, value] of Object.entries(target)) if (value !== undefined) merged.set(name, value);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged) as JsonObject;
}
