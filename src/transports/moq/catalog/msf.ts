import { catalogMalformed, catalogTooLarge } from '../errors.js';
import { base64, flag, isObject, list, needText, number, object, positive, text } from './fields.js';
import type { Json, JsonObject } from './fields.js';
import { maxInitBytes, maxNameLength } from './limits.js';
import type {
  AudioRendition,
  EventTrack,
  MoqCatalog,
  Packaging,
  TimelineTrack,
  VideoRendition,
} from './model.js';
import type { MsfDocument } from './msf-document.js';

const packagings: readonly Packaging[] = ['loc', 'cmaf', 'legacy'];

const videoCodec = /^(?:avc[1-4]|hvc1|hev1|vvc1|vp8|vp0?9|av01|dvh)/i;

/**
 * What an MSF catalog offers (draft-ietf-moq-msf 00 and 01, draft-ietf-moq-cmsf-01). Packagings and roles that are not played
 * are left out; `base` is the namespace of the catalog's own track.
 */
export function msfCatalog(document: MsfDocument, base: string): MoqCatalog {
  const inits = initData(document.initDataList);
  const timelines = timelinesOf(document.tracks, base);
  const ignored: string[] = [];
  const video: VideoRendition[] = [];
  const audio: AudioRendition[] = [];
  const events: EventTrack[] = [];
  for (const track of document.tracks) {
    const name = needText(track, 'name', 'track');
    const packaging = text(track, 'packaging', name) ?? 'loc';
    const broadcast = namespaceOf(track, name, base);
    if (packaging === 'eventtimeline')
      events.push({ broadcast, name, type: text(track, 'eventType', name) ?? '' });
    const known = packagings.find((each) => each === packaging);
    const kind = known === undefined ? undefined : kindOf(track, name);
    if (known === undefined || kind === undefined) {
      if (!packaging.endsWith('timeline'))
        ignored.push(`${name}: ${ignoredBecause(track, packaging, known)}`);
      continue;
    }
    const shared = sharedOf(track, name, known, broadcast, base, inits, timelines, document);
    if (kind === 'video')
      video.push({
        ...shared,
        kind,
        width: positive(track, 'width', name),
        height: positive(track, 'height', name),
        framerate: positive(track, 'framerate', name),
        pixelAspect: pixelAspectOf(track, name),
        rotation: 0,
      });
    else
      audio.push({
        ...shared,
        kind,
        sampleRate: positive(track, 'samplerate', name) ?? 48_000,
        channels: channelsOf(text(track, 'channelConfig', name)),
      });
  }
  return { format: document.version, video, audio, events, complete: document.complete, ignored };
}

function ignoredBecause(track: JsonObject, packaging: string, known: Packaging | undefined): string {
  return known === undefined
    ? `its packaging ${packaging.slice(0, 40)} is not known`
    : `its role ${String(track['role']).slice(0, 40)} is not played`;
}

/** Namespaces are paths here: the elements of the tuple, joined by slashes. */
function namespaceOf(track: JsonObject, name: string, base: string): string {
  return (text(track, 'namespace', name) ?? base).replace(/^\/+|\/+$/g, '');
}

/** Roles are optional, so codecs and what else is said of a track decide where there is none. */
function kindOf(track: JsonObject, name: string): 'video' | 'audio' | undefined {
  const role = text(track, 'role', name);
  if (role === 'video' || role === 'signlanguage') return 'video';
  if (role === 'audio' || role === 'audiodescription') return 'audio';
  if (role === 'caption' || role === 'subtitle' || role === 'init' || role === 'data') return undefined;
  const codec = text(track, 'codec', name);
  if (codec === undefined) return undefined;
  if (videoCodec.test(codec)) return 'video';
  return /^(?:mp4a|opus|flac|ac-3|ec-3|vorbis|mp3)/i.test(codec) || track['samplerate'] !== undefined
    ? 'audio'
    : undefined;
}

function sharedOf(
  track: JsonObject,
  name: string,
  packaging: Packaging,
  broadcast: string,
  base: string,
  inits: ReadonlyMap<string, Uint8Array>,
  timelines: ReadonlyMap<string, Timing>,
  document: MsfDocument,
) {
  const reference = text(track, 'initRef', name);
  const data =
    base64(track, 'initData', name) ?? (reference === undefined ? undefined : inits.get(reference));
  const timing = timelines.get(`${broadcast}#${name}`);
  const live = track['isLive'] !== false;
  const buffers = object(track, 'buffers', name);
  // The drafts have codecs as WebCodecs registers them; publishers write Opus as MP4 does.
  const codec = needText(track, 'codec', name);
  return {
    id: broadcast === base ? name : `${broadcast}#${name}`,
    broadcast,
    track: name,
    packaging,
    codec: codec === 'Opus' ? 'opus' : codec,
    description: packaging === 'cmaf' ? undefined : data,
    init: packaging === 'cmaf' ? data : undefined,
    bitrate: positive(track, 'bitrate', name),
    label: text(track, 'label', name),
    role: text(track, 'role', name),
    language: text(track, 'lang', name),
    renderGroup: number(track, 'renderGroup', name),
    altGroup: number(track, 'altGroup', name),
    targetLatencyMs: live
      ? (positive(track, 'targetLatency', name) ??
        (buffers === undefined ? undefined : positive(buffers, 'target', `${name}.buffers`)))
      : undefined,
    jitterMs: positive(track, 'jitter', name),
    encrypted: isEncrypted(track, name, document),
    stalled: flag(track, 'stalled'),
    live,
    wall: timing?.wall,
    timeline: timing?.track,
  };
}

