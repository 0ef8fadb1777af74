import type { Rotation } from '../contract.js';

/** How a protected sample entry is protected (sinf, ISO/IEC 23001-7). */
export interface Protection {
  /** `cenc`, `cbcs` …; undefined where the box does not say. */
  readonly scheme: string | undefined;
  /** What it would be in the clear: `avc1`, `mp4a`. */
  readonly originalFormat: string;
  /** The default key's id, 32 hexadecimal digits. */
  readonly defaultKeyId: string | undefined;
}

interface EntryBase {
  /** The four characters of the sample entry; of a protected one, of its original format. */
  readonly format: string;
  /** As WebCodecs wants it: RFC 6381 where that has a rule, else the format. */
  readonly codec: string;
  /** As WebCodecs wants it; absent where a codec has none. */
  readonly description?: Uint8Array;
  /** Set where it cannot be decoded without a key system. */
  readonly protection?: Protection;
}

export interface VideoEntry extends EntryBase {
  readonly kind: 'video';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Width over height of one pixel. */
  readonly pixelAspect: number;
  readonly colorSpace?: VideoColorSpaceInit;
  /** Bytes of the length in front of every NAL unit; absent for codecs without NAL units. */
  readonly nalLengthSize?: number;
}

export interface AudioEntry extends EntryBase {
  readonly kind: 'audio';
  /** Hertz that come out of a decoder. */
  readonly sampleRate: number;
  readonly channels: number;
}

/** Subtitles, metadata, and what nobody knows. */
export interface OtherEntry extends EntryBase {
  readonly kind: 'other';
}

export type SampleEntry = VideoEntry | AudioEntry | OtherEntry;

/** What an edit list does to a track (ISO/IEC 14496-12 8.6.6), as far as fragments can have one: it begins later, and some of its media comes before the beginning. */
export interface Edit {
  /** What is added to a media time to get its presentation time, in ticks: negative by media that is cut off. */
  readonly shift: number;
  /** Where presentation begins, in ticks of presentation time. Samples before it are decoded and neither shown nor heard: priming. */
  readonly start: number;
  /** True where the list says more than that (gaps, repeats, slow motion): the rest is ignored. */
  readonly simplified: boolean;
}

/** What holds for samples that say nothing else (trex). */
export interface SampleDefaults {
  /** 1 for the first sample entry. */
  readonly entry: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

export interface Track {
  readonly id: number;
  readonly kind: SampleEntry['kind'];
  /** Ticks a second. */
  readonly timescale: number;
  /** At least one. Several, where a track changes: a clear beginning before protected media, another avcC. */
  readonly entries: readonly [SampleEntry, ...SampleEntry[]];
  readonly edit: Edit;
  /** Degrees clockwise the picture has to be turned by. */
  readonly rotation: Rotation;
  /** ISO 639-2, `und` where it is not said. */
  readonly language: string;
  readonly defaults: SampleDefaults;
  /** Samples that a decoder has to be given before the first it is wanted for (sample group `roll`): 1 for AAC, 4 for Opus; 0 unless said. */
  readonly preroll: number;
}

export interface InitSegment {
  readonly tracks: readonly Track[];
  /** `ftyp` (where there is one) and `moov`, as they came. */
  readonly bytes: Uint8Array;
  /** False for a file whose samples are all in one table: it has no fragments. */
  readonly fragmented: boolean;
  /** Milliseconds; undefined where it is not known, as in a live stream. */
  readonly durationMs: number | undefined;
  /** Whole `pssh` boxes: what EME takes as `cenc` init data. */
  readonly protectionSystems: readonly Uint8Array[];
}

/** One encoded frame as the container has it. Times are ticks of its track. */
export interface Mp4Sample {
  /** After its run's `decodeTime`. */
  readonly decodeOffset: number;
  /** From decoding to composition; may be negative. */
  readonly compositionOffset: number;
  /** As stated; 0 is possible. */
  readonly duration: number;
  readonly key: boolean;
  /** ISO/IEC 14496-12 8.8.3.1. */
  readonly flags: number;
  readonly size: number;
  /** A view of the fragment's bytes, made at every reading; copy it to keep it without them. */
  readonly data: Uint8Array;
}

/** What a fragment has of one track. */
export interface TrackRun {
  readonly track: Track;
  readonly entry: SampleEntry;
  /** Ticks of the first sample's decoding, on the media's timeline (tfdt): the edit is not yet applied. */
  readonly decodeTime: bigint;
  /** In decoding order, without those of no bytes. */
  readonly samples: readonly Mp4Sample[];
  /** Ticks of all its samples. */
  readonly duration: number;
}

/** One moof with its data. */
export interface Fragment {
  /** mfhd's. */
  readonly sequence: number;
  readonly runs: readonly TrackRun[];
  /** From the first byte of moof to the last of its data: drop these and exactly this fragment is gone. */
  readonly bytes: Uint8Array;
  /** Bytes pushed before its first, since the reader was made or reset. */
  readonly position: number;
}

/** A timed event (emsg, ISO/IEC 23009-1 5.10.3.3). */
export interface EventMessage {
  readonly scheme: string;
  readonly value: string;
  /** Milliseconds of presentation time. */
  readonly timeMs: number;
  /** Milliseconds; undefined where it is not known. */
  readonly durationMs: number | undefined;
  readonly id: number;
  readonly data: Uint8Array;
}

/** When the producer had a certain instant of the media (prft, ISO/IEC 14496-12 8.16.5). */
export interface ProducerTime {
  readonly track: Track;
  /** The same presentation time as the track's samples have, in milliseconds. */
  readonly timeMs: number;
  /** Milliseconds since the Unix epoch. */
  readonly epochMs: number;
  /** 0 input to the encoder, 1 output of it, 2 fragment finished, 4 written, 8 arbitrary but consistent, 24 capture. */
  readonly flags: number;
}
