import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** Paths in a 24 x 24 box; filled unless the class `line` strokes them. */
const paths = {
  play: 'M7 4.5v15l13-7.5z',
  pause: 'M6 5h4v14H6zM14 5h4v14h-4z',
  rewind: 'M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z',
  sound: 'M3 9v6h4l5 5V4L7 9zM14 7.5v9a5 5 0 0 0 0-9zM14 3v2a7.2 7.2 0 0 1 0 14v2a9.2 9.2 0 0 0 0-18z',
  muted:
    'M3 9v6h4l5 5V4L7 9zM22 9.4 20.6 8 18 10.6 15.4 8 14 9.4 16.6 12 14 14.6 15.4 16 18 13.4 20.6 16 22 14.6 19.4 12z',
  quality: 'M4 6h9v2H4zM17 6h3v2h-3zM14 4h2v6h-2zM4 16h3v2H4zM11 16h9v2h-9zM8 14h2v6H8z',
  cameras: 'M3 6h12v12H3zM17 10l4-3v10l-4-3z',
  inspector: 'M3 13h4l3-8 4 14 3-6h4v-2h-5l-1.7 3.4L10.2 1.8 6 11H3z',
  cc: 'M3 5h18v14H3zm2 2v10h14V7zm2 2h5v2H9v2h3v2H7zm6 0h5v2h-3v2h3v2h-5z',
  pip: 'M3 5h18v14H3zm2 2v10h14V7zm6 4h7v5h-7z',
  expand: 'M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z',
  shrink: 'M8 4h2v6H4V8h4zM14 4h2v4h4v2h-6zM4 14h6v6H8v-4H4zM14 14h6v2h-4v4h-2z',
  close: 'M6 4.6 4.6 6l6 6-6 6L6 19.4l6-6 6 6 1.4-1.4-6-6 6-6L18 4.6l-6 6z',
};

export type IconName = keyof typeof paths;

/** A decorative icon: the control around it has the name. */
export const icon = (name: IconName): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]} /></svg>`;
