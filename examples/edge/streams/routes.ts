/** LL-HLS, HLS and DASH of every angle. */
import { textRenditions, withCaptions, type TextRendition } from '../captions/index.js';
import type { EdgeClock, Loop } from '../contract.js';
import { liveManifest } from '../dash/manifest.js';
import { FaultGate, type StreamReply } from '../faults/gate.js';
import type { ActiveFault, Switchboard } from '../faults/switchboard.js';
import { parseDirectives } from '../hls/directives.js';
import { mediaPlaylist } from '../hls/media-playlist.js';
import { multivariantPlaylist } from '../hls/multivariant.js';
import type { Exchange } from '../http/exchange.js';
import { allowMethods, Problem } from '../http/problem.js';
import type { Handler } from '../http/static.js';
import { LiveEdge } from '../media/live-edge.js';
import { Packager } from '../media/packager.js';
import { createRenditions, type AngleRenditions, type Rendition } from '../media/rendition.js';
import type { Scheme } from '../protected/scheme.js';
import { lastPart, partStartMs, segmentMs } from '../media/timeline.js';
import { mediaFolder, mediaReply, parseMedia, textReply } from './media.js';
import { parseStreamPath, type StreamPath } from './path.js';

export interface StreamsInput {
  readonly loop: Loop;
  readonly clock: EdgeClock;
  readonly faults: Switchboard;
  /** From 0 up to 1: decides what drop and corrupt hit. */
  readonly random: () => number;
}

/** A blocked reload is given up after three target durations (draft-pantos-hls-rfc8216bis, 6.2.5.2). */
const maxBlockMs = 3 * segmentMs;

export class Streams {
  readonly #input: StreamsInput;
  readonly #packager: Packager;
  readonly #gate: FaultGate;
  readonly #angles: ReadonlyMap<string, AngleRenditions>;
  readonly #cleanAngles: ReadonlyMap<string, AngleRenditions>;
  /** Made when first asked for. */
  #captionedAngles: ReadonlyMap<string, AngleRenditions> | undefined;
  /** Made when first asked for. */
  readonly #protectedAngles = new Map<Scheme, ReadonlyMap<string, AngleRenditions>>();
  readonly #reordered = new WeakMap<ActiveFault, Map<string, number>>();

  constructor(input: StreamsInput) {
    this.#input = input;
    this.#packager = new Packager(input.clock.startMs);
    this.#gate = new FaultGate(input.faults, input.random);
    this.#angles = createRenditions(input.loop, { clean: false });
    this.#cleanAngles = createRenditions(input.loop, { clean: true });
  }

  close(): void {
    this.#gate.close();
  }

