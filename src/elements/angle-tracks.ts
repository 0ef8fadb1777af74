import type { VideoRendition, VideoRenditionList, VideoTrack, VideoTrackList } from 'media-tracks';
import { watch } from '../base/index.js';
import type { AngleModel, Session } from '../session/index.js';
import { indexLists } from './tracked-element.js';

/** What an angle adds to its VideoTrack. */
export interface AngleTrack extends VideoTrack {
  /** Whether any source of it can play here. */
  readonly available: boolean;
  /** Ms by which the producer says this angle may be off; null when unknown. */
  readonly skewMs: number | null;
  readonly calibration: AngleModel['calibration'] | null;
}

interface TrackHost {
  readonly videoTracks: VideoTrackList;
  readonly videoRenditions: VideoRenditionList;
  addVideoTrack(kind: string, label?: string, language?: string): VideoTrack;
  removeVideoTrack(track: VideoTrack): void;
}

const kinds: Readonly<Record<string, string>> = { main: 'main', sign: 'sign', commentary: 'commentary' };

/**
 * Keeps the element's videoTracks in step with the session's angles and renditions, both ways: selecting a track cuts to
 * that angle, selecting a rendition fixes the quality and selecting none leaves it to the player.
 */
export function keepTracks(host: TrackHost, session: Session, abort: AbortSignal): void {
  const tracks = new Map<string, VideoTrack>();
  const select = () => {
    for (const [id, track] of tracks) track.selected = id === session.angle.peek();
  };

  watch(session.angles, abort, (angles) => {
    indexLists(angles.length);
    const before = tracks.size;
    let added = false;
    for (const [id, track] of tracks)
      if (!angles.some((angle) => angle.id === id)) {
        host.removeVideoTrack(track);
        tracks.delete(id);
      }
    for (const angle of angles) {
      const known = tracks.get(angle.id);
      if (known !== undefined) {
        describe(known, angle, session);
        continue;
      }
      const track = host.addVideoTrack(kinds[angle.role] ?? 'alternative', angle.label);
      track.id = angle.id;
      describe(track, angle, session);
      tracks.set(angle.id, track);
      added = true;
    }
    if (added || tracks.size !== before) select();
  });
  watch(session.angle, abort, select);

  host.videoTracks.addEventListener(
    'change',
    () => {
      const chosen = [...host.videoTracks].find((track) => track.selected);
      if (chosen?.id !== undefined && chosen.id !== session.angle.peek())
        // There is no promise to reject: after a cut that failed, the list says again what is on screen.
        session.switchAngle(chosen.id).catch(select);
    },
    { signal: abort },
  );

  keepRenditions(host, session, tracks, abort);
}

function keepRenditions(
  host: TrackHost,
  session: Session,
  tracks: ReadonlyMap<string, VideoTrack>,
  abort: AbortSignal,
): void {
  let listed: readonly { readonly track: VideoTrack; readonly rendition: VideoRendition }[] = [];
  const select = () => {
    for (const { rendition } of listed)
      rendition.selected = rendition.id === session.selectedRendition.peek();
  };

  watch(session.renditions, abort, (renditions) => {
    indexLists(renditions.length);
    for (const { track, rendition } of listed) track.removeRendition(rendition);
    const track = tracks.get(session.angle.peek() ?? '');
    listed =
      track === undefined
        ? []
        : renditions.map(({ id, width, height, codec, bitrate }) => {
            const rendition = track.addRendition('', width, height, codec, bitrate);
            rendition.id = id;
            return { track, rendition };
          });
    select();
  });
  watch(session.selectedRendition, abort, select);

  host.videoRenditions.addEventListener(
    'change',
    () => {
      const fixed = session.selectedRendition.peek();
      const chosen = listed.map(({ rendition }) => rendition).filter(({ selected }) => selected);
      // The list lets several be selected; the one that was not before is the wish.
      const wish = (chosen.find(({ id }) => id !== fixed) ?? chosen[0])?.id ?? 'auto';
      if (wish !== fixed) session.selectRendition(wish);
      else select();
    },
    { signal: abort },
  );
}

function describe(track: VideoTrack, angle: AngleModel, session: Session): void {
  track.label = angle.label;
  Object.defineProperties(track, {
    available: { configurable: true, enumerable: true, get: () => session.canPlay(angle.id) },
    skewMs: { configurable: true, enumerable: true, value: session.model.peek()?.skewToleranceMs ?? null },
    calibration: { configurable: true, enumerable: true, value: angle.calibration ?? null },
  });
}
