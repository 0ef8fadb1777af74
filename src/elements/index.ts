/** What a page sees: the media element, the player with its skin, and the widgets. */
export { defineOnce } from './base-element.js';
export { OlympicInspector } from './inspector/inspector.js';
export { OlympicPlayer } from './olympic-player.js';
export { OlympicVideo } from './olympic-video.js';
export type { Strings } from './strings/en.js';
export type { OlympicEventMap } from './tag-map.js';
export { OlympicAngleStrip } from './widgets/angle-strip.js';
export { OlympicLatencyBadge } from './widgets/latency-badge.js';
