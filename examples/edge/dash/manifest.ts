/** The live MPD of one angle (ISO/IEC 23009-1): numbered 1 s segments, the same as those of HLS. Pure. */
import { dvrWindowMs } from '../clock.js';
import type { Packager } from '../media/packager.js';
import type { AngleRenditions, AudioRendition, Rendition, VideoRendition } from '../media/rendition.js';
import { segmentMs } from '../media/timeline.js';
import { contentProtection } from '../protected/signalling.js';

export interface ManifestInput {
  readonly renditions: AngleRenditions;
  /** Event time of media time 0, ms, as the manifest is to tell it. */
  readonly startMs: number;
  /** Event time now, ms, likewise. */
  readonly nowMs: number;
  /** Where the edge tells the time. */
  readonly timeUrl: string;
  /** Folder of a rendition's media, relative to the manifest, ending in a slash. */
  readonly mediaFolder: (rendition: Rendition) => string;
}

/** Nothing in the manifest changes: numbers and clocks say what there is. It is read again only in case the edge restarts. */
const updateSeconds = 10;
/** One segment being made, one being fetched, and a little. */
const presentationDelaySeconds = 2;

export function liveManifest(input: ManifestInput, packager: Pick<Packager, 'bitrates'>): string {
  const { renditions, startMs, nowMs, timeUrl } = input;
  const { high, low, aac, opus } = renditions;
  const attributes = [
    'xmlns="urn:mpeg:dash:schema:mpd:2011"',
    ...(high.protection ? ['xmlns:cenc="urn:mpeg:cenc:2013"', 'xmlns:dashif="https://dashif.org/CPS"'] : []),
    'profiles="urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019"',
    'type="dynamic"',
    `availabilityStartTime="${iso(startMs)}"`,
    `publishTime="${iso(nowMs)}"`,
    `minimumUpdatePeriod="PT${updateSeconds}S"`,
    `timeShiftBufferDepth="PT${dvrWindowMs / 1000}S"`,
    `suggestedPresentationDelay="PT${presentationDelaySeconds}S"`,
    `minBufferTime="PT${segmentMs / 1000}S"`,
    `maxSegmentDuration="PT${Math.ceil(segmentMs / 1000) + 1}S"`,
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD ${attributes.join(' ')}>`,
    '  <Period id="live" start="PT0S">',
    ...adaptationSet(1, 'video', undefined, [high, low], input, packager),
    ...adaptationSet(2, 'audio', { label: 'Stadium', role: 'main' }, [aac], input, packager),
    ...adaptationSet(3, 'audio', { label: 'Stadium (Opus)', role: 'alternate' }, [opus], input, packager),
    '  </Period>',
    `  ${utcTiming(timeUrl)}`,
    '</MPD>',
    '',
  ].join('\n');
}

function adaptationSet(
  id: number,
  contentType: Rendition['kind'],
  sound: { readonly label: string; readonly role: string } | undefined,
  renditions: readonly Rendition[],
  input: ManifestInput,
  packager: Pick<Packager, 'bitrates'>,
): string[] {
  return [
    `    <AdaptationSet id="${id}" contentType="${contentType}" mimeType="${contentType}/mp4" segmentAlignment="true" startWithSAP="1">`,
    ...renditions
      .slice(0, 1)
      .flatMap(contentProtection)
      .map((element) => `      ${element}`),
    ...producerReferenceTime(id, input),
    ...(sound
      ? [
          `      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="${sound.role}"/>`,
          `      <Label>${sound.label}</Label>`,
        ]
      : []),
    ...renditions.flatMap((rendition) => [
      `      <Representation id="${rendition.id}" bandwidth="${packager.bitrates(rendition).peak}" codecs="${rendition.codec}" ${shape(rendition)}>`,
      ...(rendition.kind === 'audio' ? [channels(rendition)] : []),
      `        ${segmentTemplate(rendition, input)}`,
      '      </Representation>',
    ]),
    '    </AdaptationSet>',
  ];
}

/** Media time 0 was captured at startMs; `prft` boxes say the same of every chunk. */
function producerReferenceTime(id: number, { startMs, timeUrl }: ManifestInput): string[] {
  return [
    `      <ProducerReferenceTime id="${id}" inband="true" type="captured" wallClockTime="${iso(startMs)}" presentationTime="0">`,
    `        ${utcTiming(timeUrl)}`,
    '      </ProducerReferenceTime>',
  ];
}

function shape(rendition: VideoRendition | AudioRendition): string {
  if (rendition.kind === 'audio') return `audioSamplingRate="${rendition.timescale}"`;
  const { width, height, frameRate } = rendition;
  return `width="${width}" height="${height}" frameRate="${frameRate}" sar="1:1"`;
}

function channels(rendition: AudioRendition): string {
  return `        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${rendition.channels}"/>`;
}

function segmentTemplate(rendition: Rendition, { mediaFolder }: ManifestInput): string {
  const { timescale } = rendition;
  const folder = mediaFolder(rendition);
  const duration = (segmentMs * timescale) / 1000;
  return `<SegmentTemplate timescale="${timescale}" duration="${duration}" startNumber="0" initialization="${folder}init.mp4" media="${folder}$Number$.m4s"/>`;
}

function utcTiming(url: string): string {
  return `<UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-iso:2014" value="${url}"/>`;
}

function iso(eventTime: number): string {
  return new Date(eventTime).toISOString();
}
