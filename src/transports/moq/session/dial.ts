import { abortError } from '../../../base/index.js';
import type { Environment } from '../../../base/index.js';
import { certificateRefused, connectFailed } from '../errors.js';
import { parseCertificateHash } from './certificate.js';
import { offered } from './versions.js';

/** A transport that stands, before MoQ is spoken on it. */
export interface Dialled {
  readonly transport: WebTransport;
  readonly over: 'webtransport' | 'websocket';
}

export interface DialOptions {
  readonly certificateHashes: readonly string[];
  /** Over which the last connection to this server came: the other then gets no head start. */
  readonly last: Dialled['over'] | undefined;
  readonly environment: Environment;
  readonly abort: AbortSignal;
}

export type Dial = (server: URL, options: DialOptions) => Promise<Dialled>;

/** WebTransport needs one round trip less and does not stall on one lost packet: WebSocket waits this long before it tries, ms. */
const headStartMs = 500;

const isLoopback = (host: string) => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

/**
 * The WebSocket form of a server's address. A pinned certificate is one that no WebSocket can verify, so a development server on
 * this machine is asked in the clear.
 */
export function webSocketUrl(server: URL, pinned: boolean): URL {
  const url = new URL(server);
  url.protocol = server.protocol === 'http:' || (pinned && isLoopback(server.hostname)) ? 'ws:' : 'wss:';
  return url;
}

/** The WebTransport form: always encrypted. `http:` with a pinned certificate is how development servers give their address. */
export function webTransportUrl(server: URL, pinned: boolean): URL | undefined {
  if (server.protocol !== 'https:' && !pinned) return undefined;
  const url = new URL(server);
  url.protocol = 'https:';
  return url;
}

/**
 * Dials over WebTransport and, a little later or as soon as that fails, over WebSocket; the first that stands wins. Whether
 * WebTransport is of use here is the library's word: Safari has it, but its session window never refills and a stream dies after
 * minutes (WebKit bug 319818), which no test of capabilities can show at the start.
 */
export const dialBrowser: Dial = async (server, options) => {
  const { environment, abort } = options;
  const hashes = options.certificateHashes.map(parseCertificateHash);
  const over = new AbortController();
  const either = AbortSignal.any([abort, over.signal]);
  const { Connection } = await import('@moq/net');
  abort.throwIfAborted();
  const attempts: Promise<Dialled>[] = [];
  let webSocketMayStart = Promise.resolve();
  const webTransport = webTransportUrl(server, hashes.length > 0);
  if (webTransport !== undefined && Connection.isWebTransportSupported()) {
    const first = dialWebTransport(webTransport, hashes, either);
    attempts.push(first);
    const wait = options.last === 'websocket' ? 0 : headStartMs;
    webSocketMayStart = new Promise((resolve) => {
      const cancel = environment.setTimer(resolve, wait);
      first.catch(() => {
        cancel();
        resolve();
      });
      either.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });
  }
  attempts.push(
    (async () => {
      await webSocketMayStart;
      either.throwIfAborted();
      return dialWebSocket(webSocketUrl(server, hashes.length > 0), either);
    })(),
  );
  try {
    return await Promise.any(attempts);
  } catch (error) {
    abort.throwIfAborted();
    const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const told = causes.find((cause) => cause instanceof DOMException && cause.name === 'NotSupportedError');
    if (told !== undefined && hashes.length > 0)
      throw certificateRefused(String(told), { source: server.href, cause: error });
    throw connectFailed(causes.map((cause) => String(cause)).join('; '), {
      source: server.href,
      cause: error,
    });
  } finally {
    over.abort(abortError('another transport was quicker'));
  }
};

async function dialWebTransport(
  server: URL,
  hashes: readonly Uint8Array<ArrayBuffer>[],
  abort: AbortSignal,
): Promise<Dialled> {
  const options: WebTransportOptions = {
    allowPooling: false,
    congestionControl: 'low-latency',
    protocols: [...offered],
    ...(hashes.length === 0
      ? {}
      : { serverCertificateHashes: hashes.map((value) => ({ algorithm: 'sha-256', value })) }),
  };
  const transport = new WebTransport(server.href, options);
  return standing(transport, 'webtransport', abort);
}

async function dialWebSocket(url: URL, abort: AbortSignal): Promise<Dialled> {
  const { default: Session } = await import('@moq/qmux');
  abort.throwIfAborted();
  // Which draft of the WebSocket framing each version rides on; null: all that the library knows.
  const versions = Object.fromEntries(
    offered
      .filter((name) => name !== 'moqt-19')
      .map((name) => [name, name === 'moqt-20' || name === 'moqt-18' ? ('qmux-01' as const) : null]),
  );
  const transport = new Session(url, { protocols: Object.keys(versions), versions });
  return standing(transport, 'websocket', abort);
}

/** Waits until the transport stands; one that comes too late is closed. */
async function standing(
  transport: WebTransport,
  over: Dialled['over'],
  abort: AbortSignal,
): Promise<Dialled> {
  // `closed` rejects too where `ready` does.
  transport.closed.catch(() => {});
  let won = false;
  const cancel = () => {
    if (!won) close(transport);
  };
  abort.addEventListener('abort', cancel, { once: true });
  try {
    await transport.ready;
    abort.throwIfAborted();
    won = true;
    return { transport, over };
  } finally {
    abort.removeEventListener('abort', cancel);
  }
}

/** Closing what has not opened throws in some browsers. */
function close(transport: WebTransport): void {
  try {
    transport.close();
  } catch {
    // It was not open.
  }
}
