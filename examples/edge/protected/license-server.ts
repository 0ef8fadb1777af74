/** The licence server: `POST /license/clearkey`, JSON as in the W3C's Encrypted Media Extensions, 9.1.3 and 9.1.4. */
import { FaultGate } from '../faults/gate.js';
import type { Switchboard } from '../faults/switchboard.js';
import { readBody } from '../http/body.js';
import { allowMethods, Problem } from '../http/problem.js';
import type { Handler } from '../http/static.js';
import { contentKey, soundName, type ContentKey } from './keys.js';
import { schemes } from './scheme.js';
import { licensePath } from './signalling.js';

/** A request lists a few key ids of 22 characters each. */
const maxBodyBytes = 16 * 1024;

export interface LicenseServerInput {
  readonly angles: readonly string[];
  readonly faults: Switchboard;
  /** From 0 up to 1: decides what drop and corrupt hit. */
  readonly random: () => number;
}

export interface LicenseServer {
  readonly handle: Handler;
  close(): void;
}

/**
 * Faults with transport `license` act here, on the angle whose key is asked for; `corrupt` hands out keys that are wrong. With
 * `?token=T` only requests with `Authorization: Bearer T` are answered.
 */
export function createLicenseServer({ angles, faults, random }: LicenseServerInput): LicenseServer {
  const gate = new FaultGate(faults, random);
  const keys = new Map<string, { readonly angle: string; readonly key: ContentKey }>();
  for (const scheme of schemes)
    for (const angle of [...angles, soundName]) {
      const key = contentKey(scheme, angle);
      keys.set(base64url(key.kid), { angle, key });
    }

  const handle: Handler = async (exchange) => {
    const { request, url } = exchange;
    if (url.pathname !== `/${licensePath}`) return false;
    allowMethods(request.method, ['POST']);
    const found = readKids(await readBody(request, maxBodyBytes)).flatMap((kid) => keys.get(kid) ?? []);
    const angle = found[0]?.angle ?? '*';
    await gate.pass({ angle, transport: 'license' }, exchange, async () => {
      const token = url.searchParams.get('token');
      if (token !== null && request.headers.authorization !== `Bearer ${token}`)
        throw new Problem(401, 'This licence needs a token.', { 'www-authenticate': 'Bearer' });
      if (found.length === 0) throw new Problem(404, 'No key here has one of those ids.');
      const corrupt = faults.find('corrupt', angle, 'license');
      const wrong = corrupt !== undefined && random() < corrupt.value;
      return {
        kind: 'init',
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify({ keys: found.map(({ key }) => webKey(key, wrong)), type: 'temporary' }),
      };
    });
    return true;
  };
  return { handle, close: () => gate.close() };
}

/** A JSON Web Key (RFC 7517); a wrong one has every bit turned. */
function webKey({ kid, key }: ContentKey, wrong: boolean) {
  return { kty: 'oct', kid: base64url(kid), k: base64url(wrong ? key.map((byte) => ~byte) : key) };
}

/** @throws Problem 400 when it is no licence request */
function readKids(body: string): readonly string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new Problem(400, 'The body is no JSON.');
  }
  const kids: unknown = typeof parsed === 'object' && parsed !== null && 'kids' in parsed ? parsed.kids : [];
  if (!Array.isArray(kids) || kids.length === 0 || !kids.every((kid) => typeof kid === 'string'))
    throw new Problem(400, 'The body must be {"kids": [base64url, …]}.');
  return kids;
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
