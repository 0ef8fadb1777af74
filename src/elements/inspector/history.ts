import { watch } from '../../base/index.js';
import type { AngleChange, Failover, Session } from '../../session/index.js';

const kept = 20;

/** Something that happened, and when: ms since the epoch by the viewer clock. */
export interface Entry<T> {
  readonly at: number;
  readonly what: T;
}

/** The newest failovers and camera changes of a session, newest first. */
export interface History {
  readonly failovers: readonly Entry<Failover>[];
  readonly angleChanges: readonly Entry<AngleChange>[];
}

const histories = new WeakMap<Session, History>();

/** A session's history, kept from the first call on for as long as the session lives. */
export function historyOf(session: Session): History {
  const known = histories.get(session);
  if (known !== undefined) return known;
  const failovers: Entry<Failover>[] = [];
  const angleChanges: Entry<AngleChange>[] = [];
  const { signal } = new AbortController();
  const keep = <T>(list: Entry<T>[], what: T | undefined) => {
    if (what === undefined) return;
    list.unshift({ at: session.clock.now(), what });
    list.length = Math.min(list.length, kept);
  };
  watch(session.failover, signal, (what) => keep(failovers, what));
  watch(session.angleChange, signal, (what) => keep(angleChanges, what));
  const history = { failovers, angleChanges };
  histories.set(session, history);
  return history;
}
