/** The live event's descriptor, as /event.json gives it: every recorded angle, every transport, the rig, the moments. */
import { stripRows } from './h264/crop.js';
import { dvrWindowMs } from './clock.js';
import { moqSources, type MoqAddress } from './moq/sources.js';
import { entryPath } from './streams/path.js';
import { clearKeySystem, licensePath } from './protected/signalling.js';
import type { Scheme } from './protected/scheme.js';
import { moments } from '../venue/moments.js';
import { cameras, front, recorded, subject, up, type Intrinsics, type VenueCamera } from '../venue/rig.js';

export interface DescriptorInput {
  /** Event time now, ms. */
  readonly nowMs: number;
  /** Event time of media time 0, ms. */
  readonly startMs: number;
  /** Added to every event time that is told, ms. */
  readonly clockOffsetMs: number;
  readonly loopMs: number;
  /** Describe the streams whose pictures have no strip. */
  readonly clean: boolean;
  /** Describe the streams with captions. */
  readonly captioned?: boolean;
  /** Describe these angles' encrypted streams: all, unless named. */
  readonly encrypted?: { readonly scheme: Scheme; readonly angles?: readonly string[] } | undefined;
  /** Offer Media over QUIC, from here. */
  readonly moq?: MoqAddress | undefined;
}

const ttlSeconds = 10;
/** Half a 30 fps frame, and the jitter of two capture clocks. */
const skewToleranceMs = 40;

/** URLs are relative to the descriptor. */
export function eventDescriptor(input: DescriptorInput) {
  const { nowMs, startMs, clockOffsetMs, clean, encrypted } = input;
  const schemeOf = (id: string) =>
    encrypted?.angles?.includes(id) === false ? undefined : encrypted?.scheme;
  const seen = cameras.filter((camera) => recorded.includes(camera.id));
  return {
    version: '1.0',
    id: 'olympic-player-venue',
    generatedAt: nowMs + clockOffsetMs,
    isLive: true,
    ttl: ttlSeconds,
    event: {
      name: { en: 'Trampoline final, live from Solstice Arena' },
      sport: 'GTR',
      startDate: new Date(startMs + clockOffsetMs).toISOString(),
      location: { en: 'Solstice Arena' },
    },
    clock: { type: 'pdt', url: 'time', skewToleranceMs },
    angles: recorded.flatMap((id) =>
      seen.filter((camera) => camera.id === id).map((camera) => describeAngle(camera, input, schemeOf(id))),
    ),
    rig: {
      cameras: seen
        .filter((camera) => camera.ring)
        .map((camera) => ({ id: camera.id, ...calibration(camera, clean) })),
      subject,
      up,
      front,
    },
    moments: recentMoments(input),
  };
}

function describeAngle(
  camera: VenueCamera,
  { clean, captioned = false, moq }: DescriptorInput,
  scheme: Scheme | undefined,
) {
  const { id, label, role, ring } = camera;
  return {
    id,
    label,
    role,
    syncGroup: 'stadium',
    fallback: id === 'main' ? 'ring-00' : 'main',
    sources: scheme
      ? httpSources(id, { clean, scheme }).map((source) => ({ ...source, protection }))
      : [
          { type: 'whep', url: `whep/${id}${clean ? '?strip=0' : ''}`, priority: 1 },
          ...(moq ? moqSources(id, clean, moq, captioned) : []),
          ...httpSources(id, { clean, captioned, behind: moq ? 2 : 1 }),
        ],
    ...(!ring && { calibration: calibration(camera, clean) }),
  };
}

const protection = [{ keySystem: clearKeySystem, licenseUrl: licensePath }];

/** @param variant `behind` is the priority of what comes before them; 1 when left out */
function httpSources(
  id: string,
  variant: { clean: boolean; captioned?: boolean; scheme?: Scheme; behind?: number },
) {
  const { behind = 1 } = variant;
  return [
    { type: 'll-hls', url: entryPath('ll-hls', id, variant), priority: behind + 1 },
    { type: 'dash', url: entryPath('dash', id, variant), priority: behind + 2 },
    { type: 'hls', url: entryPath('hls', id, variant), priority: behind + 3 },
  ];
}

/** Rows cut off the bottom shorten the picture and leave the projection as it was. */
function calibration({ translation, rotation, intrinsics }: VenueCamera, clean: boolean) {
  const shown: Intrinsics = clean
    ? { ...intrinsics, height: intrinsics.height - stripRows(intrinsics.height) }
    : intrinsics;
  return { translation, rotation, intrinsics: shown };
}

/** Every turn of the loop repeats its moments: those that are over, and still within the DVR window. */
function recentMoments({ nowMs, startMs, clockOffsetMs, loopMs }: DescriptorInput) {
  const windowStart = Math.max(startMs, nowMs - dvrWindowMs);
  const firstTurn = Math.floor(windowStart / loopMs) * loopMs;
  const turns = Array.from(
    { length: Math.ceil((nowMs - firstTurn) / loopMs) },
    (_, i) => firstTurn + i * loopMs,
  );
  return turns.flatMap((turn) =>
    moments
      .filter(({ atMs, durationMs }) => turn + atMs >= windowStart && turn + atMs + durationMs <= nowMs)
      .map(({ id, label, atMs, durationMs, preferredAngle }) => ({
        id: `${id}-${turn + atMs}`,
        class: id,
        T: turn + atMs + clockOffsetMs,
        duration: durationMs,
        label,
        preferredAngle,
      })),
  );
}
