import type { Capabilities, Source } from './contract.js';

/** Whether the source opens by a key system alone: no pixels of it may be read, and none come through WebCodecs. */
export function isProtected({ protection }: Source): boolean {
  return (protection?.length ?? 0) > 0;
}

/** Why a protected source cannot be unlocked here; undefined when it can, as far as is known, or is clear. */
export function whyLocked(source: Source, { secureContext, keySystems }: Capabilities): string | undefined {
  if (!isProtected(source)) return undefined;
  if (!secureContext) return 'protected-on-insecure-page';
  const isThere = source.protection?.some(({ keySystem }) => keySystems?.has(keySystem) ?? true);
  return isThere === true ? undefined : 'no-key-system';
}

/** Which of these key systems the browser has: for `Capabilities.keySystems`. Costs nothing where none is named. */
export async function probeKeySystems(names: Iterable<string>): Promise<ReadonlySet<string>> {
  const asked = [...names];
  if (asked.length === 0) return new Set();
  const { findKeySystems } = await import('./eme/index.js');
  return findKeySystems(asked);
}
