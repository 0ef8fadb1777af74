import { AudioTrackList, MediaTracksMixin, VideoTrackList } from 'media-tracks';
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
