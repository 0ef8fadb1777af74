/** Where a broadcast is: the server, and what to ask it for. */
export interface MoqAddress {
  /** What is connected to: no fragment, `https` or `http`. */
  readonly server: URL;
  /** Path of the broadcast (the namespace's elements joined by slashes); undefined: what the server announces. */
  readonly broadcast: string | undefined;
  /** The catalog's track, where the address names one. */
  readonly catalog: string | undefined;
}

/**
 * Reads a source's URL. Behind `#` stands the broadcast: as a path (`#venue/finish`), or as MSF addresses have it, namespace
 * elements joined by `-` and the track behind `--` (`#venue-finish--catalog`), other characters escaped as `.2d` or `%2d`.
 */
export function parseAddress(url: string): MoqAddress {
  const server = new URL(url.replace(/^moqt?:\/\//i, 'https://'));
  const fragment = server.hash.slice(1);
  server.hash = '';
  if (fragment === '') return { server, broadcast: undefined, catalog: undefined };
  const split = fragment.includes('/') ? -1 : fragment.lastIndexOf('--');
  if (split < 0) return { server, broadcast: trim(unescape(fragment)), catalog: undefined };
  const elements = fragment
    .slice(0, split)
    .split('-')
    .map((element) => unescape(dotted(element)));
  return {
    server,
    broadcast: trim(elements.join('/')),
    catalog: unescape(dotted(fragment.slice(split + 2))) || undefined,
  };
}

const trim = (path: string) => path.replace(/^\/+|\/+$/g, '');

const dotted = (text: string) => text.replace(/\.([0-9a-fA-F]{2})/g, '%$1');

/** Percent-decoding that leaves alone what is not encoded. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The server's URL with a token in it: neither WebTransport nor WebSocket can send headers from a page, and the transport
 * library has no AUTHORIZATION TOKEN. A descriptor that places tokens in the query names the parameter itself.
 */
export function withToken(url: string, headers: Readonly<Record<string, string>>): string {
  const bearer = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const token = bearer === undefined ? undefined : /^Bearer\s+(.+)$/i.exec(bearer)?.[1];
  if (token === undefined) return url;
  const address = new URL(url);
  if (!address.searchParams.has('token')) address.searchParams.set('token', token);
  return address.href;
}
