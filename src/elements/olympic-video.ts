import type { Decoder, GetToken, Kind, LoadRequest, PrepareRequest } from '../session/index.js';
import { MediaFacade } from './media-facade.js';
import {
  optionAttributes,
  parseDataSaver,
  parseDecoder,
  parseKind,
  parseMilliseconds,
  parseTransports,
  savesData,
} from './options.js';
import type { DataSaver, SourceTypeName } from './options.js';

/** Everything a page can set. */
const options = [
  'src',
  'type',
  'descriptor',
  'angle',
  'transports',
  'decoder',
  'targetLatency',
  'dataSaver',
  'workerUrl',
  'getToken',
  'prepareRequest',
  'autoplay',
  'defaultMuted',
  'muted',
  'volume',
  'playbackRate',
  'defaultPlaybackRate',
  'loop',
  'controls',
  'poster',
  'preload',
  'playsInline',
  'crossOrigin',
  'disablePictureInPicture',
] as const;

/**
 * The bare media element: HTMLMediaElement's contract over a negotiated, recovering, multi-camera session. Works wherever a
 * `<video>` is expected, `slot="media"` of media-chrome's `<media-controller>` included.
 *
 * @element olympic-video
 * @csspart stage - the box that holds the picture
 * @csspart video - the inner videos
 * @csspart poster - the poster picture
 * @csspart captions - the captions over the picture
 * @csspart cue - one cue, or one row of it
 * @csspart held-frame - the frame held while a source is replaced
 * @cssproperty [--media-object-fit=contain] - how the picture fills the box
 * @cssproperty [--media-object-position=50% 50%] - where the picture stands in the box
 */
export class OlympicVideo extends MediaFacade {
  static readonly observedAttributes: readonly string[] = optionAttributes;

  #descriptor: unknown;
  #loadQueued = false;
  #connected = false;
  /** Ends what listens to the page once the element has left it for good. */
  #inDocument: AbortController | undefined;

