/**
 * @matrixai/quic, loaded when the first server is made, so that the rest of the edge runs on machines it has no binary
 * for; and what we need of its connections that its types do not show.
 */
import type { QUICConnection } from '@matrixai/quic';

export type Quic = Awaited<ReturnType<typeof load>>;

/** There is no binary for this machine. */
export class QuicError extends Error {
  override readonly name = 'QuicError';
}

interface Internals {
  readonly conn: { peerStreamsLeftUni(): number; peerStreamsLeftBidi(): number };
  processStreams(): void;
  send(): Promise<void>;
}

let loading: Promise<Quic> | undefined;

/** @throws QuicError when it cannot be loaded */
export function loadQuic(): Promise<Quic> {
  loading ??= load().catch((cause: unknown) => {
    throw new QuicError(
      '@matrixai/quic has no binary for this machine, so Media over QUIC is served over WebSocket only.',
      { cause },
    );
  });
  return loading;
}

async function load() {
  const [{ QUICServer, QUICConnection, events }, { startStop }, logger] = await Promise.all([
    import('@matrixai/quic'),
    import('@matrixai/async-init'),
    import('@matrixai/logger'),
  ]);
  keepEarlyStreams(QUICConnection.prototype, startStop.running);
  return {
    QUICServer,
    events,
    Logger: logger.default,
    LogLevel: logger.LogLevel,
    StreamHandler: logger.StreamHandler,
  };
}

/**
 * The library resets streams that arrive before it calls a connection running, and an HTTP/3 peer opens its control
 * stream with its first flight. They stay readable when nothing looks at them yet: `catchUp` does, once it runs.
 */
function keepEarlyStreams(prototype: object, running: symbol): void {
  const { processStreams } = internals(prototype, ['processStreams']);
  Object.defineProperty(prototype, 'processStreams', {
    configurable: true,
    value(this: object) {
      if (Reflect.get(this, running) !== false) processStreams.call(this);
    },
  });
}

/** Announces the streams that arrived before the connection was running. */
export async function catchUp(connection: QUICConnection): Promise<void> {
  const early = internals(connection, ['processStreams', 'send']);
  early.processStreams();
  await early.send();
}

/** How many more streams the peer lets us open. One too many breaks the library's numbering for good. */
export function streamsLeft(connection: QUICConnection, type: 'uni' | 'bidi'): number {
  const { conn } = internals(connection, ['conn']);
  return type === 'uni' ? conn.peerStreamsLeftUni() : conn.peerStreamsLeftBidi();
}

function internals<Name extends keyof Internals>(
  connection: object,
  names: readonly Name[],
): Pick<Internals, Name> {
  if (!has(connection, names))
    throw new TypeError(`This is another version of @matrixai/quic: ${names.join(', ')} is missing.`);
  return connection;
}

function has<Name extends keyof Internals>(
  connection: object,
  names: readonly Name[],
): connection is Pick<Internals, Name> {
  return names.every((name) => name in connection);
}
