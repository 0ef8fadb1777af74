import type { Connection } from '@moq/net';
import { deadline, sleep } from '../../../base/index.js';
import type { Environment } from '../../../base/index.js';
import { notFound } from '../errors.js';

/** A server that says what it has does so at once. */
const announceMs = 3000;
/** After the first announcement the others of the same server are about to come. */
const graceMs = 60;

/** How well an announced path fits the server's URL: the one its path names is meant, else the only one there is. */
function fitOf(path: string, asked: string): number {
  if (path === asked) return 3;
  if (path === '' || asked.endsWith(`/${path}`)) return 2;
  return asked !== '' && path.startsWith(`${asked}/`) ? 1 : 0;
}

/**
 * The broadcast of an address that names none: the server's announcements are listened to. Servers without discovery are taken at
 * their URL, which then is the broadcast.
 */
export async function findBroadcast(
  connection: Connection.Established,
  server: URL,
  environment: Environment,
  abort: AbortSignal,
): Promise<string> {
  const asked = decodeURIComponent(server.pathname).replace(/^\/+|\/+$/g, '');
  if (!connection.discovery) return asked;
  const announced = connection.announced();
  const limit = deadline(environment, announceMs, abort, () =>
    notFound('broadcast to announce', { source: server.href }),
  );
  const close = () => announced.close();
  limit.signal.addEventListener('abort', close, { once: true });
  const found: string[] = [];
  let grace: Promise<void> | undefined;
  try {
    for (;;) {
      const next = announced.next();
      next.catch(() => {});
      const event = await Promise.race([next, ...(grace === undefined ? [] : [grace])]);
      limit.signal.throwIfAborted();
      if (event === undefined) break;
      if (!event.active) continue;
      found.push(event.path);
      if (fitOf(event.path, asked) >= 2) break;
      grace ??= sleep(environment, graceMs, limit.signal);
      grace.catch(() => {});
    }
  } finally {
    limit.clear();
    close();
  }
  const [best] = found.sort((a, b) => fitOf(b, asked) - fitOf(a, asked) || a.localeCompare(b));
  if (best === undefined) throw notFound('broadcast to announce', { source: server.href });
  return best;
}
