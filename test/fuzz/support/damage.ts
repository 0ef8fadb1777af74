/** Damage to byte strings, as fast-check values: it shrinks, and the same seed does the same. */
import fc from 'fast-check';

/** Numbers that parsers of 32-bit fields trip over. */
const awkward = [0, 1, 7, 8, 16, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, 1e9, 3e6];

/** Where: a share of the length, so that it means something in every file. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

export type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'zero'; readonly at: number; readonly length: number }
  | { readonly kind: 'end'; readonly at: number };

const length = fc.integer({ min: 1, max: 200 });

export const damage: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ kind: fc.constant('number' as const), at: place, value: fc.constantFrom(...awkward) }),
    fc.record({ kind: fc.constant('cut' as const), at: place, length }),
    fc.record({ kind: fc.constant('repeat' as const), at: place, length }),
    fc.record({ kind: fc.constant('zero' as const), at: place, length }),
    fc.record({ kind: fc.constant('end' as const), at: place }),
  ),
  { maxLength: 6 },
);

/** A damaged copy. */
export function damaged(bytes: Uint8Array, hits: readonly Damage[]): Uint8Array {
  let hit: Uint8Array = bytes.slice();
  for (const one of hits) hit = applied(hit, one);
  return hit;
}

function applied(bytes: Uint8Array, hit: Damage): Uint8Array {
  const at = Math.floor(hit.at * bytes.byteLength);
  if (bytes.byteLength === 0) return bytes;
  switch (hit.kind) {
    case 'flip':
      bytes[at] = (bytes[at] ?? 0) ^ (1 << hit.bit);
      return bytes;
    case 'number':
      for (const [index, shift] of [24, 16, 8, 0].entries())
        if (at + index < bytes.byteLength) bytes[at + index] = hit.value >>> shift;
      return bytes;
    case 'zero':
      return bytes.fill(0, at, at + hit.length);
    case 'end':
      return bytes.subarray(0, at);
    case 'cut':
      return joined(bytes.subarray(0, at), bytes.subarray(at + hit.length));
    case 'repeat':
      return joined(bytes.subarray(0, at + hit.length), bytes.subarray(at));
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}
