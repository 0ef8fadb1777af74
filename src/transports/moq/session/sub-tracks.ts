import type { Broadcast } from '@moq/net';
import type { Logger } from '../../../base/index.js';
import { gunzip, isGzip } from '../catalog/index.js';

/** Objects of timelines are small; groups that lag behind are of no use. */
const priority = 20;

/**
 * Follows a track of JSON documents (MSF timelines): each object goes to `take`, inflated where it was gzipped. An object that
 * cannot be read is passed over, with a warning; the end of the track is nobody's failure.
 */
export async function followDocuments(
  broadcast: Broadcast.Consumer,
  track: string,
  abort: AbortSignal,
  log: Logger,
  take: (payload: Uint8Array, location: { group: number; object: number }) => void,
): Promise<void> {
  const subscriber = broadcast.track(track).subscribe({ priority });
  const close = () => subscriber.close();
  abort.addEventListener('abort', close, { once: true });
  try {
    for (;;) {
      const frame = await subscriber.readFrameSequence();
      if (frame === undefined || abort.aborted) return;
      try {
        const payload = isGzip(frame.payload) ? await gunzip(frame.payload) : frame.payload;
        take(payload, { group: frame.group, object: frame.frame });
      } catch (error) {
        log.warn(`moq: an object of the track "${track}" cannot be read`, error);
      }
    }
  } catch (error) {
    if (!abort.aborted) log.debug(`moq: the track "${track}" ended`, error);
  } finally {
    abort.removeEventListener('abort', close);
    close();
  }
}
