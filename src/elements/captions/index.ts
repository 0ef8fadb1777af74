/** Captions over the picture: plain text in boxes, where WebVTT and CEA-608 want them, and the text tracks that choose them. */
export { CaptionsView } from './captions-view.js';
export { mountCaptions } from './mount.js';