/** CMSF names protections at the root; MSF's own end-to-end encryption names a scheme on the track. */
function isEncrypted(track: JsonObject, name: string, document: MsfDocument): boolean {
  const references = list(track, 'contentProtectionRefIDs', name) ?? [];
  if (references.length > 0) return true;
  if (text(track, 'encryptionScheme', name) !== undefined) return true;
  // Inline protection of a track, as early CMSF drafts had it.
  return (list(track, 'contentProtections', name) ?? []).length > 0 && document.version === 'msf-00';
}

function initData(entries: readonly Json[]): ReadonlyMap<string, Uint8Array> {
  const result = new Map<string, Uint8Array>();
  let total = 0;
  for (const [index, entry] of entries.entries()) {
    const where = `initDataList[${index}]`;
    if (!isObject(entry)) throw catalogMalformed(`${where} is not an object`);
    // Init data in properties of tracks or objects is below what the transport library shows.
    if ((text(entry, 'type', where) ?? 'inline') !== 'inline') continue;
    const bytes = base64(entry, 'data', where);
    if (bytes === undefined) continue;
    total += bytes.byteLength;
    if (total > maxInitBytes * 4)
      throw catalogTooLarge(`its init data has more than ${maxInitBytes * 4} bytes`);
    result.set(needText(entry, 'id', where), bytes);
  }
  return result;
}

interface Timing {
  readonly wall: number | undefined;
  readonly track: TimelineTrack | undefined;
}

/** Media timelines by the tracks they describe: a track of their own, or a template that says all there is to say. */
function timelinesOf(tracks: readonly JsonObject[], base: string): ReadonlyMap<string, Timing> {
  const result = new Map<string, Timing>();
  for (const track of tracks) {
    const name = needText(track, 'name', 'track');
    const broadcast = namespaceOf(track, name, base);
    const wall = templateWall(list(track, 'template', name), name);
    if (track['packaging'] !== 'mediatimeline') {
      if (wall !== undefined) result.set(`${broadcast}#${name}`, { wall, track: undefined });
      continue;
    }
    const timeline: TimelineTrack = { format: 'msf', broadcast, name, timescale: 1000 };
    for (const depends of list(track, 'depends', name) ?? [])
      if (typeof depends === 'string' && depends.length <= maxNameLength)
        result.set(`${broadcast}#${depends}`, { wall, track: wall === undefined ? timeline : undefined });
  }
  return result;
}

/** `[startMediaTime, deltaMediaTime, startLocation, deltaLocation, startWallclock, deltaWallclock]`, ms (MSF-01 7.4). */
function templateWall(template: readonly Json[] | undefined, name: string): number | undefined {
  if (template === undefined) return undefined;
  const [media, mediaStep, , , wall, wallStep] = template;
  if (
    template.length !== 6 ||
    typeof media !== 'number' ||
    typeof mediaStep !== 'number' ||
    typeof wall !== 'number' ||
    typeof wallStep !== 'number'
  )
    throw catalogMalformed(`${name}.template is not a media timeline template`);
  return wall > 0 && mediaStep === wallStep ? wall - media : undefined;
}

function pixelAspectOf(track: JsonObject, name: string): number | undefined {
  const [width, height] = [positive(track, 'width', name), positive(track, 'height', name)];
  const [across, down] = [positive(track, 'displayWidth', name), positive(track, 'displayHeight', name)];
  return width === undefined || height === undefined || across === undefined || down === undefined
    ? undefined
    : (across / down) * (height / width);
}

/** `2`, `stereo`, `5.1`. */
function channelsOf(config: string | undefined): number {
  if (config === undefined || config === 'stereo') return 2;
  if (config === 'mono') return 1;
  const parts = /^(\d{1,2})(?:\.(\d))?/.exec(config);
  const channels = parts === null ? 0 : Number(parts[1]) + Number(parts[2] ?? 0);
  return channels >= 1 && channels <= 32 ? channels : 2;
}
