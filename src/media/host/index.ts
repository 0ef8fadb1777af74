/** The page's end of the media worker: starts it, opens decks in it, and shows each deck as a media element would. */
export { DeckHandle } from './deck-handle.js';
export { startMediaHost } from './media-host.js';
export { startDedicated } from './start-worker.js';
export type { PictureMetadata, PlayedMedia } from './played-media.js';
export type { MediaHost, OpenedFeed } from './media-host.js';
