/** The inspector, in the skin and alone. */
export const inspectorStyles = `
.inspect { display: block; padding: 16px; background: var(--olympic-surface, rgb(12 15 20 / 92%)); font: 400 13px/1.45 var(--olympic-font, system-ui, sans-serif); color: var(--olympic-text, #fff);
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; outline: none; }
.inspect header { display: flex; align-items: center; gap: 8px; }
.inspect h2 { flex: 1; margin: 0; font-size: 16px; font-weight: 700; }
.inspect h3 { margin: 18px 0 6px; font-size: 11px; font-weight: 700; letter-spacing: .08em; text-transform: uppercase; color: var(--olympic-muted-text, #b9c2cf); }
.inspect header span { color: var(--olympic-muted-text, #b9c2cf); }
.inspect button { display: grid; place-items: center; min-height: 32px; min-width: 32px; padding: 0 12px; border: 1px solid rgb(255 255 255 / 22%); border-radius: 99px;
  font: inherit; font-weight: 600; color: inherit; background: none; cursor: pointer; }
.inspect button[aria-label] { padding: 0; } .inspect button:hover { background: rgb(255 255 255 / 12%); }
.inspect button svg { width: 18px; height: 18px; fill: currentColor; }
.inspect button:focus-visible { outline: 2px solid var(--olympic-accent, #4cc2ff); outline-offset: 2px; }
.inspect dl, .inspect ol, .inspect p { margin: 0; padding: 0; list-style: none; }
.inspect dl div { display: grid; grid-template-columns: minmax(104px, 38%) 1fr; gap: 12px; padding: 4px 0; border-block-end: 1px solid rgb(255 255 255 / 8%); }
.inspect dt, .inspect p, .inspect time { color: var(--olympic-muted-text, #b9c2cf); } .inspect dd { margin: 0; }
.inspect li { padding: 6px 0; border-block-end: 1px solid rgb(255 255 255 / 8%); }
.inspect small { display: block; font-size: 12px; color: var(--olympic-muted-text, #b9c2cf); }
.inspect .candidates li { display: grid; grid-template-columns: 1fr auto; column-gap: 8px; padding-inline-start: 10px; border-inline-start: 3px solid transparent; margin-block-end: 4px; border-block-end: 0; }
.inspect .candidates small { grid-column: 1 / -1; } .inspect .candidates small:empty { display: none; }
.inspect em { font-style: normal; font-weight: 600; } .inspect em i { font-style: normal; }
.inspect .candidates .chosen { border-color: #4be08a; background: rgb(75 224 138 / 8%); } .inspect .chosen em { color: #4be08a; }
.inspect .failed em { color: #ff8a8a; } .inspect .candidates .failed { border-color: #ff6b6b; }
.inspect .refused em, .inspect .untried em { color: #ffd166; } .inspect .standby em { color: #8fd0ff; }
@media (pointer: coarse) { .inspect button { min-height: 44px; min-width: 44px; } }
@media (forced-colors: active) { .inspect li { forced-color-adjust: auto; } }
`;
