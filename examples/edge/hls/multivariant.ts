/** Multivariant playlists: one angle, two qualities, one sound (draft-pantos-hls-rfc8216bis, 4.4.6). */
import type { Bitrates, Packager } from '../media/packager.js';
import type { AngleRenditions, VideoRendition } from '../media/rendition.js';
import { keyTag } from '../protected/signalling.js';

/** @param folder where the media playlists are, relative to this one: empty or ending in a slash */
export function multivariantPlaylist(
  { high, low, aac }: AngleRenditions,
  packager: Pick<Packager, 'bitrates'>,
  folder: string,
): string {
  const sound = packager.bitrates(aac);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...[high, aac].flatMap((rendition) => keyTag('EXT-X-SESSION-KEY', rendition)),
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Stadium",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${aac.channels}",URI="${folder}${aac.id}.m3u8"`,
    ...[high, low].flatMap((video) => [
      `#EXT-X-STREAM-INF:${streamInf(video, packager.bitrates(video), sound)},CODECS="${video.codec},${aac.codec}",AUDIO="sound",CLOSED-CAPTIONS=NONE`,
      `${folder}${video.id}.m3u8`,
    ]),
    '',
  ].join('\n');
}

function streamInf({ width, height, frameRate }: VideoRendition, video: Bitrates, sound: Bitrates): string {
  return [
    `BANDWIDTH=${video.peak + sound.peak}`,
    `AVERAGE-BANDWIDTH=${video.average + sound.average}`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${frameRate.toFixed(3)}`,
  ].join(',');
}
