import { catalogMalformed, catalogTooLarge } from '../errors.js';
import { base64, flag, hex, isArray, isObject, needText, number, object, positive, text } from './fields.js';
import type { Json, JsonObject } from './fields.js';
import { maxTracks } from './limits.js';
import type { AudioRendition, MoqCatalog, Packaging, TimelineTrack, VideoRendition } from './model.js';
import { resolvePath } from './path.js';

/** Where hang counts `wall` from, 2020-01-01T00:00:00Z in Unix milliseconds. */
const hangEpochMs = 1_577_836_800_000;

const packagings: readonly Packaging[] = ['legacy', 'loc', 'cmaf'];

interface Shared {
  readonly id: string;
  readonly broadcast: string;
  readonly packaging: Packaging;
  readonly init: Uint8Array | undefined;
  readonly description: Uint8Array | undefined;
  readonly wall: number | undefined;
  readonly timeline: TimelineTrack | undefined;
}

/**
 * Reads a hang catalog: maps of track name to decoder configuration. Sections it does not know are passed over, and a
 * rendition in a container it does not know is left out, so that newer publishers keep their older viewers. `base` is the
 * path of the broadcast that carries the catalog.
 */
export function parseHang(root: Json, base: string): MoqCatalog {
  if (!isObject(root)) throw catalogMalformed('it is not an object');
  const ignored: string[] = [];
  const video = videoSection(root);
  const turn = video === undefined ? undefined : number(video, 'rotation', 'video');
  const videos = renditions(root, 'video').flatMap(([name, config]) => {
    const shared = sharedOf(name, config, base, ignored);
    return shared === undefined ? [] : [videoOf(name, config, shared, turn)];
  });
  const audios = renditions(root, 'audio').flatMap(([name, config]) => {
    const shared = sharedOf(name, config, base, ignored);
    return shared === undefined ? [] : [audioOf(name, config, shared)];
  });
  return { format: 'hang', video: videos, audio: audios, events: [], complete: false, ignored };
}

/** Name and configuration of each rendition; the shapes of early hang versions are understood too. */
function renditions(root: JsonObject, section: 'video' | 'audio'): (readonly [string, JsonObject])[] {
  const value = root[section];
  if (value === undefined || value === null) return [];
  const old = isArray(value) ? value : isObject(value) && isObject(value['track']) ? [value] : undefined;
  if (old !== undefined) {
    checkCount(section, old.length);
    return old.map((entry, index) => {
      const where = `${section}[${index}]`;
      if (!isObject(entry)) throw catalogMalformed(`${where} is not an object`);
      const track = object(entry, 'track', where) ?? {};
      return [needText(track, 'name', `${where}.track`), object(entry, 'config', where) ?? {}] as const;
    });
  }
  if (!isObject(value)) throw catalogMalformed(`${section} is not an object`);
  const map = object(value, 'renditions', section) ?? {};
  const entries = Object.entries(map);
  checkCount(section, entries.length);
  return entries.map(([name, config]) => {
    if (!isObject(config))
      throw catalogMalformed(`${section}.renditions["${name.slice(0, 80)}"] is not an object`);
    return [name, config] as const;
  });
}

function checkCount(section: string, count: number): void {
  if (count > maxTracks) throw catalogTooLarge(`${section} lists ${count} tracks`);
}

function sharedOf(name: string, config: JsonObject, base: string, ignored: string[]): Shared | undefined {
  const container = config['container'];
  const kind = isObject(container)
    ? needText(container, 'kind', `${name}.container`)
    : (container ?? 'legacy');
  const packaging = packagings.find((known) => known === kind);
  if (packaging === undefined) {
    ignored.push(`${name}: its container ${JSON.stringify(kind).slice(0, 40)} is not known`);
    return undefined;
  }
  const broadcast = resolvePath(base, text(config, 'broadcast', name) ?? '');
  if (broadcast === undefined) {
    ignored.push(`${name}: its broadcast leads out of the root`);
    return undefined;
  }
  const init =
    isObject(container) && packaging === 'cmaf' ? base64(container, 'init', `${name}.container`) : undefined;
  if (packaging === 'cmaf' && init === undefined)
    throw catalogMalformed(`${name} is CMAF without an init segment`);
  const timeline = object(config, 'timeline', name);
  const timescale =
    timeline === undefined ? 1000 : (positive(timeline, 'timescale', `${name}.timeline`) ?? 1000);
  const wall = timeline === undefined ? undefined : number(timeline, 'wall', `${name}.timeline`);
  return {
    id: broadcast === base ? name : `${broadcast}#${name}`,
    broadcast,
    packaging,
    init,
    description: hex(config, 'description', name),
    wall: wall === undefined ? undefined : hangEpochMs + (wall * 1000) / timescale,
    timeline:
      timeline === undefined
        ? undefined
        : {
            format: 'hang',
            broadcast,
            name: needText(timeline, 'track', `${name}.timeline`),
            timescale,
          },
  };
}

function baseOf(name: string, config: JsonObject, shared: Shared) {
  return {
    track: name,
    codec: needText(config, 'codec', name),
    bitrate: positive(config, 'bitrate', name),
    jitterMs: positive(config, 'jitter', name),
    stalled: flag(config, 'stalled'),
    label: undefined,
    role: undefined,
    language: undefined,
    renderGroup: undefined,
    altGroup: undefined,
    targetLatencyMs: undefined,
    encrypted: false,
    live: true,
    ...shared,
  };
}

function videoOf(name: string, config: JsonObject, shared: Shared, turn: number | undefined): VideoRendition {
  const width = positive(config, 'codedWidth', name);
  const height = positive(config, 'codedHeight', name);
  // hang calls it the ratio of display to coded size, and publishers write the display size: relate the two.
  const across = positive(config, 'displayAspectWidth', name);
  const down = positive(config, 'displayAspectHeight', name);
  const pixelAspect =
    across === undefined || down === undefined || width === undefined || height === undefined
      ? undefined
      : (across / down) * (height / width);
  const rotation = ((Math.round((turn ?? 0) / 90) % 4) + 4) % 4;
  return {
    ...baseOf(name, config, shared),
    kind: 'video',
    width,
    height,
    framerate: positive(config, 'framerate', name),
    pixelAspect,
    rotation: rotation === 1 ? 90 : rotation === 2 ? 180 : rotation === 3 ? 270 : 0,
  };
}

function audioOf(name: string, config: JsonObject, shared: Shared): AudioRendition {
  return {
    ...baseOf(name, config, shared),
    kind: 'audio',
    sampleRate: positive(config, 'sampleRate', name) ?? 48_000,
    channels: positive(config, 'numberOfChannels', name) ?? 2,
  };
}

/** The video section where it is an object: early versions had an array there, which knows no rotation. */
function videoSection(root: JsonObject): JsonObject | undefined {
  return isArray(root['video']) ? undefined : object(root, 'video', 'catalog');
}
