import { withoutQuery } from '../base/index.js';
import type { Capabilities, DecodePath, Source, SourceType, Transport } from '../transports/index.js';
import type { Rung } from './ladder.js';
import type { Candidate, Decoder } from './types.js';

/** What the page allows, in order of preference; also the tie-break where nothing else decides. */
export const defaultOrder: readonly SourceType[] = ['whep', 'moq', 'll-hls', 'hls', 'dash'];

/** Between decode paths of one source: exact control first, the browser's black box last. */
const decodeOrder: readonly DecodePath[] = ['webrtc', 'webcodecs', 'mse', 'native'];

export interface Wishes {
  readonly angle: string;
  readonly sources: readonly Source[];
  /** The page's own list; undefined when it has not said anything, and the descriptor's priorities decide. */
  readonly allowed: readonly SourceType[] | undefined;
  readonly decoder: Decoder;
  readonly transports: readonly Transport[];
  readonly capabilities: Capabilities;
}

/** A candidate with what is needed to connect it. */
export interface Option extends Rung {
  readonly source: Source;
  readonly transport: Transport;
  readonly candidate: Candidate;
}

/** Whether it may be connected at all. */
export const isPlayable = ({ candidate }: Option): boolean => candidate.verdict !== 'refused';

const decoderRefuses = (decoder: Decoder, decode: DecodePath): string | undefined => {
  if (decoder === 'webcodecs' && decode !== 'webcodecs') return 'decoder-must-be-webcodecs';
  if (decoder === 'native' && decode === 'webcodecs') return 'decoder-must-be-native';
  return undefined;
};

/**
 * Hard constraints (the page's list, the decoder asked for, what the browser can), then soft preferences, then one ranker.
 * Pure: the same wishes give the same answer. Refused options come last, each with its reason.
 */
export function negotiate(wishes: Wishes): readonly Option[] {
  const options: Option[] = [];
  for (const source of wishes.sources) {
    const speakers = wishes.transports.filter((transport) => transport.types.includes(source.type));
    if (speakers.length === 0) {
      options.push(unspoken(wishes.angle, source));
      continue;
    }
    for (const transport of speakers)
      for (const assessment of transport.assess(source, wishes.capabilities)) {
        const refusal =
          (wishes.allowed !== undefined && !wishes.allowed.includes(source.type)
            ? 'not-allowed-by-page'
            : undefined) ??
          decoderRefuses(wishes.decoder, assessment.decode) ??
          (assessment.able ? undefined : assessment.reason);
        options.push({
          key: `${wishes.angle} ${transport.id} ${assessment.decode} ${source.url}`,
          host: hostOf(source),
          source,
          transport,
          candidate: {
            angle: wishes.angle,
            type: source.type,
            transport: transport.id,
            url: withoutQuery(source.url),
            decode: assessment.decode,
            verdict: refusal === undefined ? 'untried' : 'refused',
            reason: refusal ?? 'not-needed-yet',
            elapsedMs: null,
            agreed: null,
          },
        });
      }
  }
  const order = wishes.allowed ?? defaultOrder;
  /** The browser's own player says little about time and nothing about why it fails: behind everything else that can play. */
  const lastResort = ({ source, candidate }: Option): boolean =>
    candidate.decode === 'native' &&
    options.some(
      (other) => other.source === source && other.candidate.decode !== 'native' && isPlayable(other),
    );
  const rank = (option: Option): readonly number[] => [
    option.candidate.verdict === 'refused' ? 2 : lastResort(option) && wishes.decoder !== 'native' ? 1 : 0,
    wishes.allowed === undefined ? (option.source.priority ?? Infinity) : 0,
    order.indexOf(option.source.type),
    // A transport that is registered comes before those built in, and each tries its other way to decode before the next one's.
    wishes.transports.indexOf(option.transport),
    decodeOrder.indexOf(option.candidate.decode),
  ];
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ option }) => option);
}

/** Who answers for a source: one origin's HTTP delivery fails together, its signalling by itself. */
function hostOf({ type, url }: Source): string {
  return `${type === 'whep' || type === 'moq' ? type : 'http'} ${new URL(url).origin}`;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** A source whose type nobody here speaks: shown in the decision, never connected. */
function unspoken(angle: string, source: Source): Option {
  return {
    key: `${angle} none ${source.url}`,
    host: 'none',
    source,
    transport: {
      id: 'none',
      types: [],
      assess: () => [],
      connect: () => Promise.reject(new Error('no transport')),
    },
    candidate: {
      angle,
      type: source.type,
      transport: 'none',
      url: withoutQuery(source.url),
      decode: 'native',
      verdict: 'refused',
      reason: 'no-transport-for-type',
      elapsedMs: null,
      agreed: null,
    },
  };
}
