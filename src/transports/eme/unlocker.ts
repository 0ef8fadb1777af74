import { OlympicPlayerError } from '../../base/index.js';
import type { ConnectContext, SourceProtection } from '../contract.js';
import { browserAccess, configurationsFor } from './access.js';
import { bytesOf, hexOf } from './bytes.js';
import {
  badInitData,
  certificateFailed,
  keyMissing,
  keyTrouble,
  licenseRejected,
  mediaKeysFailed,
  noKeySystem,
  undecodable,
} from './errors.js';
import { eventData, manifestData } from './init-data.js';
import type { InitData } from './init-data.js';
import { watchForKey } from './key-watch.js';
import { keySystemNamed } from './key-systems.js';
import type { KeySystem } from './key-systems.js';
import { Licenses } from './licenses.js';
import { licenseUrlFor } from './manifest-protection.js';
import type { ManifestProtection } from './manifest-protection.js';
import { clearMediaKeys, setMediaKeys } from './media-keys.js';

export interface UnlockerOptions {
  readonly video: HTMLVideoElement;
  /** In order of preference. */
  readonly protection: readonly SourceProtection[];
  readonly manifest: ManifestProtection;
  /** RFC 6381. */
  readonly codecs: readonly string[] | undefined;
  /** The stream's. */
  readonly url: string;
  readonly context: Pick<ConnectContext, 'environment' | 'prepareRequest' | 'log'>;
  /** Aborts when the feed closes. */
  readonly signal: AbortSignal;
  /** At most once. */
  onFailure(error: OlympicPlayerError): void;
}

interface Chosen {
  readonly protection: SourceProtection;
  readonly system: KeySystem;
  readonly keys: MediaKeys;
}

/** Hexadecimal digits of a key id (ISO/IEC 23001-7): what else a licence was asked with is longer. */
const keyIdDigits = 32;

/** Unlocks one element's media (W3C Encrypted Media Extensions), for engines that leave that to the page. */
export class Unlocker {
  readonly #options: UnlockerOptions;
  readonly #licenses: Licenses;
  readonly #sessions = new Set<MediaKeySession>();
  readonly #asked = new Set<string>();
  #trouble: OlympicPlayerError | undefined;
  #failed = false;

  constructor(options: UnlockerOptions) {
    this.#options = options;
    this.#licenses = new Licenses(options);
  }

  /**
   * Resolves when the element can take encrypted media; licences come as the media, or the manifest, asks for them.
   * @throws OlympicPlayerError when the browser has none of the key systems
   */
  async open(): Promise<void> {
    const { video, signal, manifest, context } = this.#options;
    const chosen = await this.#choose();
    signal.throwIfAborted();
    await setMediaKeys(video, chosen.keys).catch((error: unknown) => {
      throw mediaKeysFailed(this.#options.url, chosen.protection.keySystem, error);
    });
    signal.throwIfAborted();
    const onEncrypted = ({ initDataType, initData }: MediaEncryptedEvent) => {
      if (initData !== null)
        this.#ask(eventData(initDataType, new Uint8Array(initData), chosen.system), chosen);
    };
    video.addEventListener('encrypted', onEncrypted, { signal });
    watchForKey({
      video,
      environment: context.environment,
      signal,
      licensePending: () => this.#licenses.waiting,
      onStarved: (waiting) => this.#fail(this.#starved(waiting)),
    });
    for (const data of manifestData(manifest, chosen.system)) this.#ask(data, chosen);
  }

  /** Ends the sessions and takes the keys off the element. Call once its source is gone. */
  async close(): Promise<void> {
    const sessions = [...this.#sessions];
    this.#sessions.clear();
    // A session that was never used cannot be closed, and needs not be.
    await Promise.all(sessions.map((session) => session.close().catch(() => {})));
    await clearMediaKeys(this.#options.video, this.#options.context.environment);
  }

  async #choose(): Promise<Chosen> {
    const { protection, codecs, url } = this.#options;
    const request = browserAccess();
    let cause: unknown;
    for (const candidate of protection) {
      const system = keySystemNamed(candidate.keySystem);
      if (system === undefined || request === undefined) continue;
      try {
        const access = await request(candidate.keySystem, configurationsFor(system, codecs));
        return { protection: candidate, system, keys: await this.#create(access, candidate) };
      } catch (error) {
        if (error instanceof OlympicPlayerError) throw error;
        cause = error;
      }
    }
    throw noKeySystem(
      url,
      protection.map(({ keySystem }) => keySystem),
      cause,
    );
  }

  async #create(access: MediaKeySystemAccess, protection: SourceProtection): Promise<MediaKeys> {
    const { url, signal } = this.#options;
    const keys = await access.createMediaKeys().catch((error: unknown) => {
      throw mediaKeysFailed(url, protection.keySystem, error);
    });
    try {
      const certificate = await this.#licenses.certificate(protection);
      if (certificate !== undefined) await keys.setServerCertificate(certificate);
    } catch (error) {
      signal.throwIfAborted();
      throw certificateFailed(url, protection.keySystem, error);
    }
    return keys;
  }

  #ask(data: InitData, chosen: Chosen): void {
    if (data.wants.every((want) => this.#asked.has(want))) return;
    for (const want of data.wants) this.#asked.add(want);
    const { signal, url } = this.#options;
    const session = chosen.keys.createSession();
    this.#sessions.add(session);
    session.addEventListener('message', (event) => void this.#answer(session, event, chosen), { signal });
    session.addEventListener('keystatuseschange', () => this.#judge(session), { signal });
    session.generateRequest(data.type, data.bytes).catch((error: unknown) => {
      this.#fail(badInitData(url, error));
    });
  }

  async #answer(session: MediaKeySession, { message }: MediaKeyMessageEvent, chosen: Chosen): Promise<void> {
    const { url, signal, manifest } = this.#options;
    try {
      const otherwise = licenseUrlFor(chosen.system, manifest);
      const license = await this.#licenses.request(chosen.protection, bytesOf(message), otherwise);
      if (!signal.aborted) await session.update(license);
    } catch (error) {
      this.#fail(error instanceof OlympicPlayerError ? error : licenseRejected(url, error));
    }
  }

  /** A bad key matters where it is all there is; else the wait for it, if there is one, will say what became of it. */
  #judge(session: MediaKeySession): void {
    const bad: string[] = [];
    let good = false;
    session.keyStatuses.forEach((status) => {
      if (status === 'usable' || status === 'status-pending') good = true;
      else if (status !== 'released') bad.push(status);
    });
    const [first] = bad;
    if (first === undefined) return;
    this.#trouble = keyTrouble(this.#options.url, first);
    this.#options.context.log.warn('eme: a key is not usable', first);
    if (!good) this.#fail(this.#trouble);
  }

  /** Why there is no picture though there is media. */
  #starved(waiting: boolean): OlympicPlayerError {
    const { url } = this.#options;
    if (this.#trouble !== undefined) return this.#trouble;
    return waiting || this.#lacksKey() ? keyMissing(url) : undecodable(url, 'no picture came');
  }

  /** Whether a key that was asked for by its id has not come. */
  #lacksKey(): boolean {
    const known = new Set<string>();
    for (const session of this.#sessions)
      session.keyStatuses.forEach((_, id) => known.add(hexOf(bytesOf(id))));
    return [...this.#asked].some((want) => want.length === keyIdDigits && !known.has(want));
  }

  #fail(error: OlympicPlayerError): void {
    if (this.#failed || this.#options.signal.aborted) return;
    this.#failed = true;
    this.#options.onFailure(error);
  }
}
