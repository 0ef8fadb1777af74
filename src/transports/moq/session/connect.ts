import type { Broadcast, Connection } from '@moq/net';
import { abortable } from '../../../base/index.js';
import type { OlympicPlayerError } from '../../../base/index.js';
import { versionUnknown } from '../errors.js';
import type { Dial, Dialled, DialOptions } from './dial.js';
import { moqFailure, sessionEnd } from './failure.js';
import { versionName } from './versions.js';

/** An established MoQ session, as the rest of this folder sees it. */
export interface MoqSession {
  readonly connection: Connection.Established;
  /** `moqt-18`, `moq-lite-05`. */
  readonly version: string;
  readonly over: Dialled['over'];
  /** Resolves when the session has ended, with what ended it. Never rejects. */
  readonly ended: Promise<OlympicPlayerError>;
  /** A handle on the broadcast at a path, whether it is there or not. */
  consume(path: string): Broadcast.Consumer;
  close(): void;
}

/** Dials, and agrees on a version. Rejects with `moq/…` errors. */
export async function openSession(server: URL, dial: Dial, options: DialOptions): Promise<MoqSession> {
  const { transport, over } = await dial(server, options);
  const ended = transport.closed.then(
    (info) => sessionEnd(info, server.href),
    (error: unknown) => {
      const failure = moqFailure(error, 'such address', server.href);
      return failure instanceof DOMException ? sessionEnd(undefined, server.href) : failure;
    },
  );
  try {
    const { Connection: moq, Path } = await import('@moq/net');
    const connecting = moq.connect(server, { transport, signal: options.abort });
    // A server that closes instead of answering leaves the handshake without an end.
    const refused = ended.then((failure) => Promise.reject(failure));
    refused.catch(() => {});
    const connection = await abortable(Promise.race([connecting, refused]), options.abort);
    return {
      connection,
      version: versionName(connection.version),
      over,
      ended,
      consume: (path) => connection.consume(Path.from(path)),
      close: () => connection.close(),
    };
  } catch (error) {
    try {
      transport.close();
    } catch {
      // It was closed already.
    }
    options.abort.throwIfAborted();
    if (error instanceof Error && /unsupported|no common version/i.test(error.message))
      throw versionUnknown({ source: server.href, cause: error });
    throw moqFailure(error, 'such address', server.href);
  }
}
