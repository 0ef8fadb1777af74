import { catalogMalformed, catalogTooLarge, catalogVersion } from '../errors.js';
import { flag, isArray, isObject, list, needText, text } from './fields.js';
import type { Json, JsonObject } from './fields.js';
import { maxTracks } from './limits.js';

/** An MSF catalog with all its updates applied, still as it was written. */
export interface MsfDocument {
  readonly version: 'msf-00' | 'msf-01';
  readonly complete: boolean;
  readonly tracks: readonly JsonObject[];
  readonly initDataList: readonly Json[];
  readonly contentProtections: readonly Json[];
}

function versionOf(root: JsonObject): MsfDocument['version'] {
  const version = root['version'];
  if (version === 1 || version === '1' || version === 'draft-00') return 'msf-00';
  if (version === 'draft-01') return 'msf-01';
  throw catalogVersion(JSON.stringify(version ?? null).slice(0, 40));
}

/** The next state of a catalog: independent objects replace it, delta updates change it (MSF 5.1.6, both drafts' forms). */
export function nextDocument(before: MsfDocument | undefined, root: Json): MsfDocument {
  if (!isObject(root)) throw catalogMalformed('it is not an object');
  const operations = operationsOf(root);
  if (operations === undefined)
    return {
      version: versionOf(root),
      complete: flag(root, 'isComplete'),
      tracks: tracksOf(list(root, 'tracks', 'catalog') ?? [], 'tracks'),
      initDataList: list(root, 'initDataList', 'catalog') ?? [],
      contentProtections: list(root, 'contentProtections', 'catalog') ?? [],
    };
  if (before === undefined) throw catalogMalformed('a delta update came before any catalog');
  let tracks = before.tracks;
  for (const { op, tracks: changes } of operations) {
    tracks = apply(tracks, op, changes);
    checkCount(tracks.length);
  }
  return { ...before, tracks, complete: before.complete || flag(root, 'isComplete') };
}

interface Operation {
  readonly op: string;
  readonly tracks: readonly JsonObject[];
}

/** draft-00 has one field for each kind of change, in the document's order; draft-01 an ordered list. */
function operationsOf(root: JsonObject): readonly Operation[] | undefined {
  const delta = root['deltaUpdate'];
  if (isArray(delta)) {
    if (delta.length > maxTracks) throw catalogTooLarge(`a delta update has ${delta.length} operations`);
    return delta.map((entry, index) => {
      const where = `deltaUpdate[${index}]`;
      if (!isObject(entry)) throw catalogMalformed(`${where} is not an object`);
      return {
        op: needText(entry, 'op', where),
        tracks: tracksOf(list(entry, 'tracks', where) ?? [], where),
      };
    });
  }
  if (delta !== true) return undefined;
  const kinds: Readonly<Record<string, string>> = {
    addTracks: 'add',
    removeTracks: 'remove',
    cloneTracks: 'clone',
  };
  return Object.keys(root).flatMap((name) => {
    const op = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    return op === undefined ? [] : [{ op, tracks: tracksOf(list(root, name, 'catalog') ?? [], name) }];
  });
}

function tracksOf(entries: readonly Json[], where: string): readonly JsonObject[] {
  checkCount(entries.length);
  return entries.map((entry, index) => {
    if (!isObject(entry)) throw catalogMalformed(`${where}[${index}] is not an object`);
    return entry;
  });
}

function checkCount(count: number): void {
  if (count > maxTracks) throw catalogTooLarge(`it lists ${count} tracks`);
}

function apply(
  tracks: readonly JsonObject[],
  op: string,
  changes: readonly JsonObject[],
): readonly JsonObject[] {
  const result = [...tracks];
  for (const change of changes) {
    const parent = { name: text(change, 'parentName', op), namespace: text(change, 'parentNamespace', op) };
    const at = result.findIndex((track) => same(track, op === 'clone' || op === 'update' ? parent : change));
    const found = at < 0 ? undefined : result[at];
    const fields = Object.fromEntries(
      Object.entries(change).filter(([name]) => name !== 'parentName' && name !== 'parentNamespace'),
    ) as JsonObject;
    if (op === 'add') result.push(fields);
    else if (found === undefined) continue;
    else if (op === 'remove') result.splice(at, 1);
    else if (op === 'clone') result.push({ ...found, ...fields });
    else if (op === 'update') result.splice(at, 1, { ...found, ...fields, name: found['name'] });
    // A parser ignores what it does not understand (MSF 5).
  }
  return result;
}

function same(track: JsonObject, other: JsonObject): boolean {
  return (
    track['name'] === other['name'] &&
    (other['namespace'] === undefined || track['namespace'] === other['namespace'])
  );
}
