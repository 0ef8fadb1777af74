/** Captions of the venue: WebVTT renditions and CEA-608 in the pictures, both saying which second of the loop it is. */
export { withCaptions } from './captioned-loop.js';
export { captionLanguages, captionText } from './script.js';
export type { CaptionLanguage } from './script.js';
export { textRendition, textRenditions } from './text-rendition.js';
export type { TextRendition } from './text-rendition.js';
export { webVtt } from './webvtt.js';
