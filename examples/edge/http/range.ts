export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** The one range of a Range header (RFC 9110, 14.2); undefined when there is none, or one that may be ignored. */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return undefined;
  return first < size && (from !== '' || to !== '0') ? { first, last } : 'unsatisfiable';
}
