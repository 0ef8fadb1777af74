/** ws as @moq/qmux knows WebSocket, which differs in what handlers are told. */
import type { WebSocket } from 'ws';

export class PlainSocket {
  readonly #webSocket: WebSocket;
  binaryType = 'arraybuffer';
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { code?: number; reason?: string }) => void) | null = null;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    webSocket.on('open', () => this.onopen?.(undefined));
    webSocket.on('message', (data) => this.onmessage?.({ data }));
    webSocket.on('error', (error) => this.onerror?.(error));
    webSocket.on('close', (code, reason) => this.onclose?.({ code, reason: reason.toString('utf8') }));
  }

  get bufferedAmount(): number {
    return this.#webSocket.bufferedAmount;
  }

  get readyState(): number {
    return this.#webSocket.readyState;
  }

  get protocol(): string {
    return this.#webSocket.protocol;
  }

  get extensions(): string {
    return this.#webSocket.extensions;
  }

  send(data: string | ArrayBufferLike | ArrayBufferView): void {
    // Whoever is gone is told by 'close'.
    this.#webSocket.send(data, () => {});
  }

  close(code?: number, reason?: string): void {
    this.#webSocket.close(code, reason);
  }
}
