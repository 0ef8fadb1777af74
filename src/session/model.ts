import type { Calibration, EventDescriptor, Rig, calibrationOf, labelOf } from '../event/index.js';
import type { Source } from '../transports/index.js';
import type { Moment } from './types.js';

/** One selectable camera, ready for negotiation. */
export interface AngleModel {
  readonly id: string;
  readonly label: string;
  readonly role: string;
  readonly fallback: string | undefined;
  readonly sources: readonly Source[];
  readonly calibration: Calibration | undefined;
}

/** Where the token goes on requests. */
export interface AuthPlacement {
  readonly placement: 'header' | 'query';
  readonly parameter: string;
}

/** What the session plays: a descriptor or a bare stream, in one shape. */
export interface EventModel {
  readonly id: string;
  /** The event's name in the viewer's language. */
  readonly title: string | undefined;
  readonly isLive: boolean | undefined;
  readonly angles: readonly AngleModel[];
  /** The origin of `currentTime`, ms since the epoch. */
  readonly startMs: number | undefined;
  readonly clockUrl: string | undefined;
  /** Ms after which the descriptor is read again. */
  readonly ttlMs: number | undefined;
  readonly skewToleranceMs: number | undefined;
  readonly moments: readonly Moment[];
  readonly rig: Rig | undefined;
  readonly auth: AuthPlacement;
}

const headerAuth: AuthPlacement = { placement: 'header', parameter: 'token' };

/** The descriptor tools are loaded lazily, so their functions are handed in. */
interface EventRoom {
  readonly labelOf: typeof labelOf;
  readonly calibrationOf: typeof calibrationOf;
}

/** A checked descriptor as the session sees it; labels in the viewer's language. */
export function modelOf(event: EventDescriptor, languages: readonly string[], room: EventRoom): EventModel {
  const start = event.event?.startDate === undefined ? NaN : Date.parse(event.event.startDate);
  return {
    id: event.id,
    title: room.labelOf(event.event?.name, languages),
    isLive: event.isLive,
    angles: event.angles.map((angle) => ({
      id: angle.id,
      label: room.labelOf(angle.label, languages) ?? angle.id,
      role: angle.role,
      fallback: angle.fallback,
      sources: angle.sources.flatMap(sourceOf),
      calibration: room.calibrationOf(event, angle.id),
    })),
    startMs: Number.isNaN(start) ? undefined : start,
    clockUrl: event.clock?.url,
    ttlMs: event.ttl === undefined || event.isComplete ? undefined : event.ttl * 1000,
    skewToleranceMs: event.clock?.skewToleranceMs,
    moments: event.moments.map((moment) => ({
      id: moment.id,
      label: room.labelOf(moment.label, languages) ?? moment.id,
      eventTime: moment.T,
      durationMs: moment.duration,
    })),
    rig: event.rig,
    auth: event.rights?.auth ?? headerAuth,
  };
}

/** A bare stream: one angle, one source, no descriptor. */
export function bareModel(source: Source): EventModel {
  return {
    id: source.url,
    title: undefined,
    isLive: undefined,
    angles: [
      {
        id: 'main',
        label: 'Main',
        role: 'main',
        fallback: undefined,
        sources: [source],
        calibration: undefined,
      },
    ],
    startMs: undefined,
    clockUrl: undefined,
    ttlMs: undefined,
    skewToleranceMs: undefined,
    moments: [],
    rig: undefined,
    auth: headerAuth,
  };
}

type DescribedSource = EventDescriptor['angles'][number]['sources'][number];

/** A server-composed picture is HLS to the player. */
function sourceOf(source: DescribedSource): Source[] {
  return [
    {
      type: source.type === 'composed' ? 'hls' : source.type,
      url: source.url,
      ...(source.priority === undefined ? {} : { priority: source.priority }),
      ...(source.targetLatency === undefined ? {} : { targetLatencyMs: source.targetLatency }),
      ...(source.codecs === undefined ? {} : { codecs: source.codecs }),
      protection: source.protection ?? [],
      ...(source.track === undefined ? {} : { track: source.track }),
      ...(source.certificateHashes === undefined
        ? {}
        : { certificateHashes: source.certificateHashes.map(({ value }) => value) }),
    },
  ];
}

/** The key systems that any source of the event names. */
export function keySystemsOf({ angles }: EventModel): ReadonlySet<string> {
  const sources = angles.flatMap((angle) => angle.sources);
  return new Set(sources.flatMap(({ protection = [] }) => protection.map(({ keySystem }) => keySystem)));
}
