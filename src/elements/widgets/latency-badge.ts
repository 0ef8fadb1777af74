import type { Mount } from './mount.js';
import { PlayerWidget } from './player-widget.js';

/**
 * LIVE with the measured latency; behind live, the way back.
 *
 * @element olympic-latency-badge
 * @attr {string} for - id of the player
 * @csspart live-button - the badge
 * @csspart latency - the latency in it
 * @cssproperty [--olympic-live=#ff3b4d] - the live dot
 */
export class OlympicLatencyBadge extends PlayerWidget {
  protected override async load(): Promise<Mount> {
    return (await import('./latency-badge-view.js')).mount;
  }
}
