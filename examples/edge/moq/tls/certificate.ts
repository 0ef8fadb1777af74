/**
 * A self-signed certificate as WebTransport's `serverCertificateHashes` wants it (W3C WebTransport, custom certificate
 * requirements): X.509 version 3, ECDSA on P-256, valid for at most two weeks.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';
import {
  bitString,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.js';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** SHA-256 of the DER, 64 hexadecimal digits: what a page hands to WebTransport. */
  readonly hash: string;
  /** ms since the Unix epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const dayMs = 86_400_000;
/** The limit is 14 days; a day is left for clocks that disagree. */
const validForMs = 13 * dayMs;
/** How far behind ours a viewer's clock may be. It counts towards the limit. */
const clockLeewayMs = 3_600_000;

const oids = {
  commonName: '2.5.4.3',
  subjectAlternativeName: '2.5.29.17',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;
const version3 = 2;

/**
 * Makes a key and a certificate for it.
 * @param names host names and IP addresses it is for
 * @param now ms since the Unix epoch
 */
export function selfSigned(names: readonly string[], now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const notBefore = Math.floor((now - clockLeewayMs) / 1000) * 1000;
  const notAfter = notBefore + validForMs;
  const algorithm = sequence(objectIdentifier(oids.ecdsaWithSha256));
  const name = sequence(set(sequence(objectIdentifier(oids.commonName), utf8String('Olympic Player edge'))));
  const toBeSigned = sequence(
    explicit(0, integer(Uint8Array.of(version3))),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(alternativeNames(names))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const der = sequence(toBeSigned, algorithm, bitString(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(der),
    hash: createHash('sha256').update(der).digest('hex'),
    notBefore,
    notAfter,
  };
}

/** Positive, and at most 20 bytes (RFC 5280, 4.1.2.2). */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes;
}

/** RFC 5280, 4.2.1.6: dNSName is [2], iPAddress is [7]. */
function alternativeNames(names: readonly string[]): Uint8Array {
  const general = names.map((name) =>
    isIP(name) ? implicit(7, addressBytes(name)) : implicit(2, Buffer.from(name, 'latin1')),
  );
  return sequence(objectIdentifier(oids.subjectAlternativeName), octetString(sequence(...general)));
}

function addressBytes(address: string): Uint8Array {
  if (!isIPv6(address)) return Uint8Array.from(address.split('.').map(Number));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => parseInt(word, 16)));
  const before = words(head);
  const after = tail === undefined ? [] : words(tail);
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return Uint8Array.from([...before, ...zeros, ...after].flatMap((word) => [word >> 8, word & 0xff]));
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
