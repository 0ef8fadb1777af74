import type { Mount } from '../widgets/mount.js';
import { PlayerWidget } from '../widgets/player-widget.js';

/**
 * What a player decided and how it fares: every candidate and why it won or lost, latency and clocks, counters, failovers.
 *
 * @element olympic-inspector
 * @attr {string} for - id of the player
 * @csspart inspector - the panel
 * @cssproperty [--olympic-accent=#4cc2ff] - what is chosen
 * @cssproperty [--olympic-surface=rgb(12 15 20 / 92%)] - the panel
 * @cssproperty [--olympic-text=#fff] - text
 * @cssproperty [--olympic-muted-text=#b9c2cf] - labels
 * @cssproperty [--olympic-font=system-ui, sans-serif] - the typeface
 */
export class OlympicInspector extends PlayerWidget {
  protected override async load(): Promise<Mount> {
    return (await import('./panel.js')).mount;
  }
}
