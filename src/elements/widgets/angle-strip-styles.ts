/** Shared by the widget and the player's own camera panel. */
export const angleStripStyles = `
.strip { display: flex; gap: 8px; overflow-x: auto; padding: 4px; scrollbar-width: thin; scrollbar-color: rgb(255 255 255 / 25%) transparent;
  overscroll-behavior-x: contain; font: 500 14px/1.25 var(--olympic-font, system-ui, sans-serif); color: var(--olympic-text, #fff); }
.strip .angle { position: relative; display: flex; align-items: center; gap: 10px; flex: none; min-height: 60px; padding: 6px 14px 6px 8px;
  padding-inline: 8px 14px; font: inherit; color: inherit; text-align: start; cursor: pointer; overflow: hidden;
  background: var(--olympic-surface, rgb(12 15 20 / 92%)); border: 1px solid rgb(255 255 255 / 12%); border-radius: var(--olympic-radius, 10px); }
.strip .angle span { display: grid; gap: 1px; }
.strip .angle small { font-size: 11px; font-weight: 700; color: var(--olympic-muted-text, #b9c2cf); font-variant-numeric: tabular-nums; }
.strip .angle small::before { content: attr(data-number); }
.strip .angle b { font-weight: 600; white-space: nowrap; }
.strip .angle:hover { border-color: rgb(255 255 255 / 40%); }
.strip .angle[aria-pressed=true] { border-color: var(--olympic-accent, #4cc2ff); box-shadow: inset 0 0 0 1px var(--olympic-accent, #4cc2ff); }
.strip .angle[aria-pressed=true] small { color: var(--olympic-accent, #4cc2ff); }
.strip .angle[aria-disabled=true] { opacity: .55; cursor: not-allowed; border-style: dashed; }
.strip .angle[aria-busy=true]::after { content: ''; position: absolute; inset: auto 0 0; height: 3px; background: var(--olympic-accent, #4cc2ff);
  animation: sweep 1s ease-in-out infinite; }
.strip .angle:focus-visible { outline: 2px solid var(--olympic-accent, #4cc2ff); outline-offset: 1px; }
.angle .rig { width: 60px; height: 44px; flex: none; fill: none; }
.rig .subject { fill: rgb(255 255 255 / 55%); }
.rig g { fill: rgb(255 255 255 / 32%); } .rig path { display: none; }
.rig .on { fill: var(--olympic-accent, #4cc2ff); } .rig .on path { display: block; opacity: .55; }
@keyframes sweep { from { translate: -100%; } to { translate: 100%; } }
@media (prefers-reduced-motion: reduce) { .strip .angle[aria-busy=true]::after { animation-duration: 3s; } }
@media (forced-colors: active) { .strip .angle[aria-pressed=true] { outline: 2px solid Highlight; } .rig .on { fill: Highlight; } .rig g, .rig .subject { fill: ButtonText; } }
`;