  readonly handle: Handler = async (exchange) => {
    const path = parseStreamPath(exchange.url.pathname);
    if (!path) return false;
    const renditions = this.#anglesOf(path).get(path.angle);
    if (!renditions) throw new Problem(404, `There is no angle of that name: /event.json lists them.`);
    allowMethods(exchange.request.method, ['GET']);
    const edge = new LiveEdge(this.#input.clock, this.#input.faults, path.angle, path.transport);
    await this.#gate.pass(path, exchange, async () => this.#reply(path, renditions, edge, exchange));
    return true;
  };

  #anglesOf({ clean, captioned, scheme }: StreamPath): ReadonlyMap<string, AngleRenditions> {
    if (captioned)
      return (this.#captionedAngles ??= createRenditions(withCaptions(this.#input.loop), {
        clean: false,
        captioned: true,
      }));
    if (scheme === undefined) return clean ? this.#cleanAngles : this.#angles;
    const angles =
      this.#protectedAngles.get(scheme) ?? createRenditions(this.#input.loop, { clean: false, scheme });
    this.#protectedAngles.set(scheme, angles);
    return angles;
  }

  async #reply(
    path: StreamPath,
    renditions: AngleRenditions,
    edge: LiveEdge,
    { url, signal }: Exchange,
  ): Promise<StreamReply> {
    const { resource, transport, captioned } = path;
    const { loop, clock } = this.#input;
    const { startMs } = clock;
    const media = parseMedia(resource, renditions, startMs);
    if (media) return mediaReply(media, edge, this.#packager, signal);
    const text = captioned ? await textReply(resource, startMs, loop.durationMs, edge, signal) : undefined;
    if (text) return text;

    if (transport === 'dash') {
      if (resource === 'manifest.mpd') return this.#manifest(renditions, edge, path, url);
    } else if (resource === (transport === 'll-hls' ? 'll.m3u8' : 'index.m3u8')) {
      const folder = transport === 'll-hls' ? 'll/' : '';
      return playlist(multivariantPlaylist(renditions, this.#packager, folder, captioned));
    } else {
      const siblings = [
        renditions.high,
        renditions.low,
        renditions.aac,
        ...(captioned ? textRenditions : []),
      ];
      const rendition = siblings.find(({ id }) => resource === `${id}.m3u8`);
      if (rendition) return this.#mediaPlaylist(path, rendition, siblings, edge, url, signal);
    }
    throw new Problem(404, 'There is nothing at this path: start from the URLs in /event.json.');
  }

  async #mediaPlaylist(
    path: StreamPath,
    rendition: Rendition | TextRendition,
    all: readonly (Rendition | TextRendition)[],
    edge: LiveEdge,
    url: URL,
    signal: AbortSignal,
  ): Promise<StreamReply> {
    const lowLatency = path.transport === 'll-hls';
    const { startMs } = this.#input.clock;
    const { untilPart, skip } = lowLatency
      ? parseDirectives(url.searchParams, lastPart(rendition, edge.mediaMs()))
      : { untilPart: undefined, skip: false };
    if (
      untilPart !== undefined &&
      !(await edge.reaches(partStartMs(rendition, untilPart + 1), maxBlockMs, signal))
    )
      throw new Problem(503, 'The playlist has not come that far in three target durations.', {
        'retry-after': '1',
      });
    const text = mediaPlaylist({
      rendition,
      siblings: all.filter((sibling) => sibling !== rendition),
      mediaFolder: mediaFolder(rendition, startMs),
      startMs,
      edgeMs: edge.mediaMs() - this.#stalenessMs(path),
      clockOffsetMs: edge.distortion().clockOffsetMs,
      lowLatency,
      skip,
    });
    return playlist(text);
  }

  #manifest(renditions: AngleRenditions, edge: LiveEdge, path: StreamPath, url: URL): StreamReply {
    const { clock } = this.#input;
    const { clockOffsetMs } = edge.distortion();
    const body = liveManifest(
      {
        renditions,
        startMs: clock.startMs + clockOffsetMs,
        nowMs: clock.startMs + clockOffsetMs + edge.mediaMs() - this.#stalenessMs(path),
        // Absolute: a client may take a relative one for its page's.
        timeUrl: new URL('/time', url).href,
        mediaFolder: (rendition) => mediaFolder(rendition, clock.startMs),
      },
      this.#packager,
    );
    return {
      kind: 'playlist',
      headers: { 'content-type': 'application/dash+xml', 'cache-control': 'no-store' },
      body,
    };
  }

  /** How much older than the newest this answer is to be: every other one is, while a reorder fault lasts. */
  #stalenessMs({ angle, transport, resource }: StreamPath): number {
    const fault = this.#input.faults.find('reorder', angle, transport);
    if (!fault) return 0;
    const answers = this.#reordered.get(fault) ?? new Map<string, number>();
    this.#reordered.set(fault, answers);
    const key = `${angle}/${resource}`;
    const answer = (answers.get(key) ?? 0) + 1;
    answers.set(key, answer);
    return answer % 2 === 0 ? fault.value : 0;
  }
}

function playlist(body: string): StreamReply {
  return {
    kind: 'playlist',
    headers: { 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'no-store' },
    body,
  };
}
