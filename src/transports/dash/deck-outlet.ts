import type { AppendOptions, PlaylistController } from '@videojs/http-streaming';
import { MEDIA_ERR_DECODE, MEDIA_ERR_NETWORK } from '../../base/index.js';
import type { Environment, Logger, OlympicPlayerError } from '../../base/index.js';
import { RemoteMediaSource, TypeSupport } from '../../media/index.js';
import type { AppendOrder, DeckHandle, MediaHost } from '../../media/index.js';
import type { FeedStats } from '../contract.js';
import { DamageWatch } from './damage-watch.js';
import { DeckMedia } from './deck-media.js';
import type { SourceAnswers } from './engine-window.js';
import type { EventMapping } from './event-mapping.js';
import type { Outlet } from './outlet.js';
import { renditionId } from './renditions.js';

/** The name of the half in the media worker that turns appended bytes into samples. */
export const bytesFeedName = 'bytes';

type Origin = Pick<AppendOrder, 'rendition' | 'eventOffsetMs'>;

/** Tells sound from pictures in the name of a rendition. */
const soundPrefix = 'audio ';

const unknownOrigin: Origin = { rendition: '', eventOffsetMs: undefined };

/** One for the page: codecs are probed once. */
export const typeSupport = new TypeSupport();

export interface DeckOutletOptions {
  readonly host: MediaHost;
  readonly environment: Environment;
  readonly log: Logger;
  readonly mapping: EventMapping;
  onFailure(error: OlympicPlayerError): void;
  /** All renditions that could be played are damaged. */
  onHopeless(): void;
}

/** A deck in the media worker: VHS appends to a MediaSource of ours, whose bytes become samples there. */
export class DeckOutlet implements Outlet {
  readonly deck: DeckHandle;
  /** `worker` or `page`. */
  readonly where: string;
  readonly media: DeckMedia;
  /** Stands for the canvas, which is the session's: VHS wants an element to listen at. */
  readonly element = document.createElement('div');
  readonly sources: SourceAnswers;
  readonly #options: DeckOutletOptions;
  readonly #port: MessagePort;
  readonly #origins = new WeakMap<BufferSource, Origin>();
  #source: RemoteMediaSource | undefined;
  #controller: PlaylistController | undefined;
  #damage: DamageWatch | undefined;

  constructor(options: DeckOutletOptions) {
    this.#options = options;
    const { deck, port } = options.host.open(bytesFeedName);
    this.deck = deck;
    this.where = options.host.where;
    this.#port = port;
    this.media = new DeckMedia(deck, () => this.#source);
    this.sources = {
      create: () => (this.#source = this.#createSource()),
      supports: (mimeType) => typeSupport.supports(mimeType),
    };
  }

  /** VHS is at work on it. */
  engaged(controller: PlaylistController): void {
    const { environment, log, onHopeless } = this.#options;
    this.#controller = controller;
    this.#damage = new DamageWatch({ environment, controller, deck: this.deck, log, onHopeless });
  }

  appending(append: AppendOptions): void {
    if (this.#controller === undefined) return;
    const { segmentInfo, type, bytes } = append;
    const id = renditionId(segmentInfo.playlist);
    const order = {
      rendition: type === 'video' ? id : `${soundPrefix}${id}`,
      eventOffsetMs: this.#options.mapping.appending(append, this.#controller),
    };
    this.#origins.set(bytes, order);
  }

  /** A segment of the pictures has been appended. */
  appended(): void {
    this.#damage?.appended();
  }

  async frameCounts(): Promise<Pick<FeedStats, 'framesDecoded' | 'framesDropped'>> {
    const { framesDecoded, framesDropped } = await this.deck.stats();
    return { framesDecoded, framesDropped };
  }

  close(): void {
    this.#damage?.close();
    this.media.close();
    this.#source?.close();
    this.#port.close();
    this.deck.close();
  }

  #createSource(): RemoteMediaSource {
    const { onFailure } = this.#options;
    return new RemoteMediaSource({
      port: this.#port,
      supports: (mimeType) => typeSupport.supports(mimeType),
      describe: (bytes) => this.#origins.get(bytes) ?? unknownOrigin,
      fail: (kind) =>
        this.media.fail(
          kind === 'decode' ? MEDIA_ERR_DECODE : MEDIA_ERR_NETWORK,
          `the stream ended: ${kind}`,
        ),
      refuse: onFailure,
      malformed: ({ rendition }) => {
        // A moment without sound: pictures go on, and leaving their rendition would mend nothing.
        if (!rendition.startsWith(soundPrefix)) this.#damage?.malformed(rendition);
      },
    });
  }
}
