import { EMEController } from 'hls.js';
import type { HlsConfig, LevelKey, MediaKeySessionContext } from 'hls.js';
import type { OlympicPlayerError } from '../../base/index.js';
import type { ConnectContext, Source, SourceProtection } from '../contract.js';
import {
  Licenses,
  browserAccess,
  clearMediaKeys,
  keyIdsData,
  keyMissing,
  keySystemNamed,
  mediaKeysSettled,
  noKeySystem,
  undecodable,
  watchForKey,
} from '../eme/index.js';
import type { KeySystem } from '../eme/index.js';

export interface HlsProtectionOptions {
  readonly source: Source;
  readonly context: ConnectContext;
  /** Aborts when the feed closes. */
  readonly signal: AbortSignal;
  /** The feed cannot go on, and hls.js has not noticed. */
  onFailure(error: OlympicPlayerError): void;
}

interface Known {
  readonly system: KeySystem;
  readonly protection: SourceProtection;
}

/**
 * A protected source on hls.js: its own EME controller reads the tags and keeps the sessions; configured here, with licences
 * through the request seam instead of its XMLHttpRequest, which knows no second try with a fresh token.
 */
export class HlsProtection {
  readonly config: Partial<HlsConfig>;
  readonly #options: HlsProtectionOptions;
  readonly #licenses: Licenses;
  readonly #known: ReadonlyMap<string, Known>;
  #video: HTMLVideoElement | undefined;

  constructor(options: HlsProtectionOptions) {
    this.#options = options;
    const { source, context, signal } = options;
    this.#licenses = new Licenses({ context, url: source.url, signal });
    const known = new Map<string, Known>();
    for (const protection of source.protection ?? []) {
      const system = keySystemNamed(protection.keySystem);
      if (system !== undefined && !known.has(system.family)) known.set(system.family, { system, protection });
    }
    this.#known = known;
    this.config = {
      emeEnabled: true,
      emeController: this.#controller(),
      requestMediaKeySystemAccessFunc: (family, asked) => this.#access(family, asked),
      drmSystems: Object.fromEntries(
        [...known.values()].map(({ system: { family }, protection }) => [
          family,
          {
            licenseUrl: protection.licenseUrl ?? '',
            ...(protection.certificateUrl === undefined
              ? {}
              : { serverCertificateUrl: protection.certificateUrl }),
            ...(family === 'org.w3.clearkey' ? { generateRequest: requestByKeyId } : {}),
          },
        ]),
      ),
    };
  }

  /** Resolves when the element is free of the keys that whoever played on it before had. */
  async attach(video: HTMLVideoElement): Promise<void> {
    const { context, signal, source, onFailure } = this.#options;
    this.#video = video;
    await mediaKeysSettled(video);
    signal.throwIfAborted();
    watchForKey({
      video,
      environment: context.environment,
      signal,
      licensePending: () => this.#licenses.waiting,
      // That a key has not come is what hls.js itself would have noticed.
      onStarved: (waiting) =>
        onFailure(waiting ? keyMissing(source.url) : undecodable(source.url, 'no picture came')),
    });
    // hls.js would take it for a broken segment, and mend what cannot be mended for seconds.
    const onError = () => {
      const isFirst = video.getVideoPlaybackQuality().totalVideoFrames === 0;
      if (isFirst) onFailure(undecodable(source.url, video.error?.message));
    };
    video.addEventListener('error', onError, { signal });
  }

  /** Call once hls.js is destroyed: it ends its sessions itself. */
  async close(): Promise<void> {
    await EMEController.CDMCleanupPromise;
    if (this.#video !== undefined) await clearMediaKeys(this.#video, this.#options.context.environment);
  }

  #access(family: string, asked: MediaKeySystemConfiguration[]): Promise<MediaKeySystemAccess> {
    const known = this.#known.get(family);
    const request = browserAccess();
    const { url } = this.#options.source;
    if (known === undefined || request === undefined) return Promise.reject(noKeySystem(url, [family]));
    const { initDataTypes, robustness } = known.system;
    const ladder = robustness.flatMap((level) =>
      asked.map((configuration) => ({
        ...configuration,
        initDataTypes: [...initDataTypes],
        videoCapabilities: atLevel(configuration.videoCapabilities, level),
        audioCapabilities: atLevel(configuration.audioCapabilities, level),
      })),
    );
    return request(known.protection.keySystem, ladder);
  }

  async #license(keySystem: string, key: LevelKey, message: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
    const known = this.#known.get(keySystem);
    if (known === undefined) throw noKeySystem(this.#options.source.url, [keySystem]);
    // ClearKey's KEY tag names the server; the others' names the key (`skd:`) or holds init data (`data:`).
    const named = keySystem === 'org.w3.clearkey' && /^https?:/.test(key.uri) ? key.uri : undefined;
    return (await this.#licenses.request(known.protection, message, named)).buffer;
  }

  /** hls.js's controller with one step replaced: how the answer to a message of the CDM is had. */
  #controller(): typeof EMEController {
    class SeamEmeController extends EMEController {}
    Object.defineProperty(SeamEmeController.prototype, 'requestLicense', {
      value: ({ keySystem }: MediaKeySessionContext, key: LevelKey, message: Uint8Array<ArrayBuffer>) =>
        this.#license(keySystem, key, message),
    });
    return SeamEmeController;
  }
}

function atLevel(
  capabilities: MediaKeySystemMediaCapability[] | undefined,
  robustness: string,
): MediaKeySystemMediaCapability[] {
  return (capabilities ?? []).map((capability) => ({ ...capability, robustness }));
}

/** ClearKey's licence can be asked for by the key id alone, before any media: hls.js would wait for the `encrypted` event. */
function requestByKeyId(
  initDataType: string,
  initData: ArrayBuffer | null,
  { decryptdata: { keyId } }: { readonly decryptdata: LevelKey },
): { initDataType: string; initData: ArrayBuffer | null } {
  if (initData !== null || keyId === null) return { initDataType, initData };
  const { type, bytes } = keyIdsData([keyId]);
  return { initDataType: type, initData: bytes.buffer };
}
