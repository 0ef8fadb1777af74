/** What the two ends of one ICE and DTLS connection tell each other (RFC 8839, RFC 8842). */
import { isIP } from 'node:net';
import { attributeValue, attributeValues, SdpError, type Attributes } from './lines.js';

export type DtlsSetup = 'active' | 'passive' | 'actpass';

export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export interface TransportParameters extends IceCredentials {
  /** Hash function and value, as in `a=fingerprint`. */
  readonly fingerprint: string;
  readonly setup: DtlsSetup;
}

const ufragPattern = /^[A-Za-z0-9+/=_-]{4,256}$/;
const pwdPattern = /^[A-Za-z0-9+/=_-]{22,256}$/;
const fingerprintPattern = /^(sha-(?:1|224|256|384|512)) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+)$/i;
const fingerprintBytes: Readonly<Record<string, number>> = {
  'sha-1': 20,
  'sha-224': 28,
  'sha-256': 32,
  'sha-384': 48,
  'sha-512': 64,
};

/**
 * @param scopes where to look, nearest first: the media section, then the session
 * @throws SdpError naming the attribute that is missing or malformed
 */
export function readTransport(scopes: readonly Attributes[]): TransportParameters {
  const { ufrag, pwd } = readCredentials(scopes);
  const fingerprint = find(scopes, 'fingerprint');
  const [, algorithm, digest] = fingerprintPattern.exec(fingerprint) ?? [];
  if (algorithm === undefined || digest?.split(':').length !== fingerprintBytes[algorithm.toLowerCase()])
    throw new SdpError('a=fingerprint is not a SHA hash in colon-separated hexadecimal.');
  const setup = find(scopes, 'setup');
  if (setup !== 'active' && setup !== 'passive' && setup !== 'actpass')
    throw new SdpError('a=setup is none of active, passive, actpass.');
  return { ufrag, pwd, fingerprint, setup };
}

/** @throws SdpError when one of the two is missing or malformed */
export function readCredentials(scopes: readonly Attributes[]): IceCredentials {
  const ufrag = find(scopes, 'ice-ufrag');
  const pwd = find(scopes, 'ice-pwd');
  if (!ufragPattern.test(ufrag)) throw new SdpError('a=ice-ufrag is not 4 to 256 ICE characters.');
  if (!pwdPattern.test(pwd)) throw new SdpError('a=ice-pwd is not 22 to 256 ICE characters.');
  return { ufrag, pwd };
}

function find(scopes: readonly Attributes[], name: string): string {
  for (const attributes of scopes) {
    const value = attributeValue(attributes, name);
    if (value !== undefined) return value;
  }
  throw new SdpError(`There is no a=${name} line.`);
}

const candidatePattern = /^\S{1,32} 1 udp \d{1,10} (\S+) (\d{1,5}) typ [a-z]+(?: .*)?$/i;

/**
 * The candidates that can be tried: UDP, the RTP component, a literal address. Others are left out silently, as the
 * draft says: TCP, and the .local names behind which browsers hide addresses (their checks reach us all the same).
 */
export function readCandidates(attributes: Attributes): string[] {
  return attributeValues(attributes, 'candidate').filter((candidate) => {
    const [, address, port] = candidatePattern.exec(candidate) ?? [];
    return address !== undefined && isIP(address) !== 0 && Number(port) > 0 && Number(port) < 65_536;
  });
}
