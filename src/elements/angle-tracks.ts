import type { VideoTrack, VideoTrackList } from 'media-tracks';
import { batch, untracked, watch } from '../base/index.js';
import type { AngleModel, Session } from '../session/index.js';

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
  addVideoTrack(kind: string, label?: string, language?: string): VideoTrack;
  removeVideoTrack(track: VideoTrack): void;
}

const kinds: Readonly<Record<string, string>> = { main: 'main', sign: 'sign', commentary: 'commentary' };

/**
 * Keeps the element's videoTracks in step with the session's angles and renditions, both ways: selecting a track cuts to
 * that angle, selecting a rendition fixes the quality.
 */
export function keepTracks(host: TrackHost, session: Session, abort: AbortSignal): void {
  const tracks = new Map<string, VideoTrack>();
  /** True while the lists are changed from here, so that our own change is not taken for the page's. */
  let writing = false;
  const write = (change: () => void) => {
    writing = true;
    change();
    // The lists announce changes in a microtask.
    queueMicrotask(() => queueMicrotask(() => (writing = false)));
  };

  watch(session.angles, abort, (angles) => {
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
    }
  });

  watch(session.angle, abort, (selected) =>
    write(() => {
      for (const [id, track] of tracks) track.selected = id === selected;
    }),
  );

  host.videoTracks.addEventListener(
    'change',
    () => {
      if (writing) return;
      const chosen = [...host.videoTracks].find((track) => track.selected);
      if (chosen?.id !== undefined && chosen.id !== session.angle.peek())
        // Whoever selects a track hears of a failure through the error event; there is no promise to reject.
        void session.switchAngle(chosen.id).catch(() => {});
    },
    { signal: abort },
  );

  watch(session.renditions, abort, (renditions) =>
    untracked(() =>
      batch(() => {
        const track = tracks.get(session.angle.peek() ?? '');
        if (track === undefined) return;
        for (const rendition of [...renditionsOf(host)]) track.removeRendition(rendition);
        for (const { id, width, height, codec, bitrate } of renditions) {
          const rendition = track.addRendition('', width, height, codec, bitrate);
          rendition.id = id;
        }
      }),
    ),
  );
}

function renditionsOf(host: object): Iterable<Parameters<VideoTrack['removeRendition']>[0]> {
  const list: unknown = Reflect.get(host, 'videoRenditions');
  return list as Iterable<Parameters<VideoTrack['removeRendition']>[0]>;
}

function describe(track: VideoTrack, angle: AngleModel, session: Session): void {
  track.label = angle.label;
  Object.defineProperties(track, {
    available: { configurable: true, enumerable: true, get: () => session.canPlay(angle.id) },
    skewMs: { configurable: true, enumerable: true, value: session.model.peek()?.skewToleranceMs ?? null },
    calibration: { configurable: true, enumerable: true, value: angle.calibration ?? null },
  });
}
