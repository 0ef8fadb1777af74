/**
 * A broadcast named relative to another, as in hang catalogs: like a relative URL it replaces the last segment, `..` takes
 * one more away, the empty reference is the broadcast itself. Undefined where it leads out of the root.
 */
export function resolvePath(base: string, reference: string): string | undefined {
  const named = reference.split('/').filter((part) => part !== '');
  if (named.length === 0) return base;
  const parts = base.split('/').filter((part) => part !== '');
  parts.pop();
  for (const part of named) {
    if (part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
