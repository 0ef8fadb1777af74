import { OlympicPlayerError, browserEnvironment, signal, watch } from '../../base/index.js';
import type { Environment, ReadonlySignal } from '../../base/index.js';
import { createSpeaker, speakerError } from './speaker.js';
import type { Speaker } from './speaker.js';

/** Milliseconds that a context may take to run before it is said to be blocked. */
const startMs = 400;

/**
 * `off`: no sound was asked for yet. `blocked`: the browser wants a gesture first (autoplay policy): call `resume` in one.
 * `interrupted`: the device took the sound away, for a phone call for instance, and will give it back.
 */
export type SpeakersState = 'off' | 'starting' | 'running' | 'blocked' | 'interrupted' | 'failed' | 'closed';

/** All the speakers of a session: one AudioContext, made when first needed. */
export interface Speakers {
  readonly state: ReadonlySignal<SpeakersState>;
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined>;
  /**
   * Opens a speaker for a deck until the signal aborts. `attach` gets it, and gets another where the first one broke. Call it
   * only for a deck that is to be heard: a context costs power even in silence.
   */
  open(attach: (speaker: Speaker) => void, abort: AbortSignal): Promise<void>;
  /** Lets sound run; to be called in a gesture where the browser asks for one. */
  resume(): void;
  close(): void;
}

export interface SpeakersParts {
  readonly workletUrl: string;
  readonly environment?: Environment;
  readonly createContext?: () => AudioContext;
}

export function createSpeakers(parts: SpeakersParts): Speakers {
  return new SharedSpeakers(parts);
}

class SharedSpeakers implements Speakers {
  readonly #environment: Environment;
  readonly #workletUrl: string;
  readonly #createContext: () => AudioContext;
  readonly #state = signal<SpeakersState>('off');
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #closed = new AbortController();
  readonly #ringing = new Set<Promise<void>>();
  #context: AudioContext | undefined;
  #cancelStart = () => {};

  constructor({ workletUrl, environment = browserEnvironment, createContext }: SpeakersParts) {
    this.#environment = environment;
    this.#workletUrl = workletUrl;
    // Small buffers: pausing, muting and changing the rate are heard at once.
    this.#createContext = createContext ?? (() => new AudioContext({ latencyHint: 'interactive' }));
  }

  get state(): ReadonlySignal<SpeakersState> {
    return this.#state;
  }

  get failure(): ReadonlySignal<OlympicPlayerError | undefined> {
    return this.#failure;
  }

  async open(attach: (speaker: Speaker) => void, abort: AbortSignal): Promise<void> {
    const ends = AbortSignal.any([abort, this.#closed.signal]);
    // A second one, once: what breaks twice breaks always.
    await this.#openOnce(attach, ends, () => {
      this.#openOnce(attach, ends, () => this.#fail(new Error('the sound broke down twice'))).catch(() => {});
    });
  }

  resume(): void {
    if (this.#closed.signal.aborted) return;
    const context = this.#running();
    if (context === undefined) return;
    // It may stay pending for as long as the browser waits for a gesture; the state tells.
    context.resume().catch(() => {});
  }

  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#cancelStart();
    this.#state.value = 'closed';
    const context = this.#context;
    this.#context = undefined;
    // Aborting has closed the speakers: they ring out first.
    void Promise.all(this.#ringing).then(() => {
      if (context !== undefined && context.state !== 'closed') context.close().catch(() => {});
    });
  }

  async #openOnce(attach: (speaker: Speaker) => void, ends: AbortSignal, broke: () => void): Promise<void> {
    ends.throwIfAborted();
    const context = this.#running();
    if (context === undefined) throw this.#failure.value ?? speakerError(undefined);
    this.resume();
    let speaker: Speaker;
    try {
      speaker = await createSpeaker({
        context,
        workletUrl: this.#workletUrl,
        environment: this.#environment,
      });
    } catch (error) {
      if (!ends.aborted) this.#fail(error);
      throw error;
    }
    const over = new AbortController();
    const until = AbortSignal.any([ends, over.signal]);
    if (until.aborted) return this.#end(speaker);
    until.addEventListener('abort', () => void this.#end(speaker), { once: true });
    attach(speaker);
    watch(speaker.broken, until, (broken) => {
      if (!broken) return;
      over.abort();
      broke();
    });
  }

  async #end(speaker: Speaker): Promise<void> {
    const ringing = speaker.close();
    this.#ringing.add(ringing);
    await ringing;
    this.#ringing.delete(ringing);
  }

  /** The context: the one there is, or a new one where there is none or it was closed by something else. */
  #running(): AudioContext | undefined {
    if (this.#context !== undefined && this.#context.state !== 'closed') return this.#context;
    let context: AudioContext;
    try {
      context = this.#createContext();
    } catch (error) {
      this.#fail(speakerError(error));
      return undefined;
    }
    this.#context = context;
    context.addEventListener('statechange', () => this.#look(context), { signal: this.#closed.signal });
    this.#state.value = 'starting';
    this.#cancelStart = this.#environment.setTimer(() => this.#look(context, true), startMs);
    this.#look(context);
    return context;
  }

  #look(context: AudioContext, late = this.#state.value !== 'starting'): void {
    if (context !== this.#context || this.#closed.signal.aborted || this.#state.value === 'failed') return;
    if (context.state === 'running') this.#state.value = 'running';
    else if (context.state === 'suspended' && late) this.#state.value = 'blocked';
    // Not in TypeScript's library for all versions: iOS, and the Web Audio API since 2024.
    else if ((context.state as string) === 'interrupted') this.#state.value = 'interrupted';
  }

  #fail(error: unknown): void {
    this.#failure.value = error instanceof OlympicPlayerError ? error : speakerError(error);
    this.#state.value = 'failed';
  }
}
