/** The catalog of the MOQT Streaming Format, drafts 00 and 01, with CMSF's rules for CMAF (draft-ietf-moq-cmsf). */
import type { Encoding } from './encoding.js';
import type { MediaTrack } from './track.js';

export type MsfDraft = '00' | '01';
export const msfTrack = 'catalog';

export interface MsfInput {
  readonly tracks: readonly MediaTrack[];
  readonly draft: MsfDraft;
  /** Event time, ms. */
  readonly generatedAt: number;
  /** What viewers read of the angle. */
  readonly label: string;
  /** ms from capture to screen. */
  readonly targetLatency: number;
}

/** Groups of the same number in the same alternate group show the same second. */
const altGroups = { video: 1, audio: 2 } as const;
const renderGroup = 1;
/** Every group begins with a closed key picture, and nothing else does (ISO/IEC 14496-12, stream access points). */
const sapType = 1;

export function msfCatalog({ tracks, draft, generatedAt, label, targetLatency }: MsfInput) {
  const packaged = tracks.filter(({ container }) => container !== 'legacy');
  const inits = [...new Set(packaged.flatMap((track) => initData(track) ?? []))];
  return {
    version: draft === '00' ? 1 : 'draft-01',
    generatedAt: Math.round(generatedAt),
    tracks: packaged.map((track) => {
      const data = initData(track);
      const init =
        data === undefined ? {} : draft === '00' ? { initData: data } : { initRef: initId(inits, data) };
      return { ...describe(track), label, targetLatency, ...init };
    }),
    ...(draft === '01' && {
      initDataList: inits.map((data) => ({ id: initId(inits, data), type: 'inline', data })),
    }),
  };
}

function describe({ name, container, encoding }: MediaTrack) {
  return {
    name,
    packaging: container,
    isLive: true,
    role: encoding.kind,
    renderGroup,
    altGroup: altGroups[encoding.kind],
    codec: encoding.codec,
    bitrate: encoding.bitrate,
    ...(container === 'cmaf' && { timescale: encoding.grid.clockRate }),
    ...shape(encoding),
    ...(encoding.kind === 'video' && { maxGrpSapStartingType: sapType }),
  };
}

function shape(encoding: Encoding) {
  if (encoding.kind === 'audio')
    return { samplerate: encoding.sampleRate, channelConfig: String(encoding.channels), lang: 'en' };
  const { width, height, framerate } = encoding;
  return { width, height, framerate };
}

/** The CMAF header, or what the decoder is configured with. */
function initData({ container, encoding }: MediaTrack): string | undefined {
  const bytes = container === 'cmaf' ? encoding.init : encoding.description;
  return bytes && Buffer.from(bytes).toString('base64');
}

function initId(inits: readonly string[], data: string): string {
  return `init-${inits.indexOf(data)}`;
}
