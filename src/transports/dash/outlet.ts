import type { EngineOutlet } from './engine.js';
import type { FeedStats } from '../contract.js';
import { frameCounts } from '../frame-counts.js';

/** Where a feed's media goes, from the feed's side. */
export interface Outlet extends EngineOutlet {
  frameCounts(): Promise<Pick<FeedStats, 'framesDecoded' | 'framesDropped'>>;
  /** After the engine has ended. */
  close(): void;
}

/** The page's own <video>, through the browser's MediaSource; it is given back clean. */
export function elementOutlet(video: HTMLVideoElement): Outlet {
  const { disableRemotePlayback } = video;
  return {
    media: video,
    element: video,
    sources: undefined,
    frameCounts: () => Promise.resolve(frameCounts(video)),
    close() {
      video.disableRemotePlayback = disableRemotePlayback;
      video.removeAttribute('src');
      video.load();
    },
  };
}
