import { computed, watch } from '../base/index.js';
import type { PictureMetadata } from '../media/index.js';
import type { Session } from '../session/index.js';

export type FrameCallback = (now: number, metadata: PictureMetadata) => void;

/**
 * `requestVideoFrameCallback` (WICG video-rvfc) for whatever is on screen, a `<video>` or our own pictures: requests outlive
 * the source they were made on.
 */
export class FrameCallbacks {
  readonly #waiting = new Map<number, FrameCallback>();
  #next = 1;
  #presented = 0;

  /** @param offset seconds from the timeline of what is played to `currentTime` */
  constructor(session: Session, offset: () => number, abort: AbortSignal) {
    const frame = computed(() => session.screening.value?.frame.value);
    watch(frame, abort, (shown) => {
      const media = session.screening.peek()?.media;
      if (shown === undefined || media === undefined) return;
      this.#presented += 1;
      if (this.#waiting.size === 0) return;
      this.#call({
        mediaTime: shown.mediaTime + offset(),
        presentationTime: shown.displayedAt,
        expectedDisplayTime: shown.displayedAt,
        presentedFrames: this.#presented,
        width: media.videoWidth,
        height: media.videoHeight,
        ...(shown.eventTime === undefined ? {} : { eventTime: shown.eventTime }),
      });
    });
  }

  request(callback: FrameCallback): number {
    const id = this.#next++;
    this.#waiting.set(id, callback);
    return id;
  }

  cancel(id: number): void {
    this.#waiting.delete(id);
  }

  /** Those asked for by now; a page's exception is the page's. */
  #call(metadata: PictureMetadata): void {
    const due = [...this.#waiting];
    for (const [id, callback] of due) {
      // One of those before may have cancelled it.
      if (!this.#waiting.delete(id)) continue;
      try {
        callback(metadata.presentationTime, metadata);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
