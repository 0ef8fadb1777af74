import type { MainManifest, Playlist, PlaylistController } from '@videojs/http-streaming';
import type { Rendition } from '../contract.js';

/** A rendition whose media could not be decoded is left alone for this long, seconds: its encoder may be mended by then. */
const exclusionSeconds = 60;

/** The publisher's own name of a rendition (Representation@id) where it has one. */
export function renditionId(playlist: Playlist): string {
  return playlist.attributes.NAME ?? playlist.id;
}

/** What can be chosen: renditions that this browser plays. */
export function renditionsOf(main: MainManifest | undefined): readonly Rendition[] {
  return (main?.playlists ?? [])
    .filter(({ excludeUntil }) => excludeUntil !== Infinity)
    .map((playlist) => ({
      id: renditionId(playlist),
      width: playlist.attributes.RESOLUTION?.width,
      height: playlist.attributes.RESOLUTION?.height,
      bitrate: playlist.attributes.BANDWIDTH,
      codec: playlist.attributes.CODECS,
    }));
}

/**
 * Holds VHS to one rendition, or frees its choice with `auto`. What is buffered stays: the change shows when the playhead
 * reaches new segments, without a stall, while VHS's own way (`representation.enabled`) empties the buffer first.
 * @returns what is in force: `auto` when the rendition is unknown
 */
export function holdRendition(controller: PlaylistController, wanted: string): string {
  const playlists = controller.main()?.playlists ?? [];
  const target = playlists.find((playlist) => renditionId(playlist) === wanted);
  for (const playlist of playlists) playlist.disabled = target !== undefined && playlist !== target;
  if (target === undefined) {
    controller.checkABR_();
    return 'auto';
  }
  if (controller.media()?.id !== target.id) controller.switchMedia_(target, 'viewer');
  return wanted;
}

/**
 * Has VHS go on with another rendition for a while.
 * @returns false where there is no other that may be played
 */
export function leaveRendition(controller: PlaylistController, id: string, now: number): boolean {
  const playlists = controller.main()?.playlists ?? [];
  const target = playlists.find((playlist) => renditionId(playlist) === id);
  const isFree = (playlist: Playlist) => playlist.disabled !== true && (playlist.excludeUntil ?? 0) <= now;
  if (target === undefined || !playlists.some((playlist) => playlist !== target && isFree(playlist)))
    return false;
  // VHS leaves off loading when it is told of a rendition that it has left already.
  if (controller.media()?.id === target.id)
    controller.excludePlaylist({
      playlistToExclude: target,
      error: { message: 'its media is damaged', internal: true },
      playlistExclusionDuration: exclusionSeconds,
    });
  else target.excludeUntil = now + exclusionSeconds * 1000;
  return true;
}
