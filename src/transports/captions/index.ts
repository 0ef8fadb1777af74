/** What feeds have in common about captions: the page's list of tracks with their cues, and the worker's half of it. */
export { CaptionBoard } from './caption-board.js';
export type { CaptionInfo } from './caption-board.js';
export { CaptionDesk } from './caption-desk.js';
export type { CaptionOutlet } from './caption-desk.js';
