import { catalogMalformed, catalogTooLarge } from '../errors.js';
import { isObject, parseJson } from './fields.js';
import type { Json } from './fields.js';
import { parseHang } from './hang.js';
import { GroupInflater, gunzip } from './inflate.js';
import { maxCatalogBytes } from './limits.js';
import { mergePatch } from './merge-patch.js';
import type { MoqCatalog } from './model.js';
import { msfCatalog } from './msf.js';
import { nextDocument } from './msf-document.js';
import type { MsfDocument } from './msf-document.js';

/** Which catalog a track carries: `catalog.json` and `catalog.json.z` (hang), `catalog` (MSF). */
export type CatalogTrack = 'catalog.json' | 'catalog.json.z' | 'catalog';

/** Updates of one group that are read: a publisher starts a new group before this. */
const maxUpdates = 4096;

/** Reads the objects of a catalog track, in order; each gives the catalog as it is from then on. */
export interface CatalogReader {
  /** `index` is the object's place in its group; object 0 stands by itself. */
  read(payload: Uint8Array, index: number): Promise<MoqCatalog>;
}

export function catalogReader(track: CatalogTrack, base: string): CatalogReader {
  return track === 'catalog' ? new MsfReader(base) : new HangReader(base, track === 'catalog.json.z');
}

function checkSize(payload: Uint8Array, index: number): void {
  if (payload.byteLength > maxCatalogBytes) throw catalogTooLarge(`${payload.byteLength} bytes`);
  if (index > maxUpdates) throw catalogTooLarge(`a group of more than ${maxUpdates} updates`);
}

/** hang: a snapshot, then merge patches; compressed as one stream a group under the name with `.z`. */
class HangReader implements CatalogReader {
  readonly #base: string;
  readonly #compressed: boolean;
  #inflater = new GroupInflater();
  #state: Json | undefined;

  constructor(base: string, compressed: boolean) {
    this.#base = base;
    this.#compressed = compressed;
  }

  async read(payload: Uint8Array, index: number): Promise<MoqCatalog> {
    checkSize(payload, index);
    if (index === 0) this.#inflater = new GroupInflater();
    const json = parseJson(this.#compressed ? await this.#inflater.frame(payload) : payload);
    if (index === 0) this.#state = json;
    else if (this.#state === undefined) throw catalogMalformed('an update came before any catalog');
    else this.#state = mergePatch(this.#state, json);
    return parseHang(this.#state, this.#base);
  }
}

/** MSF: an independent catalog, then delta updates. A publisher that gzips it is understood too. */
class MsfReader implements CatalogReader {
  readonly #base: string;
  #document: MsfDocument | undefined;

  constructor(base: string) {
    this.#base = base;
  }

  async read(payload: Uint8Array, index: number): Promise<MoqCatalog> {
    checkSize(payload, index);
    const json = parseJson(isGzip(payload) ? await gunzip(payload) : payload);
    if (index === 0) this.#document = undefined;
    // Some publishers serve the hang catalog under MSF's name.
    if (
      isObject(json) &&
      json['version'] === undefined &&
      json['deltaUpdate'] === undefined &&
      json['tracks'] === undefined
    )
      return parseHang(json, this.#base);
    this.#document = nextDocument(this.#document, json);
    return msfCatalog(this.#document, this.#base);
  }
}

export function isGzip(payload: Uint8Array): boolean {
  return payload[0] === 0x1f && payload[1] === 0x8b;
}
