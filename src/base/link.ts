import { MEDIA_ERR_DECODE, OlympicPlayerError, isAbortError } from './errors.js';
import type { ErrorDetails } from './errors.js';

/** What one side of a link answers: named functions over values that can be cloned. */
export type Answers = Record<string, (...words: never[]) => unknown>;

type Words<T> = T extends (...words: infer W) => unknown ? W : never;
type Result<T> = T extends (...words: never[]) => infer R ? Awaited<R> : never;

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly words: unknown[] }
  | { readonly kind: 'tell'; readonly name: string; readonly words: unknown[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: PlainError };

/** An error that survives structured cloning with its reason. */
export type PlainError = Omit<ErrorDetails, 'cause'> & {
  readonly aborted?: boolean;
  readonly cause?: string;
};

export function plainError(error: unknown): PlainError {
  if (error instanceof OlympicPlayerError) {
    const { reason, code, message, hint, fatal, source, retryAfterMs, cause } = error;
    return {
      reason,
      code,
      message,
      hint,
      fatal,
      ...(source === undefined ? {} : { source }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(cause === undefined ? {} : { cause: String(cause) }),
    };
  }
  return {
    reason: 'media/failed',
    code: MEDIA_ERR_DECODE,
    message: error instanceof Error ? error.message : String(error),
    hint: 'Please report this with the value of player.negotiation.',
    aborted: isAbortError(error),
    ...(error instanceof Error && error.stack !== undefined ? { cause: error.stack } : {}),
  };
}

export function revivedError(plain: PlainError): Error {
  return plain.aborted === true
    ? new DOMException(plain.message, 'AbortError')
    : new OlympicPlayerError(plain);
}

/**
 * Two sides of a message port that call each other by name. Calls are answered or refused; a closed link refuses what is
 * under way. Between threads only: a link trusts the other side, so its port never comes from a page's `message` event.
 */
export class Link<Local extends Answers, Remote extends Answers> {
  readonly #port: MessagePort;
  readonly #answers: Local;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  #next = 1;
  #closed: unknown;

  constructor(port: MessagePort, answers: Local) {
    this.#port = port;
    this.#answers = answers;
    port.onmessage = ({ data }: MessageEvent<Message>) => void this.#receive(data);
  }

  /** Calls and waits for the answer. */
  call<N extends keyof Remote & string>(
    name: N,
    words: Words<Remote[N]>,
    transfer: Transferable[] = [],
  ): Promise<Result<Remote[N]>> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Result<Remote[N]>), reject });
      this.#port.postMessage({ kind: 'call', id, name, words } satisfies Message, transfer);
    });
  }

  /** Calls without waiting. */
  tell<N extends keyof Remote & string>(
    name: N,
    words: Words<Remote[N]>,
    transfer: Transferable[] = [],
  ): void {
    if (this.#closed === undefined)
      this.#port.postMessage({ kind: 'tell', name, words } satisfies Message, transfer);
  }

  /** Refuses whatever is under way with the reason, and everything after it. */
  close(reason: unknown): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#port.onmessage = null;
    this.#port.close();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  async #receive(message: Message): Promise<void> {
    if (message.kind === 'answer' || message.kind === 'refusal') {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.kind === 'answer') waiting?.resolve(message.value);
      else waiting?.reject(revivedError(message.error));
      return;
    }
    // A plain dictionary lookup would find `constructor`.
    const answer = Object.hasOwn(this.#answers, message.name) ? this.#answers[message.name] : undefined;
    if (message.kind === 'tell') {
      answer?.(...(message.words as never[]));
      return;
    }
    try {
      if (answer === undefined) throw new Error(`link: nothing answers to "${message.name}"`);
      const value: unknown = await answer(...(message.words as never[]));
      this.#post({ kind: 'answer', id: message.id, value });
    } catch (error) {
      this.#post({ kind: 'refusal', id: message.id, error: plainError(error) });
    }
  }

  #post(message: Message): void {
    if (this.#closed === undefined) this.#port.postMessage(message);
  }
}
