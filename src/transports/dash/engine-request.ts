import type { XhrOptions } from '@videojs/http-streaming';
import type { Answer } from '../exchange.js';

/** XMLHttpRequest's states that VHS looks at. */
const opened = 1;
const done = 4;

/** Bytes as text that gives them back (`code & 0xff`), as XMLHttpRequest does under this charset. */
const binaryCharset = 'x-user-defined';

/** The parts of XMLHttpRequest that VHS reads, filled from `fetch` so that every request passes the seam. */
export class EngineRequest extends EventTarget {
  readonly uri: string;
  readonly requestType: string | undefined;
  readonly responseType: string;
  /** VHS measures with the device's clock: milliseconds since the epoch. */
  readonly requestTime: number;
  onreadystatechange: (() => void) | null = null;
  readyState = opened;
  status = 0;
  response: ArrayBuffer | string = '';
  responseText = '';
  responseURL = '';
  responseHeaders: Record<string, string> = {};
  aborted = false;
  timedout = false;
  bytesReceived = 0;
  roundTripTime = 0;
  /** Bits per second. */
  bandwidth = 0;
  readonly #controller = new AbortController();
  #charset = 'utf-8';

  constructor(options: XhrOptions, requestTime: number) {
    super();
    this.uri = options.uri;
    this.requestType = options.requestType;
    this.responseType = options.responseType ?? '';
    this.requestTime = requestTime;
    options.beforeSend?.(this);
  }

  /** Aborts when VHS no longer wants the answer. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** As on XMLHttpRequest: no callback follows, only `loadend`. */
  abort(): void {
    if (this.aborted || this.readyState === done) return;
    this.aborted = true;
    this.#controller.abort();
    this.readyState = done;
    this.dispatchEvent(new ProgressEvent('loadend'));
  }

  overrideMimeType(type: string): void {
    if (type.includes(binaryCharset)) this.#charset = binaryCharset;
  }

  progress(received: number, total: number): void {
    const init = { lengthComputable: total > 0, loaded: received, total };
    this.dispatchEvent(new ProgressEvent('progress', init));
  }

  /** Takes the answer in, in the form VHS asked for. */
  settle(answer: Answer, now: number): void {
    this.status = answer.status;
    this.responseURL = answer.url;
    this.responseHeaders = Object.fromEntries(answer.headers);
    this.bytesReceived = answer.body.byteLength;
    this.roundTripTime = Math.max(1, now - this.requestTime);
    this.bandwidth = Math.floor((this.bytesReceived * 8 * 1000) / this.roundTripTime);
    if (this.responseType === 'arraybuffer') {
      this.response = answer.body.buffer;
    } else {
      this.responseText = new TextDecoder(this.#charset).decode(answer.body);
      this.response = this.responseText;
    }
    this.readyState = done;
  }

  /** Before the callback that says so. */
  fail(timedout: boolean): void {
    this.timedout = timedout;
    this.readyState = done;
  }

  /** After the callback. */
  finish(): void {
    this.dispatchEvent(new ProgressEvent('loadend'));
  }
}
