import { BitReader } from './bits.js';
import type { ColorCodePoints } from './color.js';
import { whole } from './cursor.js';
import { readVui } from './h264-vui.js';
import type { H264Vui } from './h264-vui.js';
import { hexOf } from './hex.js';
import { withoutEmulation } from './nal.js';

/** What a player needs of a sequence parameter set, H.264 7.3.2.1.1. */
export interface H264Sps {
  readonly profile: number;
  readonly level: number;
  /** `64001f`, as it stands behind `avc1.`. */
  readonly profileLevel: string;
  /** Pixels that are shown: cropping applied. */
  readonly width: number;
  readonly height: number;
  /** chroma_format_idc: 1 is 4:2:0. */
  readonly chroma: number;
  readonly lumaBits: number;
  readonly chromaBits: number;
  /** False for streams that may be interlaced. */
  readonly progressive: boolean;
  readonly pixelAspect: number;
  readonly color: ColorCodePoints | undefined;
  /**
   * Pictures that may have to wait for another before they are shown; undefined where the stream does not say, and a decoder
   * that holds to the letter waits for as many as fit its buffer.
   */
  readonly maxReorderFrames: number | undefined;
}

/** Profiles that state their chroma format. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const macroblock = 16;
/** H.264's largest level allows 139,264 macroblocks, none more than this on a side. */
const mostMacroblocks = 1056;
/** num_ref_frames_in_pic_order_cnt_cycle is at most this. */
const mostReferences = 255;

/** Reads an SPS with its NAL header, emulation prevention still in it. */
export function parseH264Sps(unit: Uint8Array): H264Sps | undefined {
  return whole(() => {
    const [header] = unit;
    if (header === undefined || (header & 0x1f) !== 7) return undefined;
    const payload = withoutEmulation(unit.subarray(1));
    return readSps(new BitReader(payload), hexOf(payload.subarray(0, 3)));
  });
}

/** `avc1.64001f`. */
export function h264Codec(sps: Pick<H264Sps, 'profileLevel'>, entry: 'avc1' | 'avc3' = 'avc1'): string {
  return `${entry}.${sps.profileLevel}`;
}

function readSps(bits: BitReader, profileLevel: string): H264Sps | undefined {
  const profile = bits.bits(8);
  bits.skip(8);
  const level = bits.bits(8);
  bits.unsigned();
  const format = highProfiles.has(profile)
    ? readFormat(bits)
    : { chroma: 1, lumaBits: 8, chromaBits: 8, planes: 1 };
  bits.unsigned(); // frame number
  const orderType = readOrder(bits);
  bits.unsigned(); // reference frames
  bits.skip(1);
  const columns = bits.unsigned() + 1;
  const rows = bits.unsigned() + 1;
  const progressive = bits.flag();
  if (!progressive) bits.skip(1);
  bits.skip(1);
  if (columns > mostMacroblocks || rows > mostMacroblocks) return undefined;
  const { chroma, lumaBits, chromaBits, planes } = format;
  const fields = progressive ? 1 : 2;
  const crop = bits.flag() ? readCrop(bits, planes === 1 ? chroma : 0, fields) : { width: 0, height: 0 };
  const width = columns * macroblock - crop.width;
  const height = rows * macroblock * fields - crop.height;
  if (width <= 0 || height <= 0) return undefined;
  const none: H264Vui = { pixelAspect: 1, color: undefined, maxReorderFrames: undefined };
  const { maxReorderFrames, ...vui } = bits.flag() ? readVui(bits) : none;
  return {
    ...{ profile, level, profileLevel, width, height, chroma, lumaBits, chromaBits, progressive },
    ...vui,
    maxReorderFrames: orderType === 2 ? 0 : maxReorderFrames,
  };
}

function readFormat(bits: BitReader): {
  chroma: number;
  lumaBits: number;
  chromaBits: number;
  planes: number;
} {
  const chroma = bits.unsigned();
  const planes = chroma === 3 && bits.flag() ? 3 : 1;
  const lumaBits = 8 + bits.unsigned();
  const chromaBits = 8 + bits.unsigned();
  bits.skip(1);
  if (bits.flag()) {
    const lists = chroma === 3 ? 12 : 8;
    for (let index = 0; index < lists; index++) if (bits.flag()) skipScalingList(bits, index < 6 ? 16 : 64);
  }
  return { chroma, lumaBits, chromaBits, planes };
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  for (let index = 0; index < size; index++) {
    const next = (last + bits.signed() + 256) % 256;
    if (next === 0) return;
    last = next;
  }
}

/** Picture order count: in type 2 output order is decoding order. */
function readOrder(bits: BitReader): number {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type === 1) {
    bits.skip(1);
    bits.signed();
    bits.signed();
    const references = Math.min(bits.unsigned(), mostReferences);
    for (let index = 0; index < references; index++) bits.signed();
  }
  return type;
}

/** Cropping in pixels: its units are those of chroma, and of two fields where there are fields. */
function readCrop(bits: BitReader, chroma: number, fields: number): { width: number; height: number } {
  const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()];
  const unitWidth = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitHeight = (chroma === 1 ? 2 : 1) * fields;
  return { width: (left + right) * unitWidth, height: (top + bottom) * unitHeight };
}
