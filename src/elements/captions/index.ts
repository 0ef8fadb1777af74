/** Draws captions over the picture: plain text in boxes, where WebVTT and CEA-608 want them. */
export { CaptionsView } from './captions-view.js';
