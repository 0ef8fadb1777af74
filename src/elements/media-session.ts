import { computed, watch } from '../base/index.js';
import type { Session } from '../session/index.js';

/** What the platform's skip keys skip where they do not say, seconds. */
const skipSeconds = 10;
/** The platform carries the position on by itself; it is told anew when this much has passed, ms. */
const positionEveryMs = 5000;

const actions = ['play', 'pause', 'stop', 'seekto', 'seekbackward', 'seekforward'] as const;

/** The part of the element that the platform's media keys steer. */
export interface KeyedMedia {
  currentTime: number;
  readonly duration: number;
  readonly playbackRate: number;
  readonly seekable: TimeRanges;
  play(): Promise<void>;
  pause(): void;
}

/** The page has one media session: the player that played last has it. */
let holder: object | undefined;

/**
 * Media keys, the lock screen and headsets steer the player (W3C Media Session). A canvas has no media element that would do
 * it by itself. What the page has set on `navigator.mediaSession` by itself stays.
 */
export function keepMediaSession(media: KeyedMedia, session: Session, abort: AbortSignal): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  const self = {};
  let metadata: MediaMetadata | undefined;
  let toldAt = -Infinity;

  const seek = (seconds: number) => {
    const { seekable } = media;
    if (seekable.length === 0) return;
    media.currentTime = Math.min(Math.max(seconds, seekable.start(0)), seekable.end(seekable.length - 1));
  };
  const answers: Record<(typeof actions)[number], (details: MediaSessionActionDetails) => void> = {
    play: () => void media.play().catch(() => {}),
    pause: () => media.pause(),
    stop: () => media.pause(),
    seekto: ({ seekTime }) => {
      if (seekTime !== undefined) seek(windowStart() + seekTime);
    },
    seekbackward: ({ seekOffset }) => seek(media.currentTime - (seekOffset ?? skipSeconds)),
    seekforward: ({ seekOffset }) => seek(media.currentTime + (seekOffset ?? skipSeconds)),
  };
  /** The platform counts from 0; the window of a live event moves. */
  const windowStart = () => (media.seekable.length === 0 ? 0 : media.seekable.start(0));

  const answer = (action: (typeof actions)[number], handler: MediaSessionActionHandler | null) => {
    try {
      mediaSession.setActionHandler(action, handler);
    } catch {
      // An action this browser does not know.
    }
  };
  const take = () => {
    holder = self;
    for (const action of actions) answer(action, answers[action]);
    const title = session.model.peek()?.title;
    if (mediaSession.metadata === null && title !== undefined && 'MediaMetadata' in globalThis) {
      metadata = new MediaMetadata({ title });
      mediaSession.metadata = metadata;
    }
  };
  const release = () => {
    if (holder !== self) return;
    holder = undefined;
    for (const action of actions) answer(action, null);
    if (mediaSession.metadata === metadata) mediaSession.metadata = null;
    mediaSession.playbackState = 'none';
  };
  const tellPosition = (now: number) => {
    if (now - toldAt < positionEveryMs) return;
    toldAt = now;
    const { seekable } = media;
    const length = seekable.length === 0 ? 0 : seekable.end(seekable.length - 1) - windowStart();
    const position = Math.min(Math.max(media.currentTime - windowStart(), 0), length);
    if (Number.isFinite(length) && length > 0)
      mediaSession.setPositionState({ duration: length, position, playbackRate: media.playbackRate || 1 });
  };

  const playback = computed(() => ({
    state: session.state.value,
    shownAt: session.screening.value?.frame.value?.displayedAt,
  }));
  let before: string | undefined;
  watch(playback, abort, ({ state, shownAt }) => {
    if (state !== before) {
      before = state;
      toldAt = -Infinity;
      if (state === 'playing' && holder !== self) take();
      if (holder === self && (state === 'playing' || state === 'paused')) mediaSession.playbackState = state;
      if (state === 'empty' || state === 'failed') release();
    }
    if (holder === self && shownAt !== undefined) tellPosition(shownAt);
  });
  abort.addEventListener('abort', release, { once: true });
}
