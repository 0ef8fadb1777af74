/** Reads fMP4 by its own few lines, so that what the edge's library writes is checked by something else. */

export interface ReadSample {
  readonly data: Uint8Array;
  readonly flags: number;
}

export interface ReadChunk {
  readonly sequence: number;
  /** Media time of the first sample, in the track's timescale. */
  readonly decodeTime: number;
  readonly samples: readonly ReadSample[];
  /** Of the prft before it: capture time, ms since the Unix epoch, and the media time it belongs to. */
  readonly capture:
    { readonly eventTime: number; readonly mediaTime: number; readonly flags: number } | undefined;
}

interface Box {
  readonly type: string;
  readonly body: DataView;
  /** From the start of the file. */
  readonly start: number;
}

const ntpEpochSeconds = 2_208_988_800;

export function* boxes(bytes: Uint8Array): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.byteLength;) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > bytes.byteLength)
      throw new Error(`A box of ${size} bytes at ${at} does not fit.`);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, body: new DataView(bytes.buffer, bytes.byteOffset + at + 8, size - 8), start: at };
    at += size;
  }
}

export function chunks(bytes: Uint8Array): ReadChunk[] {
  const found: ReadChunk[] = [];
  let capture: ReadChunk['capture'];
  for (const { type, body, start } of boxes(bytes)) {
    if (type === 'prft') capture = readPrft(body);
    if (type !== 'moof') continue;
    found.push({ ...readMoof(body, bytes, start), capture });
    capture = undefined;
  }
  return found;
}

/** Samples per second and the sample entry of an init segment's only track. */
export function readInit(bytes: Uint8Array): {
  timescale: number;
  entry: string;
  width: number;
  height: number;
} {
  const trak = child(child(top(bytes, 'moov'), 'trak'), 'mdia');
  const mdhd = child(trak, 'mdhd');
  const stsd = child(child(child(trak, 'minf'), 'stbl'), 'stsd');
  const entryAt = 8;
  return {
    timescale: mdhd.getUint32(12),
    entry: text(stsd, entryAt + 4),
    width: stsd.getUint16(entryAt + 8 + 24),
    height: stsd.getUint16(entryAt + 8 + 26),
  };
}

function readPrft(body: DataView) {
  const seconds = body.getUint32(8) - ntpEpochSeconds;
  return {
    eventTime: seconds * 1000 + (body.getUint32(12) / 2 ** 32) * 1000,
    mediaTime: Number(body.getBigUint64(16)),
    flags: body.getUint32(0) & 0xff_ffff,
  };
}

function readMoof(moof: DataView, file: Uint8Array, moofStart: number) {
  const traf = child(moof, 'traf');
  const tfhd = child(traf, 'tfhd');
  const tfdt = child(traf, 'tfdt');
  const trun = child(traf, 'trun');
  if ((tfhd.getUint32(0) & 0x2_0000) === 0) throw new Error('default-base-is-moof is not set.');
  if (tfdt.getUint8(0) !== 1) throw new Error('tfdt is not of version 1.');
  const flags = trun.getUint32(0) & 0xff_ffff;
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag);
  const dataOffset = trun.getInt32(8);
  let at = 12 + (flags & 0x4 ? 4 : 0);
  let dataAt = moofStart + dataOffset;
  const samples = Array.from({ length: trun.getUint32(4) }, () => {
    const value = new Map(fields.map((flag, i) => [flag, trun.getUint32(at + i * 4)]));
    at += fields.length * 4;
    const size = value.get(0x200) ?? 0;
    dataAt += size;
    return { data: file.subarray(dataAt - size, dataAt), flags: value.get(0x400) ?? tfhd.getUint32(8) };
  });
  return {
    sequence: child(moof, 'mfhd').getUint32(4),
    decodeTime: Number(tfdt.getBigUint64(4)),
    samples,
  };
}

function top(bytes: Uint8Array, type: string): DataView {
  for (const box of boxes(bytes)) if (box.type === type) return box.body;
  throw new Error(`There is no ${type}.`);
}

function child(parent: DataView, type: string): DataView {
  return top(new Uint8Array(parent.buffer, parent.byteOffset, parent.byteLength), type);
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(...Array.from({ length: 4 }, (_, i) => view.getUint8(at + i)));
}
