/** The players that are compared, behind one face: each as a page would embed it, muted, 640 pixels wide. */
import type HlsEngine from 'hls.js';
import type { OlympicVideo } from '../../../src/elements/index.js';

/** Which player, and what it plays. Data, so that the runner can ask for it. */
export type Choice =
  | {
      readonly player: 'olympic';
      readonly src: string;
      readonly transports: string;
      readonly decoder?: 'native';
      readonly targetMs?: number;
    }
  | { readonly player: 'moq-watch'; readonly url: string; readonly name: string }
  | { readonly player: 'hls.js'; readonly url: string; readonly targetMs?: number };

export interface Picture {
  readonly source: HTMLVideoElement | HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
}

export interface Player {
  /** What the viewer sees; undefined before the first picture. */
  picture(): Picture | undefined;
  /** Seconds on the player's own timeline. */
  position(): number;
  /** Fixes the best quality, so that all show the same. */
  selectBest(): void;
  /** What the player says of itself. */
  facts(): Promise<Record<string, unknown>>;
  leave(): void;
}

/** Loads a player's code; the answer puts it on the page, where it begins at once. */
export async function prepare(choice: Choice): Promise<() => Player> {
  switch (choice.player) {
    case 'olympic':
      await import(/* @vite-ignore */ built);
      return () => olympic(choice);
    case 'moq-watch':
      await import('@moq/watch/element');
      return () => moqWatch(choice);
    case 'hls.js': {
      const { default: Hls } = await import('hls.js');
      return () => hlsJs(choice, Hls);
    }
  }
}

/** What users install, not the sources. */
const built = new URL('/dist/define.js', location.href).href;

function placed<T extends HTMLElement>(element: T): T {
  element.style.display = 'block';
  element.style.width = '640px';
  document.body.append(element);
  return element;
}

/** A canvas has 300 by 150 pixels before anybody has drawn on it. */
const isDrawn = ({ width, height }: HTMLCanvasElement): boolean =>
  width > 0 && !(width === 300 && height === 150);

const shownBy = (video: HTMLVideoElement): Picture | undefined =>
  video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA
    ? undefined
    : { source: video, width: video.videoWidth, height: video.videoHeight };

/** The element, for benches that look deeper. */
export const olympicElement = (): OlympicVideo | null => document.querySelector('olympic-video');

function olympic({ src, transports, decoder, targetMs }: Extract<Choice, { player: 'olympic' }>): Player {
  const element = document.createElement('olympic-video') as OlympicVideo;
  const attributes = { src, transports, autoplay: '', muted: '', decoder, 'target-latency': targetMs };
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(name, String(value));
  placed(element);
  return {
    picture() {
      const front = element.shadowRoot?.querySelector('.stage > .front');
      if (front instanceof HTMLVideoElement) return shownBy(front);
      if (!(front instanceof HTMLCanvasElement) || !isDrawn(front)) return undefined;
      return { source: front, width: front.width, height: front.height };
    },
    position: () => element.currentTime,
    selectBest() {
      const best = [...element.session.renditions.peek()].sort((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
      if (best !== undefined) element.session.selectRendition(best.id);
    },
    async facts() {
      const stats = await element.session.stats();
      const screening = element.session.screening.peek();
      const delivery = screening?.feed.delivery;
      return {
        ...stats,
        state: element.state,
        error: element.error?.message,
        chosen: element.negotiation.chosen?.decode,
        agreed: element.negotiation.chosen?.agreed,
        latency: Math.round(element.latency),
        rate: screening?.media.playbackRate,
        deck: delivery?.kind === 'samples' ? await delivery.deck.stats() : undefined,
      };
    },
    leave: () => element.remove(),
  };
}

function moqWatch({ url, name }: Extract<Choice, { player: 'moq-watch' }>): Player {
  const element = document.createElement('moq-watch');
  const canvas = document.createElement('canvas');
  canvas.style.width = '640px';
  for (const [key, value] of Object.entries({ url, name, muted: '' })) element.setAttribute(key, value);
  element.append(canvas);
  placed(element);
  return {
    picture: () =>
      isDrawn(canvas) ? { source: canvas, width: canvas.width, height: canvas.height } : undefined,
    position: () => NaN,
    // It takes the rendition that fits its size, which is the best.
    selectBest() {},
    facts: async () => ({
      bufferMs: element.sync.out.buffer.peek(),
      jitterMs: element.sync.out.jitter.peek(),
      status: element.broadcast.out.status.peek(),
      version: element.connection.established.peek()?.version,
    }),
    leave: () => element.remove(),
  };
}

function hlsJs({ url, targetMs }: Extract<Choice, { player: 'hls.js' }>, Hls: typeof HlsEngine): Player {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  placed(video);
  let stalls = 0;
  // Its own ways of holding a target: the catch-up rate is off unless it is asked for.
  const held =
    targetMs === undefined ? {} : { liveSyncDuration: targetMs / 1000, maxLiveSyncPlaybackRate: 1.1 };
  const hls = new Hls(held);
  hls.on(Hls.Events.ERROR, (_event, { details }) => {
    if (details === Hls.ErrorDetails.BUFFER_STALLED_ERROR) stalls += 1;
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  video.play().catch(() => {});
  return {
    picture: () => shownBy(video),
    position: () => video.currentTime,
    selectBest() {
      const [best] = hls.levels
        .map(({ width }, index) => ({ width, index }))
        .sort((a, b) => b.width - a.width);
      if (best !== undefined) hls.nextLevel = best.index;
    },
    facts: async () => ({
      latencyMs: Math.round(hls.latency * 1000),
      targetMs: Math.round((hls.targetLatency ?? NaN) * 1000),
      rendition: hls.currentLevel,
      rate: video.playbackRate,
      stalls,
    }),
    leave() {
      hls.destroy();
      video.remove();
    },
  };
}
