import { AudioTrackList, MediaTracksMixin, VideoRenditionList, VideoTrackList } from 'media-tracks';
import { BaseElement } from './base-element.js';

/**
 * Brings videoTracks, audioTracks and videoRenditions (media-ui-extensions) to an element. The lists are ours alone: the
 * native tracks of the inner videos are not angles.
 */
class Tracked extends BaseElement {
  readonly #videoTracks = new VideoTrackList();
  readonly #audioTracks = new AudioTrackList();

  get videoTracks(): VideoTrackList {
    return this.#videoTracks;
  }

  get audioTracks(): AudioTrackList {
    return this.#audioTracks;
  }
}

export const TrackedElement = MediaTracksMixin(Tracked);

/**
 * Makes `list[index]` work for lists up to a length. media-tracks does so itself when a list first grows that long, with a
 * getter that keeps that first element in memory for good; this one keeps nothing.
 */
export function indexLists(length: number): void {
  for (const { prototype } of [VideoTrackList, VideoRenditionList])
    for (let index = 0; index < length; index += 1)
      if (!(index in prototype))
        Object.defineProperty(prototype, index, {
          get(this: Iterable<unknown>) {
            return [...this][index];
          },
        });
}
