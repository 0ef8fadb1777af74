import type Hls from 'hls.js';
import { Events } from 'hls.js';
import type { FragDecryptedData, FragLoadedData, HlsConfig, MediaPlaylist } from 'hls.js';
import { createCea608Decoder, parseWebVtt, timestampMapOf } from '../../media/index.js';
import type { Cea608Decoder, Cea608Sample } from '../../media/index.js';
import type { CaptionDesk, CaptionInfo } from '../captions/index.js';

/**
 * hls.js finds, chooses and loads subtitles; reading and drawing them is ours, in a worker as on a page. Its own reader
 * (the timeline controller) makes the browser's cues, which look different in every browser.
 */
export const captionConfig: Partial<HlsConfig> = {
  timelineController: undefined,
  renderTextTracksNatively: false,
  // TTML in MP4: there is no reader for it here, so it is not offered.
  enableIMSC1: false,
} as object;

/** The MPEG-TS clock: 33 bits of 90 kHz, milliseconds. */
const clockTurnMs = 2 ** 33 / 90;

type TextFragment = Pick<FragLoadedData, 'frag' | 'part' | 'payload'>;

/** The captions of an HLS source: subtitle renditions, and what the multivariant playlist says of captions in the pictures. */
export class HlsCaptions {
  readonly #hls: Hls;
  readonly #desk: CaptionDesk;
  /** Media time, ms, at which the timeline of a discontinuity begins. */
  readonly #beginnings = new Map<number, number>();
  /** Came before the first pictures, which say where they belong. */
  #early: TextFragment[] = [];
  #wanted: string | undefined;

  constructor(hls: Hls, desk: CaptionDesk) {
    this.#hls = hls;
    this.#desk = desk;
    hls.on(Events.MANIFEST_LOADED, (_event, { captions = [] }) => {
      // SERVICEn is CEA-708, which nothing here reads.
      const read = captions.filter(({ instreamId = '' }) => /^CC[1-4]$/.test(instreamId));
      desk.declare(new Map(read.map((media) => [media.instreamId ?? '', labelled(media)] as const)));
    });
    // What an author marks as default would be loaded: captions are off until the viewer wants them.
    hls.on(Events.MANIFEST_PARSED, () => (hls.subtitleTrack = -1));
    hls.on(Events.SUBTITLE_TRACKS_UPDATED, (_event, { subtitleTracks }) => {
      desk.listSubtitles(subtitleTracks.map(infoOf));
      this.#apply();
    });
    hls.on(Events.INIT_PTS_FOUND, (_event, { id, frag, initPTS, timescale }) => {
      if (id !== 'main') return;
      this.#beginnings.set(frag.cc, (initPTS / timescale) * 1000);
      const early = this.#early;
      this.#early = [];
      for (const fragment of early) void this.#read(fragment);
    });
    hls.on(Events.FRAG_LOADED, (_event, data) => {
      if (data.frag.decryptdata?.encrypted !== true) this.#onText(data);
    });
    hls.on(Events.FRAG_DECRYPTED, (_event, data: FragDecryptedData) => this.#onText(data));
  }

  /** A track's id, or undefined for none. */
  select(id: string | undefined): void {
    this.#wanted = id;
    this.#desk.want(id);
    this.#apply();
  }

  #apply(): void {
    const index = this.#hls.subtitleTracks.findIndex((track) => infoOf(track).id === this.#wanted);
    if (this.#hls.subtitleTrack !== index) this.#hls.subtitleTrack = index;
  }

  #onText(fragment: TextFragment): void {
    if (fragment.frag.type !== 'subtitle') return;
    if (this.#beginnings.size > 0) void this.#read(fragment);
    else this.#early.push(fragment);
  }

  async #read({ frag, part, payload }: TextFragment): Promise<void> {
    const media = this.#hls.subtitleTracks[frag.level];
    const done = (success: boolean) => {
      // The session may have closed the engine meanwhile.
      if (this.#hls.url !== null) this.#hls.trigger(Events.SUBTITLE_FRAG_PROCESSED, { success, frag, part });
    };
    if (media === undefined) return done(false);
    const text = new TextDecoder().decode(payload);
    const { cues } = await parseWebVtt(text, this.#offsetOf(text, frag.cc, (part ?? frag).start * 1000));
    this.#desk.addSubtitles(infoOf(media).id, cues);
    done(true);
  }

  /** What to add to a segment's own times (draft-pantos-hls-rfc8216bis, 3.1.4), ms. */
  #offsetOf(text: string, discontinuity: number, startMs: number): number {
    const beginning = this.#beginnings.get(discontinuity) ?? [...this.#beginnings.values()].at(-1) ?? 0;
    const map = timestampMapOf(text);
    if (map === undefined) return -beginning;
    const mapped = map.mpegts / 90 - beginning;
    // The clock turns over every 26 hours: of all the times it can mean, the one near the segment.
    const turns = Math.round((startMs - mapped) / clockTurnMs);
    return mapped + turns * clockTurnMs - map.localMs;
  }
}

function labelled({ name, lang }: MediaPlaylist): { label: string; language: string } {
  return { label: name, language: lang ?? '' };
}

/** The same rendition in another group, for another quality, has the same id. */
function infoOf(media: MediaPlaylist): CaptionInfo {
  const { label, language } = labelled(media);
  const describes = /public\.accessibility\.(transcribes-spoken-dialog|describes-music-and-sound)/;
  return {
    id: `text ${language} ${label}`,
    kind: describes.test(media.attrs.CHARACTERISTICS ?? '') ? 'captions' : 'subtitles',
    label,
    language,
  };
}

/** Reads the captions that hls.js finds in the pictures on their way to the browser's own decoder. */
export function readUserData(hls: Hls, desk: CaptionDesk): void {
  let decoder: Cea608Decoder | undefined;
  let loading: Promise<Cea608Decoder> | undefined;
  hls.on(Events.FRAG_PARSING_USERDATA, (_event, { samples }) => {
    const read = samples.flatMap(({ pts, bytes }): Cea608Sample[] =>
      bytes === undefined
        ? []
        : [{ time: pts * 1000, decodeTime: pts * 1000, duration: 0, pairs: pairsIn(bytes) }],
    );
    if (decoder !== undefined) return decoder.push(read);
    if (!read.some(({ pairs }) => pairs.length > 0)) return;
    loading ??= createCea608Decoder(desk.addChannel);
    // Without its file there are no captions, and everything else goes on.
    void loading.then(
      (loaded) => (decoder = loaded).push(read),
      () => {},
    );
  });
}

/** From the flags of cc_data on (ATSC A/53 part 4, 6.2.3); padding is left out. */
function pairsIn(bytes: Uint8Array): Cea608Sample['pairs'] {
  const pairs: { kind: 0 | 1; first: number; second: number }[] = [];
  for (let pair = 0; pair < ((bytes[0] ?? 0) & 0x1f); pair += 1) {
    const [header = 0, first = 0, second = 0] = bytes.subarray(2 + 3 * pair);
    const kind = header & 3;
    if ((header & 4) !== 0 && (kind === 0 || kind === 1) && ((first | second) & 0x7f) !== 0)
      pairs.push({ kind, first, second });
  }
  return pairs;
}
