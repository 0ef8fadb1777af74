import { signal } from '../base/index.js';
import { historyOf } from './inspector/history.js';
import { OlympicVideo } from './olympic-video.js';
import type { Strings } from './strings/en.js';

/**
 * `<olympic-video>` with a complete skin: play, volume, live and latency, timeline with moments, quality, captions, cameras,
 * inspector, picture-in-picture, full screen; keyboard, touch and screen readers. Words follow the nearest `lang`.
 *
 * @element olympic-player
 * @attr {boolean} nocontrols - without the skin
 * @slot overlay - over the picture, under the controls
 * @slot controls-start - in the bar, after the time
 * @slot controls-end - in the bar, before the quality
 * @csspart skin - everything over the picture
 * @csspart chrome - the lower block: cameras, timeline, bar
 * @csspart bar - the row of controls
 * @csspart button - every button of the bar
 * @csspart play-button - play and pause
 * @csspart rewind-button - back ten seconds
 * @csspart volume - mute and the slider
 * @csspart mute-button - mute
 * @csspart volume-slider - the volume's slider
 * @csspart live-button - the live badge, and the way back to live
 * @csspart latency - the latency in the live badge
 * @csspart time - the event's clock, or the position
 * @csspart quality-button - opens the quality menu
 * @csspart cc-button - opens the captions menu
 * @csspart cameras-button - opens the cameras
 * @csspart inspector-button - opens the inspector
 * @csspart pip-button - picture-in-picture
 * @csspart fullscreen-button - full screen
 * @csspart timeline - the timeline with its moments
 * @csspart scrubber - the timeline's slider
 * @csspart time-bubble - the time under the pointer
 * @csspart moment - a moment on the timeline
 * @csspart status - the line that says what goes on
 * @csspart sound-offer - the offer to turn the sound on
 * @csspart big-play-button - play, in the middle
 * @csspart error - the box of a final error
 * @csspart retry-button - try again
 * @csspart menu - the quality or captions menu
 * @csspart menu-item - one quality, one caption track
 * @cssproperty [--olympic-accent=#4cc2ff] - what is chosen, filled or focused
 * @cssproperty [--olympic-live=#ff3b4d] - the live dot
 * @cssproperty [--olympic-surface=rgb(12 15 20 / 92%)] - panels and menus
 * @cssproperty [--olympic-text=#fff] - text and icons
 * @cssproperty [--olympic-muted-text=#b9c2cf] - text of less weight
 * @cssproperty [--olympic-radius=10px] - corners of panels
 * @cssproperty [--olympic-font=system-ui, sans-serif] - the typeface
 */
export class OlympicPlayer extends OlympicVideo {
  static override readonly observedAttributes = [...OlympicVideo.observedAttributes, 'nocontrols', 'lang'];

  readonly #strings = signal<Partial<Strings>>({});
  #skin: AbortController | undefined;

  constructor() {
    super();
    historyOf(this.session);
    // Set before the element was defined: an own property that hides the accessor.
    if (!Object.hasOwn(this, 'strings')) return;
    const { strings } = this;
    Reflect.deleteProperty(this, 'strings');
    this.strings = strings;
  }

  /** The page's own words, over those of the language. */
  get strings(): Partial<Strings> {
    return this.#strings.peek();
  }
  set strings(strings: Partial<Strings>) {
    this.#strings.value = strings;
  }

  get noControls(): boolean {
    return this.hasAttribute('nocontrols');
  }
  set noControls(value: boolean) {
    this.toggleAttribute('nocontrols', Boolean(value));
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (before !== now && (name === 'nocontrols' || name === 'lang') && this.isConnected) this.#dress();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dress();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#skin?.abort();
  }

  /** Puts the skin on anew, or takes it off. It is loaded beside the event: the picture never waits for its controls. */
  #dress(): void {
    this.#skin?.abort();
    const { shadowRoot } = this;
    if (this.noControls || shadowRoot === null) return;
    const skin = new AbortController();
    this.#skin = skin;
    import('./skin/skin.js').then(({ Skin }) => {
      if (!skin.signal.aborted) new Skin(this, shadowRoot, this.#strings, skin.signal);
      // Without its file the player plays without controls; the page hears of it as of any script that did not load.
    }, reportError);
  }
}
