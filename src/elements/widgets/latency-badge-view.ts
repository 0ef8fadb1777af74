import { liveBadge } from '../skin/badge.js';
import { SkinModel } from '../skin/model.js';
import { adopt } from '../skin/sheet.js';
import { signalView } from '../skin/signal-view.js';
import type { MountContext } from './mount.js';

const styles = `
.live { display: inline-flex; align-items: center; gap: 8px; min-height: 32px; padding: 0 12px; border: 0; border-radius: 99px;
  font: 500 14px/1.3 var(--olympic-font, system-ui, sans-serif); font-variant-numeric: tabular-nums; white-space: nowrap; cursor: pointer;
  color: var(--olympic-text, #fff); background: var(--olympic-surface, rgb(12 15 20 / 92%)); }
.live b { text-transform: uppercase; letter-spacing: .04em; font-weight: 750; }
.live i { width: 9px; height: 9px; border-radius: 50%; background: var(--olympic-muted-text, #b9c2cf); }
.live span { color: var(--olympic-muted-text, #b9c2cf); }
.at-edge { cursor: default; } .at-edge i { background: var(--olympic-live, #ff3b4d); }
.live:focus-visible { outline: 2px solid var(--olympic-accent, #4cc2ff); outline-offset: 2px; }
@media (pointer: coarse) { .live { min-height: 44px; } }
@media (forced-colors: active) { .live { border: 1px solid; } .live i { forced-color-adjust: none; } }
`;

/** The player's badge by itself. */
export function mount({ root, shadow, player, words, abort }: MountContext): void {
  adopt(shadow, styles);
  const model = new SkinModel(player, words, abort);
  signalView(root, () => liveBadge(model.timing.value, words.value, model.goLive), abort);
}
