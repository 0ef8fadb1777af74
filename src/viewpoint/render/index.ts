/** Pictures of views from what the cameras know. */
export { ViewRenderer } from './view-renderer.js';
export type { Source } from './view-renderer.js';
