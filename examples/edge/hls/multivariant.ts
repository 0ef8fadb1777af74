/** Multivariant playlists: one angle, two qualities, one sound (draft-pantos-hls-rfc8216bis, 4.4.6). */
import { textRenditions } from '../captions/index.js';
import type { Bitrates, Packager } from '../media/packager.js';
import type { AngleRenditions, VideoRendition } from '../media/rendition.js';
import { keyTag } from '../protected/signalling.js';

/**
 * @param folder where the media playlists are, relative to this one: empty or ending in a slash
 * @param captioned with subtitles, and closed captions in the pictures
 */
export function multivariantPlaylist(
  { high, low, aac }: AngleRenditions,
  packager: Pick<Packager, 'bitrates'>,
  folder: string,
  captioned = false,
): string {
  const sound = packager.bitrates(aac);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...[high, aac].flatMap((rendition) => keyTag('EXT-X-SESSION-KEY', rendition)),
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Stadium",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${aac.channels}",URI="${folder}${aac.id}.m3u8"`,
    ...(captioned ? captions(folder) : []),
    ...[high, low].flatMap((video) => [
      `#EXT-X-STREAM-INF:${streamInf(video, packager.bitrates(video), sound)},CODECS="${video.codec},${aac.codec}",AUDIO="sound",${captioned ? 'SUBTITLES="words",CLOSED-CAPTIONS="cc"' : 'CLOSED-CAPTIONS=NONE'}`,
      `${folder}${video.id}.m3u8`,
    ]),
    '',
  ].join('\n');
}

function captions(folder: string): string[] {
  return [
    ...textRenditions.map(
      ({ id, name }) =>
        `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="words",NAME="${name}",LANGUAGE="${id}",DEFAULT=NO,AUTOSELECT=YES,URI="${folder}${id}.m3u8"`,
    ),
    '#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English CC",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,INSTREAM-ID="CC1"',
  ];
}

function streamInf({ width, height, frameRate }: VideoRendition, video: Bitrates, sound: Bitrates): string {
  return [
    `BANDWIDTH=${video.peak + sound.peak}`,
    `AVERAGE-BANDWIDTH=${video.average + sound.average}`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${frameRate.toFixed(3)}`,
  ].join(',');
}
