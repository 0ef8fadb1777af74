import type { Mount } from './mount.js';
import { PlayerWidget } from './player-widget.js';

/**
 * The cameras of a player: one button for each, with where it stands around the subject, seen from above.
 *
 * @element olympic-angle-strip
 * @attr {string} for - id of the player
 * @csspart strip - the row
 * @csspart angle - one camera
 * @csspart angle-selected - the camera on screen
 * @csspart rig - the view from above
 * @cssproperty [--olympic-accent=#4cc2ff] - the camera on screen
 * @cssproperty [--olympic-surface=rgb(12 15 20 / 92%)] - the buttons
 * @cssproperty [--olympic-text=#fff] - text
 * @cssproperty [--olympic-radius=10px] - corners
 * @cssproperty [--olympic-font=system-ui, sans-serif] - the typeface
 */
export class OlympicAngleStrip extends PlayerWidget {
  protected override async load(): Promise<Mount> {
    return (await import('./angle-strip-view.js')).mount;
  }
}
