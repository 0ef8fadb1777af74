/** What of WebCodecs decides whether a codec can be decoded; injected, so that tests need no hardware. */
export interface DecoderProbe {
  video(config: VideoDecoderConfig): Promise<boolean>;
  audio(config: AudioDecoderConfig): Promise<boolean>;
}

export const browserProbe: DecoderProbe = {
  video: async (config) =>
    typeof VideoDecoder !== 'undefined' &&
    ((await VideoDecoder.isConfigSupported(config)).supported ?? false),
  audio: async (config) =>
    typeof AudioDecoder !== 'undefined' &&
    ((await AudioDecoder.isConfigSupported(config)).supported ?? false),
};

/** One codec string of each family, asked before anything is known of a stream. */
const families: Readonly<Record<string, string>> = {
  avc1: 'avc1.42001f',
  avc3: 'avc3.42001f',
  hvc1: 'hvc1.1.6.L93.B0',
  hev1: 'hev1.1.6.L93.B0',
  vp08: 'vp8',
  vp09: 'vp09.00.10.08',
  av01: 'av01.0.04M.08',
  mp4a: 'mp4a.40.2',
  opus: 'opus',
  flac: 'flac',
  'ac-3': 'ac-3',
  'ec-3': 'ec-3',
};
const videoFamilies: ReadonlySet<string> = new Set(['avc1', 'avc3', 'hvc1', 'hev1', 'vp08', 'vp09', 'av01']);
/** Decoders of these need a description, which is not there yet when a playlist is read: an empty one is asked about. */
const described: ReadonlySet<string> = new Set(['flac']);

/**
 * `MediaSource.isTypeSupported` for our own decoders. That call is synchronous and WebCodecs' question is not: codecs are
 * probed before anybody asks, and an unprobed string is answered by its family.
 */
export class TypeSupport {
  readonly #probe: DecoderProbe;
  readonly #known = new Map<string, Promise<boolean> | boolean>();

  constructor(probe: DecoderProbe = browserProbe) {
    this.#probe = probe;
  }

  /** Resolves when these, and one of every family, can be answered. */
  async learn(codecs: readonly string[] = []): Promise<void> {
    await Promise.all([...Object.values(families), ...codecs].map((codec) => this.#learn(codec.trim())));
  }

  /** A MIME type with codecs; without them the container is all there is to say. */
  supports(mimeType: string): boolean {
    const [container = '', parameters = ''] = mimeType.split(/;(.*)/s);
    if (!/^(audio|video)\/mp4$/i.test(container.trim())) return false;
    const codecs = /codecs\s*=\s*"?([^"]*)"?/i.exec(parameters)?.[1] ?? '';
    return codecs
      .split(',')
      .map((codec) => codec.trim())
      .filter((codec) => codec !== '')
      .every((codec) => this.decodes(codec));
  }

  /** One codec by its RFC 6381 name. */
  decodes(codec: string): boolean {
    const known = this.#known.get(codec);
    if (typeof known === 'boolean') return known;
    const family = families[familyOf(codec)];
    return family !== undefined && this.#known.get(family) === true;
  }

  async #learn(codec: string): Promise<void> {
    const known = this.#known.get(codec);
    if (known !== undefined) {
      await known;
      return;
    }
    const asked = this.#ask(codec).catch(() => false);
    this.#known.set(codec, asked);
    this.#known.set(codec, await asked);
  }

  #ask(codec: string): Promise<boolean> {
    const family = familyOf(codec);
    if (families[family] === undefined) return Promise.resolve(false);
    if (videoFamilies.has(family)) return this.#probe.video({ codec: family === 'vp08' ? 'vp8' : codec });
    return this.#probe.audio({
      codec: family === 'opus' || family === 'flac' ? family : codec,
      sampleRate: 48_000,
      numberOfChannels: 2,
      ...(described.has(family) ? { description: new Uint8Array(0) } : {}),
    });
  }
}

/** The first four characters say the family (ISO/IEC 14496-15 and RFC 6381); capitals differ between writers. */
function familyOf(codec: string): string {
  const name = codec.toLowerCase();
  if (name === 'vp8' || name.startsWith('vp8.')) return 'vp08';
  return name.slice(0, 4);
}
