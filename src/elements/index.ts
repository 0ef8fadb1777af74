/** What a page sees: the media element, the player with its skin, and the widgets. */
export { defineOnce } from './base-element.js';
export { OlympicVideo } from './olympic-video.js';
