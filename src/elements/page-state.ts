import { signal } from '../base/index.js';
import type { PageState } from '../session/index.js';

/** Visibility and connectivity of the page, until the signal aborts. */
export function watchPage(abort: AbortSignal): PageState {
  const visible = signal(document.visibilityState !== 'hidden');
  const online = signal(navigator.onLine);
  const options = { signal: abort };
  document.addEventListener(
    'visibilitychange',
    () => (visible.value = document.visibilityState !== 'hidden'),
    options,
  );
  window.addEventListener('online', () => (online.value = true), options);
  window.addEventListener('offline', () => (online.value = false), options);
  return { visible, online };
}
