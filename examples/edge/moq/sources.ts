/** How the descriptor names an angle on Media over QUIC. */
import type { WebTransportAddress } from './moq.js';
import { msfTrack } from './origin/msf-catalog.js';
import { namespace } from './session.js';

export interface MoqAddress {
  /** Of the edge, as the viewer wrote it. */
  readonly hostname: string;
  readonly httpPort: number;
  /** Undefined where there is no QUIC. */
  readonly webTransport: WebTransportAddress | undefined;
}

/** Behind WHEP. */
const priority = 2;
/** ms from capture to screen. */
const targetLatency = 200;

/**
 * An MSF URL (draft-ietf-moq-msf): what is asked for stands in the fragment. `http:` is how development servers are
 * told from others: WebTransport is at the same address with `https:`, its certificate by hash, WebSocket with `ws:`.
 * Where QUIC has another port or address, each has a source of its own.
 */
export function moqSources(
  angle: string,
  clean: boolean,
  { hostname, httpPort, webTransport }: MoqAddress,
  captioned = false,
) {
  const variant = clean ? '&strip=0' : captioned ? '&captions=1' : '';
  const url = `moq/${angle}?container=loc${variant}#${catalogFragment(angle)}`;
  const common = { type: 'moq' as const, priority, targetLatency };
  if (!webTransport) return [{ ...common, url }];
  const certificateHashes = webTransport.certificateHashes.map((value) => ({
    algorithm: 'sha-256' as const,
    value,
  }));
  // Chromium tries QUIC at one address of a name, and `localhost` may be the other.
  const host = hostname === 'localhost' ? '127.0.0.1' : hostname;
  if (host === hostname && webTransport.port === httpPort) return [{ ...common, url, certificateHashes }];
  return [
    { ...common, url: `https://${host}:${webTransport.port}/${url}`, certificateHashes },
    { ...common, url },
  ];
}

/** Namespace and track in text (draft-ietf-moq-transport): fields joined by `-`, the track behind `--`. */
export function catalogFragment(angle: string): string {
  return `${[namespace, angle].map(escaped).join('-')}--${escaped(msfTrack)}`;
}

/** Letters, digits and `_` stand for themselves, everything else is a dot and two hexadecimal digits. */
function escaped(field: string): string {
  return [...Buffer.from(field, 'utf8')]
    .map((byte) => String.fromCharCode(byte))
    .map((char) => (/\w/.test(char) ? char : `.${char.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('');
}
