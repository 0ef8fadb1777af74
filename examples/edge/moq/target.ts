/** What a viewer asks for with the URL of a session. */
import { containers, type Container } from './origin/container.js';
import type { MsfDraft } from './origin/msf-catalog.js';

export interface Target {
  /** Undefined for all of them. */
  readonly angle: string | undefined;
  /** Pictures without the strip. */
  readonly clean: boolean;
  /** Pictures with captions in them; those without the strip have none. */
  readonly captioned?: boolean;
  /** Containers the catalogs list; all of them when empty. */
  readonly containers: readonly Container[];
  readonly msf: MsfDraft;
  /** The only version to speak, by its subprotocol or as `moqt-14`, `moq-lite-02`, `moq-lite-01`. */
  readonly version: string | undefined;
  readonly token: string | undefined;
}

export const basePath = '/moq';

/** `/moq` or `/moq/<angle>`; undefined for any other path. @param path with its query */
export function parseTarget(path: string): Target | undefined {
  if (!URL.canParse(path, 'https://edge')) return undefined;
  const { pathname, searchParams } = new URL(path, 'https://edge');
  const match = /^\/moq(?:\/([^/]+))?\/?$/.exec(pathname);
  if (!match) return undefined;
  const wanted = searchParams.getAll('container');
  return {
    angle: match[1],
    clean: searchParams.get('strip') === '0',
    ...(searchParams.get('captions') === '1' && { captioned: true }),
    containers: containers.filter((container) => wanted.includes(container)),
    msf: searchParams.get('msf') === '00' ? '00' : '01',
    version: searchParams.get('version') ?? undefined,
    token: searchParams.get('token') ?? undefined,
  };
}
