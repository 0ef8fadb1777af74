import { isObject } from './own-copy.js';
import type { JsonObject } from './own-copy.js';
import { rootPlace, within } from './place.js';
import type { Place } from './place.js';

/** An object of a descriptor and where it stands. */
export interface Located {
  readonly object: JsonObject;
  readonly place: Place;
}

/*
 * Readers for the checks between fields. They run on descriptors that may still have errors, so that one pass reports
 * everything: what is not of the expected kind reads as absent, and the schema's check has already said so.
 */

export const rootOf = (root: JsonObject): Located => ({ object: root, place: rootPlace });

/** The object under a key. */
export function child(of: Located | undefined, key: string): Located | undefined {
  const value = of?.object[key];
  return of !== undefined && isObject(value) ? { object: value, place: within(of.place, key) } : undefined;
}

/** The objects in the list under a key. */
export function children(of: Located | undefined, key: string): Located[] {
  const list = of?.object[key];
  if (of === undefined || !Array.isArray(list)) return [];
  const place = within(of.place, key);
  return list.flatMap((item: unknown, index) =>
    isObject(item) ? [{ object: item, place: within(place, index) }] : [],
  );
}

export function text(of: Located | undefined, key: string): string | undefined {
  const value = of?.object[key];
  return typeof value === 'string' ? value : undefined;
}

export function number(of: Located | undefined, key: string): number | undefined {
  const value = of?.object[key];
  return typeof value === 'number' ? value : undefined;
}

/** Exactly `length` numbers. */
export function numbers(of: Located | undefined, key: string, length: number): readonly number[] | undefined {
  const value: unknown = of?.object[key];
  if (!Array.isArray(value) || value.length !== length) return undefined;
  return value.every((item): item is number => typeof item === 'number') ? value : undefined;
}
