import type { Broadcast } from '@moq/net';
import type { Environment } from '../../../base/index.js';
import { openSession } from './connect.js';
import type { MoqSession } from './connect.js';
import type { Dial, DialOptions } from './dial.js';

/** A session that nobody uses waits this long for the next angle, or the next load, ms: a server pays for every one. */
const lingerMs = 5000;

interface Shared {
  readonly session: MoqSession;
  readonly environment: Environment;
  users: number;
  cancel: () => void;
}

/** A session with others on it. */
export interface SharedSession extends MoqSession {
  /** Lets go of it as `close` does, and lets nobody new on it: it has not done what it should. */
  abandon(): void;
}

/**
 * The sessions of this thread, by address and certificate. All angles of an event mostly live on one server: a cut asks for
 * another track on the connection there is, which saves the handshakes of a new one.
 */
export class SessionPool {
  readonly #shared = new Map<string, Shared>();

  /** A session that stands already, or a new one. Rejects with `moq/…` errors. */
  async open(server: URL, dial: Dial, options: DialOptions): Promise<SharedSession> {
    const key = [server.href, ...options.certificateHashes].join(' ');
    const there = this.#shared.get(key);
    if (there !== undefined) return this.#use(key, there);
    const session = await openSession(server, dial, options);
    const shared: Shared = { session, environment: options.environment, users: 0, cancel: () => {} };
    // Of two that were opened at once the later is offered to others; the first ends with its users.
    this.#shared.set(key, shared);
    void session.ended.then(() => this.#forget(key, shared));
    return this.#use(key, shared);
  }

  #use(key: string, shared: Shared): SharedSession {
    const { session } = shared;
    shared.cancel();
    shared.users += 1;
    const broadcasts = new Set<Broadcast.Consumer>();
    let mine = true;
    const close = () => {
      if (!mine) return;
      mine = false;
      for (const broadcast of broadcasts) broadcast.close();
      shared.users -= 1;
      if (shared.users === 0) this.#linger(key, shared);
    };
    return {
      ...session,
      consume: (path) => {
        const broadcast = session.consume(path);
        broadcasts.add(broadcast);
        return broadcast;
      },
      close,
      abandon: () => {
        this.#forget(key, shared);
        close();
      },
    };
  }

  #linger(key: string, shared: Shared): void {
    const end = () => {
      this.#forget(key, shared);
      shared.session.close();
    };
    if (this.#shared.get(key) === shared) shared.cancel = shared.environment.setTimer(end, lingerMs);
    else end();
  }

  #forget(key: string, shared: Shared): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key);
  }
}
