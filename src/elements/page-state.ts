import { signal } from '../base/index.js';
import type { PageState } from '../session/index.js';

/**
 * Visibility and connectivity of the page. It listens only between `start` and its abort: a player that left the document
 * must not be kept alive by the document.
 */
export class PageWatch implements PageState {
  readonly visible = signal(document.visibilityState !== 'hidden');
  readonly online = signal(navigator.onLine);

  start(abort: AbortSignal): void {
    const options = { signal: abort };
    const look = () => {
      this.visible.value = document.visibilityState !== 'hidden';
      this.online.value = navigator.onLine;
    };
    document.addEventListener('visibilitychange', look, options);
    window.addEventListener('online', look, options);
    window.addEventListener('offline', look, options);
    look();
  }
}
