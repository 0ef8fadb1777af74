/** Types only: what `querySelector`, `createElement` and `addEventListener` know of the elements. */
import type { AngleChange, Failover, Mode, Moment, Negotiation, PlayerState } from '../session/index.js';
import type { OlympicInspector } from './inspector/inspector.js';
import type { OlympicPlayer } from './olympic-player.js';
import type { OlympicVideo } from './olympic-video.js';
import type { OlympicAngleStrip } from './widgets/angle-strip.js';
import type { OlympicLatencyBadge } from './widgets/latency-badge.js';

/** The player's own events by name; the standard media events are in HTMLElementEventMap. */
export interface OlympicEventMap {
  statechange: CustomEvent<{ readonly state: PlayerState; readonly from: PlayerState }>;
  modechange: CustomEvent<{ readonly mode: Mode; readonly from: Mode }>;
  negotiated: CustomEvent<{ readonly negotiation: Negotiation }>;
  failover: CustomEvent<Failover>;
  anglechange: CustomEvent<AngleChange>;
  /** Milliseconds. */
  latencychange: CustomEvent<{ readonly latencyMs: number; readonly targetMs: number | null }>;
  momentschange: CustomEvent<{ readonly moments: readonly Moment[] }>;
}

type EventMap = OlympicEventMap & HTMLElementEventMap;

declare module './olympic-video.js' {
  interface OlympicVideo {
    addEventListener<K extends keyof EventMap>(
      type: K,
      listener: (this: OlympicVideo, event: EventMap[K]) => unknown,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ): void;
    removeEventListener<K extends keyof EventMap>(
      type: K,
      listener: (this: OlympicVideo, event: EventMap[K]) => unknown,
      options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | EventListenerOptions,
    ): void;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'olympic-player': OlympicPlayer;
    'olympic-video': OlympicVideo;
    'olympic-angle-strip': OlympicAngleStrip;
    'olympic-latency-badge': OlympicLatencyBadge;
    'olympic-inspector': OlympicInspector;
  }
}
