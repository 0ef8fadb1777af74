/** The worker's end: answers the page, and gives each feed its deck. */
export { serveMedia } from './serve-media.js';
export type { Desk, MediaServices } from './serve-media.js';
