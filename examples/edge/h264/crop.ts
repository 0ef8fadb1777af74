/** Hides rows of the picture without touching the pictures: the cropping window of the SPS (ITU-T H.264, 7.3.2.1.1). */
import type { VideoTrack } from '../contract.js';
import { withParameterSets } from './avcc.js';
import { BitReader, BitWriter, escape, unescape } from './bits.js';

/** Profiles whose SPS carries chroma format, bit depths and scaling lists. */
const highProfiles: readonly number[] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

/** Rows of the strip along the bottom (1/32 of the height), rounded up to what 4:2:0 cropping can say: even rows. */
export function stripRows(height: number): number {
  return Math.ceil(height / 32 / 2) * 2;
}

/** The same track whose decoder shows no strip: other parameter sets, same samples. */
export function withoutStrip(track: VideoTrack): VideoTrack {
  const bottomRows = stripRows(track.height);
  const sps = track.sps.map((set) => cropSps(set, { bottomRows }));
  return {
    ...track,
    height: track.height - bottomRows,
    sps,
    avcC: withParameterSets(track.avcC, { sps, pps: track.pps }),
  };
}

/**
 * The SPS with `bottomRows` more luma rows cut off the bottom.
 * @param sps NAL unit with its header byte, without start code or length
 * @throws RangeError when the SPS is broken or the rows are not a whole number of its cropping units
 */
export function cropSps(sps: Uint8Array, { bottomRows }: { bottomRows: number }): Uint8Array {
  const raw = unescape(sps);
  const reader = new BitReader(raw);
  const { unit } = readToCropping(reader);
  const flagAt = reader.position;
  const cropped = reader.bit() === 1;
  const [left, right, top, bottom] = cropped
    ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
    : [0, 0, 0, 0];
  if (bottomRows % unit !== 0)
    throw new RangeError(`${bottomRows} rows cannot be cropped: this SPS counts in ${unit} rows.`);

  const writer = new BitWriter();
  copyBits(raw, 0, flagAt, writer);
  writer.bit(1);
  for (const offset of [left, right, top, bottom + bottomRows / unit]) writer.unsigned(offset);
  copyBits(raw, reader.position, endOfPayload(raw), writer);
  return escape(writer.toBytes());
}

/** Reads up to frame_cropping_flag; `unit` is CropUnitY, in luma rows. */
function readToCropping(reader: BitReader): { unit: number } {
  reader.bits(8); // NAL unit header
  const profile = reader.bits(8);
  reader.bits(16); // constraint flags, level
  reader.unsigned(); // seq_parameter_set_id
  const chromaFormat = highProfiles.includes(profile) ? readChroma(reader) : 1;
  reader.unsigned(); // log2_max_frame_num_minus4
  readPictureOrder(reader);
  reader.unsigned(); // max_num_ref_frames
  reader.bit(); // gaps_in_frame_num_value_allowed_flag
  reader.unsigned(); // pic_width_in_mbs_minus1
  reader.unsigned(); // pic_height_in_map_units_minus1
  const framesOnly = reader.bit();
  if (!framesOnly) reader.bit(); // mb_adaptive_frame_field_flag
  reader.bit(); // direct_8x8_inference_flag
  return { unit: (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly) };
}

function readChroma(reader: BitReader): number {
  const chromaFormat = reader.unsigned();
  if (chromaFormat === 3) reader.bit(); // separate_colour_plane_flag
  reader.unsigned(); // bit_depth_luma_minus8
  reader.unsigned(); // bit_depth_chroma_minus8
  reader.bit(); // qpprime_y_zero_transform_bypass_flag
  if (reader.bit()) {
    const lists = chromaFormat === 3 ? 12 : 8;
    for (let i = 0; i < lists; i += 1) if (reader.bit()) readScalingList(reader, i < 6 ? 16 : 64);
  }
  return chromaFormat;
}

function readScalingList(reader: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size; i += 1) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function readPictureOrder(reader: BitReader): void {
  const type = reader.unsigned();
  if (type === 0) reader.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return;
  reader.bit(); // delta_pic_order_always_zero_flag
  reader.signed(); // offset_for_non_ref_pic
  reader.signed(); // offset_for_top_to_bottom_field
  for (let left = reader.unsigned(); left > 0; left -= 1) reader.signed();
}

function copyBits(bytes: Uint8Array, from: number, to: number, writer: BitWriter): void {
  for (let i = from; i < to; i += 1) writer.bit(((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1);
}

/** Position after rbsp_stop_one_bit, the last bit that is set. */
function endOfPayload(raw: Uint8Array): number {
  let last = raw.length - 1;
  while (last > 0 && raw[last] === 0) last -= 1;
  const byte = raw[last] ?? 0;
  return last * 8 + 8 - Math.log2(byte & -byte);
}
