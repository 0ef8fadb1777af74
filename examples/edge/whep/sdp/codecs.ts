/** Which of the offered formats our recordings can be sent in. */
import type { OfferedFormat, OfferedMedia } from './offer.js';

type Profile =
  'constrained-baseline' | 'baseline' | 'main' | 'extended' | 'high' | 'high-10' | 'high-422' | 'high-444';

/** Which decoders play a stream of a profile, best match first (ITU-T H.264, annex A: each profile names them). */
const decoders: Readonly<Record<Profile, readonly Profile[]>> = {
  'constrained-baseline': [
    'constrained-baseline',
    'baseline',
    'main',
    'high',
    'high-10',
    'high-422',
    'high-444',
    'extended',
  ],
  baseline: ['baseline', 'extended'],
  main: ['main', 'high', 'high-10', 'high-422', 'high-444'],
  extended: ['extended'],
  high: ['high', 'high-10', 'high-422', 'high-444'],
  'high-10': ['high-10', 'high-422', 'high-444'],
  'high-422': ['high-422', 'high-444'],
  'high-444': ['high-444'],
};

const constraintSet1 = 0x40;

/** What RFC 6184, 8.1 says is meant when `profile-level-id` is not there. */
const defaultProfileLevel = '42000a';

/** @param profileLevel six hexadecimal digits: profile_idc, constraint flags, level_idc */
function profileOf(profileLevel: string): Profile | undefined {
  const idc = Number.parseInt(profileLevel.slice(0, 2), 16);
  const constrained = (Number.parseInt(profileLevel.slice(2, 4), 16) & constraintSet1) !== 0;
  if (idc === 66) return constrained ? 'constrained-baseline' : 'baseline';
  const others: Readonly<Record<number, Profile>> = {
    77: 'main',
    88: 'extended',
    100: 'high',
    110: 'high-10',
    122: 'high-422',
    244: 'high-444',
  };
  return others[idc];
}

/** Mode 0 cannot cut a picture into packets, and browsers throw larger ones away. */
const packetizationMode = '1';

/**
 * The offered H.264 format that fits a stream best; undefined when none can play it. Levels are not compared: browsers
 * decode more than the level they write into every offer.
 * @param codec of the stream, RFC 6381: `avc1.42c01e`
 */
export function chooseVideo(media: OfferedMedia, codec: string): OfferedFormat | undefined {
  const stream = profileOf(codec.replace(/^avc1\./, ''));
  const suitable = stream ? decoders[stream] : [];
  const ranked = media.formats.flatMap((format) => {
    const { parameters } = format;
    if (format.codec !== 'H264' || format.clockRate !== 90_000) return [];
    if (parameters.get('packetization-mode') !== packetizationMode) return [];
    const profile = profileOf(parameters.get('profile-level-id') ?? defaultProfileLevel);
    const rank = profile ? suitable.indexOf(profile) : -1;
    return rank < 0 ? [] : [{ format, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.format;
}

/** The offered Opus format (RFC 7587: always written as 48000/2). */
export function chooseAudio(media: OfferedMedia): OfferedFormat | undefined {
  return media.formats.find(({ codec, clockRate }) => codec === 'OPUS' && clockRate === 48_000);
}
