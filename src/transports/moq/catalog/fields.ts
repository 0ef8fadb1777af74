import { catalogMalformed, catalogTooLarge } from '../errors.js';
import { maxDepth, maxInitBytes, maxNameLength } from './limits.js';

/** JSON as it came from a stranger. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Refuses nesting that recursive code could not follow. */
export function checkDepth(value: Json, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maxDepth) throw catalogTooLarge(`it nests deeper than ${maxDepth} levels`);
  const inner: readonly (Json | undefined)[] = isArray(value) ? value : Object.values(value);
  for (const each of inner) if (each !== undefined) checkDepth(each, depth + 1);
}

/** A JSON text of known size; everything wrong with it is a typed error. */
export function parseJson(bytes: Uint8Array): Json {
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch (error) {
    throw catalogMalformed('it is not JSON in UTF-8', { cause: error });
  }
  checkDepth(value);
  return value;
}

const own = (from: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(from, name) ? from[name] : undefined;

/** A string of bearable length; undefined where the field is absent. Anything else is an error. */
export function text(from: JsonObject, name: string, where: string): string | undefined {
  const value = own(from, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw catalogMalformed(`${where}.${name} is not a string`);
  if (value.length > maxNameLength) throw catalogTooLarge(`${where}.${name} has ${value.length} characters`);
  return value;
}

export function needText(from: JsonObject, name: string, where: string): string {
  const value = text(from, name, where);
  if (value === undefined || value === '') throw catalogMalformed(`${where}.${name} is missing`);
  return value;
}

/** A finite number above 0; undefined where the field is absent, or says nothing (0, negative): publishers write 0 for unknown. */
export function positive(from: JsonObject, name: string, where: string): number | undefined {
  const value = number(from, name, where);
  return value === undefined || value <= 0 ? undefined : value;
}

export function number(from: JsonObject, name: string, where: string): number | undefined {
  const value = own(from, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw catalogMalformed(`${where}.${name} is not a number`);
  return value;
}

export function flag(from: JsonObject, name: string): boolean {
  return own(from, name) === true;
}

export function object(from: JsonObject, name: string, where: string): JsonObject | undefined {
  const value = own(from, name);
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw catalogMalformed(`${where}.${name} is not an object`);
  return value;
}

export function list(from: JsonObject, name: string, where: string): readonly Json[] | undefined {
  const value = own(from, name);
  if (value === undefined || value === null) return undefined;
  if (!isArray(value)) throw catalogMalformed(`${where}.${name} is not an array`);
  return value;
}

function long(from: JsonObject, name: string, where: string): string | undefined {
  const value = own(from, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw catalogMalformed(`${where}.${name} is not a string`);
  // Two characters a byte is the longest of the encodings.
  if (value.length > maxInitBytes * 2)
    throw catalogTooLarge(`${where}.${name} has ${value.length} characters`);
  return value;
}

export function hex(from: JsonObject, name: string, where: string): Uint8Array | undefined {
  const value = long(from, name, where);
  if (value === undefined) return undefined;
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(value)) throw catalogMalformed(`${where}.${name} is not hexadecimal`);
  return Uint8Array.from({ length: value.length / 2 }, (_, i) =>
    Number.parseInt(value.slice(i * 2, i * 2 + 2), 16),
  );
}

export function base64(from: JsonObject, name: string, where: string): Uint8Array | undefined {
  const value = long(from, name, where);
  return value === undefined ? undefined : bytesOfBase64(value, `${where}.${name}`);
}

/** Standard and URL alphabets (RFC 4648, 4 and 5), with or without padding. */
export function bytesOfBase64(value: string, where: string): Uint8Array {
  try {
    const binary = atob(value.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''));
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  } catch (error) {
    throw catalogMalformed(`${where} is not base64`, { cause: error });
  }
}
