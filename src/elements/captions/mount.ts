import { watch } from '../../base/index.js';
import type { Session } from '../../session/index.js';
import { CaptionsView } from './captions-view.js';
import { keepTextTracks } from './text-tracks.js';

export interface CaptionsHost {
  readonly shadow: ShadowRoot;
  /** What they lie over. */
  readonly stage: Element;
  /** Owns the text tracks. */
  readonly media: HTMLMediaElement;
  readonly session: Session;
  /** Seconds on the player's timeline, now. */
  readonly currentTime: () => number;
}

/** Draws the session's captions over the picture, whatever decodes it, and keeps the text tracks. */
export function mountCaptions({ shadow, stage, media, session, currentTime }: CaptionsHost): void {
  // Element, session and these watchers know only each other: they are collected together.
  const { signal } = new AbortController();
  const { captions } = session;
  const drawn = keepTextTracks(media, session, currentTime, signal);
  const view = new CaptionsView(shadow);
  stage.after(view.root);
  watch(captions.selected, signal, (id) => {
    view.lang = captions.tracks.peek().find((track) => track.id === id)?.language ?? '';
  });
  watch(captions.cues, signal, (cues) => {
    const played = session.screening.peek()?.media;
    if (cues.length > 0 && played !== undefined) view.aspect = played.videoWidth / played.videoHeight;
    view.show(drawn.peek() ? cues : []);
  });
  watch(drawn, signal, (shown) => view.show(shown ? captions.cues.peek() : []));
}
