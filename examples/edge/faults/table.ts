/** What every kind of fault means: one pure table, which the switchboard validates against and the README prints. */
import type { FaultKind } from '../contract.js';

export interface FaultMeaning {
  /** What `value` is; `none` where the kind has no strength. */
  readonly unit: 'none' | 'ms' | 'kbit/s' | 'probability';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** What a client of LL-HLS, HLS and DASH sees. */
  readonly http: string;
  /** What a client of WHEP sees. */
  readonly whep: string;
  /** What a client of Media over QUIC sees. */
  readonly moq: string;
}

const hourMs = 3_600_000;
const none = { unit: 'none', default: 0, min: 0, max: 0 } as const;
const probability = (value: number) => ({ unit: 'probability', default: value, min: 0, max: 1 }) as const;

export const faultTable: Readonly<Record<FaultKind, FaultMeaning>> = {
  refuse: {
    ...none,
    http: 'the connection is reset before an answer',
    whep: 'the POST is reset; running sessions go on',
    moq: 'the session is reset before an answer; running sessions go on',
  },
  unauthorized: {
    ...none,
    http: '401 with WWW-Authenticate: Bearer',
    whep: 'the POST is answered 401',
    moq: 'the session is answered 401',
  },
  notfound: { ...none, http: '404', whep: 'the POST is answered 404', moq: 'the session is answered 404' },
  unavailable: {
    ...none,
    http: '503 with Retry-After',
    whep: 'the POST is answered 503',
    moq: 'the session is answered 503',
  },
  hang: {
    ...none,
    http: 'no answer; reset when the fault ends',
    whep: 'the POST is never answered; reset when the fault ends',
    moq: 'the session is never answered; reset when the fault ends',
  },
  cut: {
    ...none,
    http: 'answers in progress are reset, and new requests too',
    whep: 'running sessions are closed, and new POSTs reset',
    moq: 'running sessions are reset, and new ones too',
  },
  stall: {
    ...none,
    http: 'the live edge stands still: playlists, parts and segments do not advance',
    whep: 'no more RTP is sent; the session stays up',
    moq: 'no more objects are sent; the session stays up',
  },
  delay: {
    unit: 'ms',
    default: 500,
    min: 0,
    max: 60_000,
    http: 'every answer begins that much later',
    whep: 'the answer and every RTP packet leave that much later',
    moq: 'the answer and every object leave that much later',
  },
  throttle: {
    unit: 'kbit/s',
    default: 300,
    min: 0,
    max: 1_000_000,
    http: 'each body is sent at that rate',
    whep: 'RTP is sent at that rate; what does not fit is dropped',
    moq: 'a session gets that rate; groups that do not get through within 2 s are reset',
  },
  corrupt: {
    ...probability(0.1),
    http: 'that share of media bodies has bytes flipped',
    whep: 'that share of RTP payloads has bytes flipped',
    moq: 'that share of samples has bytes flipped',
  },
  truncate: {
    ...none,
    http: 'bodies end half way through the announced length, then the connection closes',
    whep: 'pictures lose the second half of their packets',
    moq: 'pictures lose the second half of their bytes',
  },
  drop: {
    ...probability(0.1),
    http: 'that share of requests is reset',
    whep: 'that share of RTP packets is not sent',
    moq: 'that share of groups is not sent',
  },
  reorder: {
    unit: 'ms',
    default: 1_000,
    min: 0,
    max: 60_000,
    http: 'every other playlist or manifest is that much older than the one before',
    whep: 'every tenth RTP packet leaves that much later, behind its successors',
    moq: 'every other group leaves that much later, behind its successor',
  },
  freeze: {
    ...none,
    http: 'pictures repeat one frame while time and sound go on',
    whep: 'pictures repeat one frame while time and sound go on',
    moq: 'pictures repeat one frame while time and sound go on',
  },
  clock: {
    unit: 'ms',
    default: 2_000,
    min: -24 * hourMs,
    max: 24 * hourMs,
    http: 'PROGRAM-DATE-TIME, prft and the MPD times are off by that much; with angle and transport "*" also /time and generatedAt',
    whep: 'sender reports and abs-capture-time are off by that much',
    moq: 'the times of samples are off by that much',
  },
};

export const faultKinds = Object.keys(faultTable) as readonly FaultKind[];
