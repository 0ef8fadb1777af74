import { Events } from 'hls.js';
import type Hls from 'hls.js';
import type { SourceBufferName } from 'hls.js';

/** Seconds that are gone before they are told. */
const batch = 10;

/**
 * Tells hls.js what its buffers have lost by themselves, so that it forgets the fragments that were there: it looks for them when
 * it has flushed something, and never when parts are appended. Windows here keep a minute and flush nothing, so it would remember
 * every fragment of a day.
 */
export function tellEvictions(
  hls: Pick<Hls, 'on' | 'trigger'>,
  media: Pick<HTMLMediaElement, 'buffered'>,
): void {
  const types = new Set<SourceBufferName>();
  let told: number | undefined;
  let flushing = false;
  hls.on(Events.BUFFER_CREATED, (_event, { tracks }) => {
    for (const type of ['audio', 'video', 'audiovideo'] as const)
      if (tracks[type] !== undefined) types.add(type);
  });
  hls.on(Events.BUFFER_FLUSHING, () => (flushing = true));
  hls.on(Events.BUFFER_FLUSHED, () => (flushing = false));
  hls.on(Events.FRAG_BUFFERED, () => {
    const { buffered } = media;
    if (flushing || buffered.length === 0) return;
    const start = buffered.start(0);
    const from = told;
    if (from !== undefined && start >= from && start < from + batch) return;
    told = start;
    if (from === undefined || start < from) return;
    for (const type of types) hls.trigger(Events.BUFFER_FLUSHED, { type, start: from, end: start });
  });
}
