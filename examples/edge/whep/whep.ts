/** The WHEP server: tells angles from sessions, and makes every failure an answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeClock, Faults, Loop } from '../contract.js';
import { Problem, sendProblem } from '../http/problem.js';
import { answerEndpoint } from './endpoint.js';
import type { Authorize } from './http/authorization.js';
import { allowPlayers } from './http/cors.js';
import { FaultyRequests } from './http/faults.js';
import { holdNative, NativeError, releaseNative } from './native.js';
import { answerResource } from './resource.js';
import { Sessions } from './sessions.js';

export interface WhepOptions {
  readonly loop: Loop;
  readonly clock: EdgeClock;
  readonly faults: Faults;
  /** Path under which angles and sessions live; `/whep`. */
  readonly basePath?: string;
  /** Address of the interface media leaves from; 127.0.0.1, so that only this machine can watch; `0.0.0.0` is all. */
  readonly address?: string;
  /** Who may watch; everybody when left out. */
  readonly authorize?: Authorize;
  /** A player that has not connected by then is given up; 10 000 ms. */
  readonly connectWithinMs?: number;
  /** 0 to 1; decides which packets faults hit. */
  readonly random?: () => number;
}

export interface Whep {
  /**
   * Answers a request whose path is `<basePath>/<angle>` or `<basePath>/session/<id>`.
   * @returns false, and has done nothing, when it is neither
   */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  /** How many are open or being opened. */
  readonly sessions: number;
  /** Ends every session and frees everything, once; the process can then exit by itself. */
  close(): Promise<void>;
}

/** What every request has at hand. */
export interface House {
  readonly basePath: string;
  readonly sessions: Sessions;
  readonly faults: FaultyRequests;
  readonly authorize: Authorize;
}

/** One request. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly house: House;
}

export function createWhep(options: WhepOptions): Whep {
  const house: House = {
    basePath: options.basePath ?? '/whep',
    sessions: new Sessions(options),
    faults: new FaultyRequests(options.faults),
    authorize: options.authorize ?? (() => true),
  };
  let closed = false;
  holdNative();
  return {
    async handle(request, response, url) {
      const answer = route(house.basePath, url.pathname);
      if (!answer) return false;
      allowPlayers(response);
      try {
        await answer({ request, response, url, house });
      } catch (error) {
        sendProblem(response, asProblem(error));
      }
      return true;
    },
    get sessions() {
      return house.sessions.size;
    },
    async close() {
      if (closed) return;
      closed = true;
      house.faults.close();
      house.sessions.close();
      await releaseNative();
    },
  };
}

function route(basePath: string, path: string): ((visit: Visit) => Promise<void>) | undefined {
  if (!path.startsWith(`${basePath}/`)) return undefined;
  const [name, id, ...more] = path.slice(basePath.length + 1).split('/');
  if (name === 'session' && id !== undefined && more.length === 0)
    return (visit) => answerResource(visit, id);
  if (name !== undefined && id === undefined) return (visit) => answerEndpoint(visit, name);
  return undefined;
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NativeError) return new Problem(503, error.message);
  console.error(error);
  return new Problem(500, 'The server failed; its log says why. The session was not opened.');
}
