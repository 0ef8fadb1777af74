/** Boxes that contain the ones looked for (ISO/IEC 14496-12, 8.8). */
const containers: ReadonlySet<string> = new Set(['moof', 'traf']);
const trackRun = 'trun';
const headerSize = 8;
/** Nothing real nests deeper, and a hostile segment must not either. */
const deepest = 4;

/**
 * Whether a segment of fragmented MP4 claims more samples than it has bytes. hls.js and VHS believe every count it reads, and a
 * few bytes that claim a thousand million samples would hold their thread for minutes.
 */
export function claimsTooManySamples(segment: ArrayBuffer): boolean {
  return anyRun(new DataView(segment), 0, segment.byteLength, 0, (count) => count > segment.byteLength);
}

function anyRun(
  view: DataView,
  from: number,
  to: number,
  depth: number,
  test: (count: number) => boolean,
): boolean {
  let at = from;
  while (to - at >= headerSize) {
    const size = view.getUint32(at);
    // Sizes of 64 bits are for mdat, and 0 means to the end: neither holds a run.
    const end =
      size === 0 ? to : size === 1 && to - at >= 16 ? at + Number(view.getBigUint64(at + 8)) : at + size;
    if (end < at + headerSize || end > to) return false;
    const type = String.fromCharCode(...new Uint8Array(view.buffer, at + 4, 4));
    if (type === trackRun && end - at >= headerSize + 8 && test(view.getUint32(at + headerSize + 4)))
      return true;
    if (containers.has(type) && depth < deepest && anyRun(view, at + headerSize, end, depth + 1, test))
      return true;
    at = end;
  }
  return false;
}
