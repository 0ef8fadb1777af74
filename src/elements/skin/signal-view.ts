import { nothing, render } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { effect } from '../../base/index.js';

/**
 * Renders a template into a container now and whenever a signal it read changes, once a microtask however many changed.
 * The abort signal ends it and empties the container.
 */
export function signalView(
  container: HTMLElement | DocumentFragment,
  template: () => TemplateResult | typeof nothing,
  abort: AbortSignal,
): void {
  if (abort.aborted) return;
  let next: TemplateResult | typeof nothing = nothing;
  let queued = false;
  const dispose = effect(() => {
    next = template();
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      if (!abort.aborted) render(next, container);
    });
  });
  abort.addEventListener(
    'abort',
    () => {
      dispose();
      render(nothing, container);
    },
    { once: true },
  );
}
