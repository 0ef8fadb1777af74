/** A session being asked for, over whichever transport. */
export interface Visit {
  /** Path and query. */
  readonly path: string;
  /** Host and port, as the viewer wrote them. */
  readonly authority: string;
  /** Fires when whoever asks has gone. */
  readonly signal: AbortSignal;
  /**
   * Opens it with one of these subprotocols, or with none if none was offered.
   * @returns undefined, having refused, when the viewer offered others only
   */
  accept(subprotocols: readonly string[]): Promise<Transport | undefined>;
  refuse(status: number, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it without an answer. */
  reset(): void;
}

/** An open session: what @moq/net needs of WebTransport. */
export interface Transport {
  readonly protocol: string;
  readonly closed: Promise<unknown>;
  readonly incomingUnidirectionalStreams: ReadableStream<unknown>;
  readonly incomingBidirectionalStreams: ReadableStream<unknown>;
  createUnidirectionalStream(options?: WebTransportSendStreamOptions): Promise<WritableStream<Uint8Array>>;
  createBidirectionalStream(
    options?: WebTransportSendStreamOptions,
  ): Promise<{ readonly readable: ReadableStream; readonly writable: WritableStream }>;
  close(info?: { closeCode?: number; reason?: string }): void;
  /** Ends it as when a server dies. */
  abort(): void;
}
