import type { MainManifest, Playlist, PlaylistController } from '@videojs/http-streaming';
import type { Rendition } from '../contract.js';

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