  /** URL of an event descriptor, or of a bare stream. */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }
  set src(url: string) {
    this.setAttribute('src', url);
  }

  get currentSrc(): string {
    return this.src === '' ? '' : new URL(this.src, this.baseURI).href;
  }

  /** What `src` is, where it alone is ambiguous. */
  get type(): Kind | '' {
    return parseKind(this.getAttribute('type')) ?? '';
  }
  set type(kind: Kind | '') {
    this.#reflect('type', kind);
  }

  /** An event descriptor as an object, instead of `src`. */
  get descriptor(): unknown {
    return this.#descriptor;
  }
  set descriptor(descriptor: unknown) {
    this.#descriptor = descriptor ?? undefined;
    this.#queueLoad();
  }

  /** The selected angle's id; setting it cuts. */
  get angle(): string {
    return this.session.angle.peek() ?? '';
  }
  set angle(id: string) {
    if (id === '' || id === this.angle) return;
    // Without a promise to reject, an unknown id is reported as the platform reports listener errors.
    this.session.switchAngle(id).catch((error: unknown) => {
      if (!(error instanceof DOMException)) reportError(error);
    });
  }

  /** Source types allowed, in order of preference. */
  get transports(): readonly SourceTypeName[] {
    return this.session.knobs.transports.peek() ?? ['whep', 'moq', 'll-hls', 'hls', 'dash'];
  }
  set transports(list: string | readonly string[]) {
    this.session.knobs.transports.value = parseTransports(list);
  }

  get decoder(): Decoder {
    return this.session.knobs.decoder.peek();
  }
  set decoder(decoder: Decoder) {
    this.session.knobs.decoder.value = parseDecoder(decoder);
  }

  /** Latency to hold, ms; null leaves it to the source. */
  get targetLatency(): number | null {
    return this.session.knobs.targetLatencyMs.peek() ?? null;
  }
  set targetLatency(milliseconds: number | null) {
    this.session.knobs.targetLatencyMs.value = parseMilliseconds(milliseconds);
  }

  get dataSaver(): DataSaver {
    return parseDataSaver(this.getAttribute('data-saver'));
  }
  set dataSaver(value: DataSaver) {
    this.#reflect('data-saver', value);
  }

  /** Folder of self-hosted copies of the package's `dist/workers`, for a bundle loaded from another origin. */
  get workerUrl(): string {
    return this.getAttribute('worker-url') ?? '';
  }
  set workerUrl(url: string) {
    this.#reflect('worker-url', url);
  }

  get getToken(): GetToken | null {
    return this.session.knobs.getToken.peek() ?? null;
  }
  set getToken(hook: GetToken | null) {
    this.session.knobs.getToken.value = hook ?? undefined;
  }

  get prepareRequest(): PrepareRequest | null {
    return this.session.knobs.prepareRequest.peek() ?? null;
  }
  set prepareRequest(hook: PrepareRequest | null) {
    this.session.knobs.prepareRequest.value = hook ?? undefined;
  }

  get autoplay(): boolean {
    return this.hasAttribute('autoplay');
  }
  set autoplay(value: boolean) {
    this.toggleAttribute('autoplay', Boolean(value));
  }

  get defaultMuted(): boolean {
    return this.hasAttribute('muted');
  }
  set defaultMuted(value: boolean) {
    this.toggleAttribute('muted', Boolean(value));
  }

  get loop(): boolean {
    return this.hasAttribute('loop');
  }
  set loop(value: boolean) {
    this.toggleAttribute('loop', Boolean(value));
  }

  get controls(): boolean {
    return this.hasAttribute('controls');
  }
  set controls(value: boolean) {
    this.toggleAttribute('controls', Boolean(value));
  }

  get poster(): string {
    return this.getAttribute('poster') ?? '';
  }
  set poster(url: string) {
    this.#reflect('poster', url);
  }

  get preload(): string {
    return this.getAttribute('preload') ?? 'metadata';
  }
  set preload(value: string) {
    this.#reflect('preload', value);
  }

  get playsInline(): boolean {
    return this.hasAttribute('playsinline');
  }
  set playsInline(value: boolean) {
    this.toggleAttribute('playsinline', Boolean(value));
  }

  get crossOrigin(): string | null {
    return this.getAttribute('crossorigin');
  }
  set crossOrigin(value: string | null) {
    if (value === null) this.removeAttribute('crossorigin');
    else this.setAttribute('crossorigin', value);
  }

  /** Starts over with the present `src` or `descriptor`; resolves when it is loaded, and playing where it should. */
  async load(): Promise<void> {
    this.#loadQueued = false;
    const request = this.#request();
    if (this.state !== 'empty') {
      this.session.unload();
      this.stage.clear();
      this.dispatchEvent(new Event('emptied'));
    }
    if (request === undefined) return;
    const loading = this.session.load(request);
    this.dispatchEvent(new Event('loadstart'));
    if (this.autoplay && this.paused) this.session.play().catch(() => {});
    await loading;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    switch (name) {
      case 'src':
      case 'type':
        this.#queueLoad();
        break;
      case 'angle':
        if (now !== null) this.angle = now;
        break;
      case 'transports':
        this.session.knobs.transports.value = parseTransports(now);
        break;
      case 'decoder':
        this.session.knobs.decoder.value = parseDecoder(now);
        break;
      case 'target-latency':
        this.session.knobs.targetLatencyMs.value = parseMilliseconds(now);
        break;
      case 'worker-url':
        this.session.knobs.workerUrl.value =
          this.workerUrl === '' ? undefined : new URL(this.workerUrl, this.baseURI).href;
        break;
      case 'data-saver':
        this.session.knobs.saveData.value = savesData(this.dataSaver);
        break;
      case 'muted':
        // As on <video>: the attribute is the default, heard only until something is loaded.
        if (this.state === 'empty') this.muted = now !== null;
        break;
      case 'poster':
        this.stage.poster = now ?? '';
        break;
      case 'crossorigin':
        for (const video of this.stage.videos) video.crossOrigin = now;
        break;
      case 'autoplay':
        if (now !== null && this.paused && this.state === 'paused') void this.session.play().catch(() => {});
        break;
    }
  }

  connectedCallback(): void {
    // Properties set before the element was defined are own properties that hide the accessors: set them again. Not in
    // the constructor, where attributes that change are not reported.
    for (const name of options) this.#upgrade(name);
    this.#connected = true;
    if (this.#inDocument === undefined) {
      this.#inDocument = new AbortController();
      this.page.start(this.#inDocument.signal);
    }
    if (this.state === 'empty') this.#queueLoad();
  }

  disconnectedCallback(): void {
    this.#connected = false;
    // A re-parented element is connected again within the same task.
    queueMicrotask(() => {
      if (this.#connected) return;
      this.#inDocument?.abort();
      this.#inDocument = undefined;
      this.session.unload();
      this.stage.clear();
    });
  }

  #request(): LoadRequest | undefined {
    if (this.#descriptor !== undefined) return { descriptor: this.#descriptor, baseUrl: this.baseURI };
    if (this.src === '') return undefined;
    return { url: this.currentSrc, type: this.type === '' ? undefined : this.type };
  }

  /** Several changes in one task are one load. */
  #queueLoad(): void {
    if (this.#loadQueued || !this.#connected) return;
    this.#loadQueued = true;
    queueMicrotask(() => {
      const wanted = this.#loadQueued && this.#connected;
      this.#loadQueued = false;
      if (!wanted) return;
      // Failures are told by state, error property and error event.
      this.load().catch(() => {});
    });
  }

  #reflect(name: string, value: string): void {
    if (value === '') this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  #upgrade(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }
}
