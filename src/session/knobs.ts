import { signal } from '../base/index.js';
import type { Signal } from '../base/index.js';
import type { SourceType } from '../transports/index.js';
import type { Decoder, GetToken, PrepareRequest } from './types.js';

/** The page's wishes. Change them at any time; they count from the next decision on. */
export interface Knobs {
  /** Source types allowed, in order of preference; undefined leaves the order to the descriptor. */
  readonly transports: Signal<readonly SourceType[] | undefined>;
  readonly decoder: Signal<Decoder>;
  readonly targetLatencyMs: Signal<number | undefined>;
  /** Caps the quality. */
  readonly saveData: Signal<boolean>;
  /** Folder of self-hosted workers, absolute. */
  readonly workerUrl: Signal<string | undefined>;
  readonly getToken: Signal<GetToken | undefined>;
  readonly prepareRequest: Signal<PrepareRequest | undefined>;
  readonly muted: Signal<boolean>;
  /** 0 to 1. */
  readonly volume: Signal<number>;
  readonly playbackRate: Signal<number>;
}

export function createKnobs(): Knobs {
  return {
    transports: signal(undefined),
    decoder: signal('auto'),
    targetLatencyMs: signal(undefined),
    saveData: signal(false),
    workerUrl: signal(undefined),
    getToken: signal(undefined),
    prepareRequest: signal(undefined),
    muted: signal(false),
    volume: signal(1),
    playbackRate: signal(1),
  };
}
