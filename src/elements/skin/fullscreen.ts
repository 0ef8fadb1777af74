import type { Signal } from '../../base/index.js';

/**
 * Full screen of the whole player, so that the skin comes along. Where elements cannot (iPhone), the player fills the
 * window instead.
 */
export class Fullscreen {
  readonly #host: HTMLElement;
  readonly #on: Signal<boolean>;
  #leaveWindow: (() => void) | undefined;

  constructor(host: HTMLElement, on: Signal<boolean>, abort: AbortSignal) {
    this.#host = host;
    this.#on = on;
    document.addEventListener('fullscreenchange', () => (on.value = this.#active), { signal: abort });
    abort.addEventListener('abort', () => this.#leaveWindow?.(), { once: true });
  }

  get #active(): boolean {
    return this.#leaveWindow !== undefined || this.#host.matches(':fullscreen');
  }

  readonly toggle = (): void => void this.#toggle().catch(() => {});

  /** Escape ends the filled window; the browser itself ends real full screen. */
  leaveWindow(): boolean {
    if (this.#leaveWindow === undefined) return false;
    this.#leaveWindow();
    this.#leaveWindow = undefined;
    this.#on.value = false;
    return true;
  }

  async #toggle(): Promise<void> {
    if (this.leaveWindow()) return;
    if (this.#host.matches(':fullscreen')) return document.exitFullscreen();
    if ('requestFullscreen' in this.#host && document.fullscreenEnabled)
      return this.#host.requestFullscreen({ navigationUI: 'hide' });
    const { fillWindow } = await import('./full-window.js');
    this.#leaveWindow = fillWindow(this.#host);
    this.#on.value = true;
  }
}
