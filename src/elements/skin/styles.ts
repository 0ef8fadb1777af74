/** The skin's one stylesheet. Logical properties throughout; container queries ask the player's size, not the page's. */
export const skinStyles = `
:host { --accent: var(--olympic-accent, #4cc2ff); --surface: var(--olympic-surface, rgb(12 15 20 / 92%));
  --text: var(--olympic-text, #fff); --muted: var(--olympic-muted-text, #b9c2cf); --line: rgb(255 255 255 / 14%);
  --size: 40px; --round: var(--olympic-radius, 10px); color-scheme: dark; }
:host(:fullscreen) { width: 100%; height: 100%; aspect-ratio: auto; border-radius: 0; }
@media (pointer: coarse) { :host { --size: 44px; } }
[hidden] { display: none !important; }
.skin { position: absolute; inset: 0; z-index: 3; container-type: size; overflow: hidden; color: var(--text);
  font: 500 14px/1.3 var(--olympic-font, system-ui, sans-serif); outline: none; -webkit-tap-highlight-color: transparent; }
.skin * { box-sizing: border-box; }
.skin button, .skin summary { font: inherit; color: inherit; background: none; border: 0; margin: 0; cursor: pointer; touch-action: manipulation; }
.skin button svg { width: 24px; height: 24px; fill: currentColor; flex: none; }
.skin :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.tap { position: absolute; inset: 0; }
.top { position: absolute; inset-block-start: max(12px, env(safe-area-inset-top)); inset-inline: 12px; display: flex; gap: 8px;
  flex-direction: column; align-items: start; pointer-events: none; }
.status span, .offer { display: flex; align-items: center; gap: 8px; min-height: 36px; padding: 0 14px;
  border-radius: 99px; background: var(--surface); box-shadow: 0 2px 12px rgb(0 0 0 / 35%); animation: in .2s; }
.status[data-busy] span { animation: in .2s .5s both; }
.status[data-busy] span::before { content: ''; width: 14px; height: 14px; border: 2px solid var(--line);
  border-top-color: var(--accent); border-radius: 50%; animation: turn .8s linear infinite; }
.skin .offer { min-height: var(--size); background: var(--text); color: #0b0e13; font-weight: 650; pointer-events: auto; }
.skin[data-idle] .offer { padding: 0 10px; opacity: .85; } .skin[data-idle] .offer span { display: none; }
.skin .offer svg { width: 20px; height: 20px; }
.skin .big { position: absolute; inset: 0; margin: auto; width: 84px; height: 84px; padding: 0; border-radius: 50%;
  background: var(--surface); box-shadow: 0 0 0 2px var(--line), 0 8px 40px rgb(0 0 0 / 50%); transition: transform .15s; }
.skin .big:hover { transform: scale(1.06); background: var(--accent); color: #06131c; }
.skin .big svg { width: 44px; height: 44px; }
.error { position: absolute; inset: 0; margin: auto; width: min(440px, 100% - 32px); height: fit-content; max-height: 100%; padding: 20px;
  overflow: auto; border-radius: var(--round); background: var(--surface); text-align: center; z-index: 1; }
.error h2 { margin: 0 0 6px; font-size: 18px; } .error p { margin: 0 0 14px; color: var(--muted); }
.error details { margin-top: 12px; font-size: 12px; color: var(--muted); overflow-wrap: anywhere; } .error summary { padding: 5px; }
.skin .solid { min-height: var(--size); padding: 0 20px; border-radius: 99px; background: var(--accent); color: #06131c; font-weight: 650; }
.chrome { position: absolute; inset: auto 0 0; display: grid; padding: 48px max(8px, env(safe-area-inset-right)) max(6px, env(safe-area-inset-bottom)) max(8px, env(safe-area-inset-left));
  background: linear-gradient(transparent, rgb(0 0 0 / 55%) 48px, rgb(0 0 0 / 82%)); transition: opacity .2s, transform .2s; pointer-events: none; }
.chrome > * { pointer-events: auto; min-width: 0; }
.skin[data-idle] { cursor: none; }
.skin[data-idle] .chrome { opacity: 0; transform: translateY(8px); } .skin[data-idle] .chrome > * { pointer-events: none; }
.bar { display: flex; align-items: center; gap: 2px; height: calc(var(--size) + 4px); }
.space { flex: 1; }
.bar button { display: flex; align-items: center; justify-content: center; gap: 6px; min-width: var(--size); height: var(--size);
  padding: 0 8px; border-radius: 8px; flex: none; }
.bar button:hover, .bar [aria-expanded=true] { background: rgb(255 255 255 / 14%); }
.bar [aria-expanded=true] { color: var(--accent); }
.bar .play svg { width: 30px; height: 30px; }
.volume { display: flex; align-items: center; }
.volume input { width: 72px; margin-inline: 2px 10px; }
.skin input { appearance: none; height: 24px; background: none; cursor: pointer; }
.skin input::-webkit-slider-thumb { appearance: none; width: 14px; height: 14px; border-radius: 50%; background: var(--text); }
.skin input::-moz-range-thumb { width: 14px; height: 14px; border: 0; border-radius: 50%; background: var(--text); }
.volume input::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(to right, var(--text) calc(var(--at) * 100%), rgb(255 255 255 / 32%) 0); }
.volume input:dir(rtl)::-webkit-slider-runnable-track { background: linear-gradient(to left, var(--text) calc(var(--at) * 100%), rgb(255 255 255 / 32%) 0); }
.volume input::-webkit-slider-thumb { margin-top: -5px; }
.volume input::-moz-range-track { height: 4px; border-radius: 2px; background: rgb(255 255 255 / 32%); }
.volume input::-moz-range-progress { height: 4px; border-radius: 2px; background: var(--text); }
.live, .time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.live b { text-transform: uppercase; letter-spacing: .04em; font-size: 13px; font-weight: 750; }
.live i { width: 9px; height: 9px; border-radius: 50%; background: var(--muted); }
.live span { color: var(--muted); font-size: 13px; }
.at-edge i { background: var(--olympic-live, #ff3b4d); }
.bar .at-edge { cursor: default; background: none; }
.time { padding-inline: 6px; color: var(--muted); }
.timeline { position: relative; height: 24px; margin: 0 8px; }
.timeline::before, .timeline::after { content: ''; position: absolute; inset: 10px 0; height: 4px; border-radius: 2px; pointer-events: none; background: rgb(255 255 255 / 30%); }
.timeline::after { background: var(--accent); width: calc(var(--at) * 100%); }
.timeline:hover::before, .timeline:hover::after { inset-block: 9px; height: 6px; }
.timeline input { position: absolute; inset: 0 -7px; width: calc(100% + 14px); margin: 0; z-index: 1; }
.timeline input::-webkit-slider-thumb { background: var(--accent); box-shadow: 0 0 0 2px #06131c; }
.timeline input::-moz-range-thumb { background: var(--accent); }
.timeline button { position: absolute; inset-block: 0; margin-block: auto; z-index: 2; left: calc(var(--place) * 100% - 12px); width: 24px; height: 24px; padding: 0; }
.timeline button::before { content: ''; display: block; width: 4px; height: 10px; margin: auto; border-radius: 2px; background: #ffd166; box-shadow: 0 0 0 1px #06131c; }
.timeline button::after { content: attr(data-name); left: 50%; display: none; }
.timeline button:is(:hover, :focus-visible)::after { display: block; }
.bubble, .timeline button::after { position: absolute; bottom: 28px; translate: -50%; padding: 4px 8px; border-radius: 6px; background: var(--surface);
  font-size: 12px; white-space: nowrap; font-variant-numeric: tabular-nums; pointer-events: none; }
.bubble { left: clamp(36px, var(--hover) * 100%, 100% - 36px); opacity: 0; }
.bubble:empty { display: none; } .timeline:has(input:is(:hover, :active)) .bubble { opacity: 1; }
.panel { position: relative; }
.quality, .panel.cc { justify-self: end; margin-inline-end: 96px; }
.bar [data-on] { color: var(--accent); }
.captions:has(~ .skin-root .skin:not([data-idle])) { --olympic-captions-clear: 96px; }
.menu { display: grid; min-width: 168px; padding: 6px; border-radius: var(--round); background: var(--surface); box-shadow: 0 8px 32px rgb(0 0 0 / 45%); }
.menu button { display: flex; justify-content: space-between; gap: 16px; min-height: 36px; align-items: center; padding: 0 12px 0 30px; border-radius: 6px; position: relative; }
.menu button:hover { background: rgb(255 255 255 / 12%); } .menu span { color: var(--muted); font-size: 13px; }
.menu [aria-checked=true]::before { content: ''; position: absolute; inset-inline-start: 12px; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); }
.cameras { margin: 0 4px 6px; }
.skin .inspector.panel { position: absolute; inset-block: 0; inset-inline-end: 0; width: min(440px, 100%); z-index: 2; overflow: auto; background: rgb(0 0 0 / 60%); border-inline-start: 1px solid var(--line); overscroll-behavior: contain; }
@container (width < 640px) { .time, .bar .pip { display: none; } .volume input { display: none; } .quality, .panel.cc { margin-inline-end: 0; } }
@container (width < 480px) { .timeline ~ .bar .rewind { display: none; } .bar { gap: 0; } .bar button { padding: 0 4px; } .bar button span.label { display: none; } .live span { font-size: 12px; } }
@container (width < 340px) { .bar .rewind, .live span { display: none; } }
@media (pointer: coarse) { .volume input { display: none; } .timeline { height: 32px; } .timeline::before, .timeline::after { inset-block: 14px; } .skin .timeline input { height: 32px; } .timeline button { pointer-events: none; } }
@media (prefers-reduced-motion: reduce) { .skin, .skin *, .skin ::before { animation-duration: 2s !important; transition: none !important; } .skin .big:hover { transform: none; } }
@media (forced-colors: active) { .chrome { background: Canvas; } .skin button { forced-color-adjust: auto; } .timeline::after, .timeline::before, .live i { forced-color-adjust: none; background: Highlight; } .timeline::before { background: GrayText; } .menu, .panel, .error, .status span { border: 1px solid; }
  .skin input, .timeline button::before { forced-color-adjust: none; } .timeline button::before { background: CanvasText; box-shadow: none; }
  .skin input::-webkit-slider-thumb { background: Highlight; } .skin input::-moz-range-thumb { background: Highlight; }
  .volume input::-webkit-slider-runnable-track { background: GrayText; } .volume input::-moz-range-track { background: GrayText; } }
@keyframes turn { to { rotate: 1turn; } }
@keyframes in { from { opacity: 0; } }
`;
