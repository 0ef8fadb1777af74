import type { FeedStats } from './contract.js';

/** What a media element has counted of its pictures (Media Playback Quality); nothing before there is one. */
export function frameCounts(
  video: HTMLVideoElement | undefined,
): Pick<FeedStats, 'framesDecoded' | 'framesDropped'> {
  const quality = video?.getVideoPlaybackQuality();
  return {
    framesDecoded: quality?.totalVideoFrames ?? 0,
    framesDropped: quality?.droppedVideoFrames ?? 0,
  };
}
