/** Pictures of views from what the cameras know. */
export type { Aspect } from './compose.glsl.js';
export { ViewRenderer } from './view-renderer.js';
export type { Source } from './view-renderer.js';
