/**
 * The captions' stylesheet. Sizes are shares of the picture's height (WebVTT: 5 % a line), so captions grow with it. The
 * viewer's wishes come in as custom properties of the player, all optional:
 *   --olympic-captions-size        1 is 100 %
 *   --olympic-captions-color, --olympic-captions-background, --olympic-captions-font, --olympic-captions-shadow
 *   --olympic-captions-clear       height at the bottom that captions keep clear of, as of a control bar
 */
export const captionsStyles = `
.captions { position: absolute; inset: 0; container-type: size; overflow: hidden; pointer-events: none; direction: ltr; }
.captions .picture { position: absolute; inset: 0; margin: auto; container-type: size;
  width: min(100cqw, 100cqh * var(--aspect, 1.777778)); height: min(100cqh, 100cqw / var(--aspect, 1.777778)); }
.captions .area { position: absolute; inset: 0; --scale: clamp(.5, var(--olympic-captions-size, 1), 3);
  --letters: calc(5cqh * var(--scale)); --row: calc(1.3 * var(--letters)); --edge: 2.5cqh;
  --clear: max(var(--edge), var(--olympic-captions-clear, 0px));
  font: 500 var(--letters)/1.3 var(--olympic-captions-font, system-ui, sans-serif); color: var(--olympic-captions-color, #fff);
  text-shadow: var(--olympic-captions-shadow, none); }
.captions .stack, .captions .region { position: absolute; inset-inline: 0; display: flex; flex-direction: column; }
.captions .vertical-rl { writing-mode: vertical-rl; } .captions .vertical-lr { writing-mode: vertical-lr; }
.captions .from-start { inset-block-start: calc(var(--edge) + var(--offset) * var(--row)); }
.captions .from-end { inset-block-end: calc(var(--clear) + var(--offset) * var(--row)); flex-direction: column-reverse; }
.captions .vertical-rl.from-end, .captions .vertical-lr.from-end { inset-block-end: calc(var(--edge) + var(--offset) * var(--row)); }
.captions .from-percent { inset-block-start: calc(var(--offset) * 1%); }
.captions .anchor-center { translate: 0 -50%; } .captions .anchor-end { translate: 0 -100%; }
.captions .vertical-rl.anchor-center { translate: 50% 0; } .captions .vertical-rl.anchor-end { translate: 100% 0; }
.captions .vertical-lr.anchor-center { translate: -50% 0; } .captions .vertical-lr.anchor-end { translate: -100% 0; }
.captions .cue { margin-inline-start: calc(var(--inset) * 1%); inline-size: calc(var(--size) * 1%); overflow-wrap: break-word; }
.captions .region { inset: auto; left: calc(var(--x) * 1%); top: calc(var(--y) * 1%); width: calc(var(--width) * 1%);
  height: calc(var(--lines) * var(--row)); translate: calc(var(--anchor-x) * -1%) calc(var(--anchor-y) * -1%);
  justify-content: end; overflow: hidden; }
.captions .line { display: block; min-height: 1.3em; unicode-bidi: plaintext; }
.captions .align-start { text-align: start; } .captions .align-center { text-align: center; } .captions .align-end { text-align: end; }
.captions .align-left { text-align: left; } .captions .align-right { text-align: right; }
.captions .ink { background: var(--olympic-captions-background, rgb(0 0 0 / 80%)); white-space: pre-wrap;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.captions .line > .ink:first-child { padding-inline-start: .25em; } .captions .line > .ink:last-child { padding-inline-end: .25em; }
.captions .grid-row { position: absolute; --row: calc(5.333cqh * var(--scale)); white-space: pre; line-height: var(--row);
  font-family: var(--olympic-captions-font, ui-monospace, monospace); font-size: calc(.85 * var(--row));
  left: max(0px, 50% + (var(--column) - 16) * 3.333cqh); max-width: 100%; }
.captions .grid-row .line { min-height: 0; }
.captions .grid-row.upper { top: calc(10cqh + var(--at) * var(--row)); }
.captions .grid-row.lower { bottom: calc(max(10cqh, var(--olympic-captions-clear, 0px)) + (14 - var(--at)) * var(--row)); }
.captions .bold { font-weight: 750; } .captions .italic { font-style: italic; } .captions .underline { text-decoration: underline; }
.captions .flash { animation: captions-flash 1s step-end infinite; } .captions rt { font-size: 50%; }
.captions .colour-white { color: #fff; } .captions .colour-lime { color: #0f0; } .captions .colour-cyan { color: #0ff; }
.captions .colour-red { color: #f00; } .captions .colour-yellow { color: #ff0; } .captions .colour-magenta { color: #f0f; }
.captions .colour-blue { color: #00f; } .captions .colour-black { color: #000; }
.captions .on-white { --paper: 255 255 255; } .captions .on-lime { --paper: 0 255 0; } .captions .on-cyan { --paper: 0 255 255; }
.captions .on-red { --paper: 255 0 0; } .captions .on-yellow { --paper: 255 255 0; } .captions .on-magenta { --paper: 255 0 255; }
.captions .on-blue { --paper: 0 0 255; } .captions .on-black { --paper: 0 0 0; } .captions .translucent { --paper-alpha: 50%; }
.captions .coloured { background: rgb(var(--paper, 0 0 0) / var(--paper-alpha, 100%)); } .captions .on-transparent { background: none; }
@keyframes captions-flash { 50% { visibility: hidden; } }
@media (prefers-reduced-motion: reduce) { .captions .flash { animation: none; } }
@media (forced-colors: active) { .captions .ink { background: Canvas; color: CanvasText; forced-color-adjust: none; } }
`;
