import type { ConfigId, TrackConfig, TrackKind } from '../contract.js';

/** The configurations announced so far; the same one again has the same id. */
export class Configs {
  readonly #configs: TrackConfig[] = [];

  add(kind: TrackKind, config: TrackConfig): ConfigId {
    if (config.kind !== kind)
      throw new RangeError(`A ${config.kind} configuration was announced for ${kind}.`);
    const known = this.#configs.findIndex((other) => same(other, config));
    return known === -1 ? this.#configs.push(config) - 1 : known;
  }

  get(id: ConfigId): TrackConfig {
    const config = this.#configs[id];
    if (config === undefined) throw new RangeError(`Configuration ${id} was never announced.`);
    return config;
  }

  has(kind: TrackKind): boolean {
    return this.#configs.some((config) => config.kind === kind);
  }
}

function same(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(Reflect.get(a, name), Reflect.get(b, name)));
}
