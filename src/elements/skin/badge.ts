import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { duration, seconds } from '../strings/format.js';
import { fill } from '../strings/words.js';
import type { Words } from '../strings/words.js';
import type { Timing } from './timing.js';

/** How far behind its newest picture the timeline stands, negative seconds. */
export const behind = ({ now, to }: Timing): number => Math.min(0, now - to);

/** LIVE with the latency; behind live, the way back. */
export function liveBadge(
  timing: Timing,
  { text, lang }: Words,
  goLive: () => void,
): TemplateResult | typeof nothing {
  const { atEdge, latencyMs, live, seekable } = timing;
  if (!live) return nothing;
  const latency = atEdge && latencyMs !== undefined ? seconds(Math.max(0, latencyMs) / 1000, lang) : '';
  const title = latency === '' ? text.goLive : fill(text.latency, { seconds: latency });
  return html`<button
    type="button"
    part="live-button"
    class=${atEdge ? 'live at-edge' : 'live'}
    aria-disabled=${atEdge}
    title=${title}
    @click=${goLive}
  >
    <i></i><b>${atEdge ? text.live : text.goLive}</b>
    <span part="latency">${atEdge ? latency : seekable ? duration(behind(timing), lang) : nothing}</span>
  </button>`;
}
