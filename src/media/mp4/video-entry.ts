import {
  colorSpaceOf,
  Cursor,
  hevcCodec,
  parseAv1C,
  parseAvcC,
  parseHvcC,
  parseVpcC,
} from '../codec/index.js';
import { find, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import type { VideoEntry } from './types.js';

type Configured = Pick<VideoEntry, 'codec' | 'description' | 'colorSpace' | 'nalLengthSize'>;

/** Reads a VisualSampleEntry (ISO/IEC 14496-12 12.1.3) behind the part that all entries share. */
export function readVideoEntry(format: string, fields: Cursor): Omit<VideoEntry, 'protection'> {
  fields.skip(16);
  const width = fields.u16();
  const height = fields.u16();
  fields.skip(50); // resolution, frame count, the compressor's name, depth
  const boxes = fields.rest();
  const colorSpace = readColor(boxes);
  return {
    kind: 'video',
    format,
    width,
    height,
    pixelAspect: readPixelAspect(boxes),
    ...configured(format, boxes),
    ...(colorSpace === undefined ? {} : { colorSpace }),
  };
}

function configured(format: string, boxes: Uint8Array): Configured {
  switch (format) {
    case 'avc1':
    case 'avc3': {
      const description = configuration(boxes, 'avcC');
      const config = parseAvcC(description);
      if (config === undefined) throw malformed('its H.264 configuration makes no sense');
      return { codec: `${format}.${config.profile}`, description, nalLengthSize: config.lengthSize };
    }
    case 'hvc1':
    case 'hev1': {
      const description = configuration(boxes, 'hvcC');
      const config = parseHvcC(description);
      if (config === undefined) throw malformed('its HEVC configuration makes no sense');
      const codec = hevcCodec(format, config.profile);
      return { codec, description, nalLengthSize: config.lengthSize };
    }
    case 'vp08':
    case 'vp09': {
      const config = parseVpcC(format, fullBox(configuration(boxes, 'vpcC')).cursor.rest());
      if (config === undefined) throw malformed('its VP9 configuration makes no sense');
      return named(format === 'vp08' ? { ...config, codec: 'vp8' } : config);
    }
    case 'av01': {
      const config = parseAv1C(configuration(boxes, 'av1C'));
      if (config === undefined) throw malformed('its AV1 configuration makes no sense');
      return named(config);
    }
    default:
      return { codec: format };
  }
}

/** VP9 and AV1 have no description in WebCodecs: their key frames say everything. */
function named(config: ReturnType<typeof parseAv1C> & object): Configured {
  const { codec, colorSpace } = config;
  return colorSpace === undefined ? { codec } : { codec, colorSpace };
}

function configuration(boxes: Uint8Array, type: string): Uint8Array {
  const found = find(boxes, type);
  if (found === undefined) throw malformed(`its video has no '${type}'`);
  return found;
}

function readPixelAspect(boxes: Uint8Array): number {
  const pasp = find(boxes, 'pasp');
  if (pasp === undefined) return 1;
  const cursor = new Cursor(pasp);
  const horizontal = cursor.u32();
  const vertical = cursor.u32();
  return horizontal === 0 || vertical === 0 ? 1 : horizontal / vertical;
}

/** colr: `nclx` of ISO, or QuickTime's `nclc`, which has no range. ICC profiles are left alone. */
function readColor(boxes: Uint8Array): VideoColorSpaceInit | undefined {
  const colr = find(boxes, 'colr');
  if (colr === undefined) return undefined;
  const cursor = new Cursor(colr);
  const type = cursor.fourcc();
  if (type !== 'nclx' && type !== 'nclc') return undefined;
  const points = { primaries: cursor.u16(), transfer: cursor.u16(), matrix: cursor.u16() };
  const fullRange = type === 'nclx' ? (cursor.u8() & 0x80) !== 0 : undefined;
  return colorSpaceOf({ ...points, fullRange });
}
