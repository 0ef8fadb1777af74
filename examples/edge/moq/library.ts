/** @moq/net and @moq/qmux, loaded when they are first needed, on Node 20 too, and without what they tell the console. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type * as Net from '@moq/net';
import type * as Qmux from '@moq/qmux';

export interface MoqLibrary {
  readonly net: typeof Net;
  readonly qmux: typeof Qmux;
}

let loading: Promise<MoqLibrary> | undefined;

export function loadMoq(): Promise<MoqLibrary> {
  loading ??= (async () => {
    supplyNode20();
    const [net, qmux] = await Promise.all([import('@moq/net'), import('@moq/qmux')]);
    return { net, qmux };
  })();
  return loading;
}

/** The library needs two built-ins that came with Node 22. */
function supplyNode20(): void {
  supply(Promise, 'withResolvers', () => {
    let resolve: (value: unknown) => void = () => {};
    let reject: (reason: unknown) => void = () => {};
    const promise = new Promise((yes, no) => {
      resolve = yes;
      reject = no;
    });
    return { promise, resolve, reject };
  });
  supply(Set.prototype, 'difference', function (this: Set<unknown>, other: Set<unknown>) {
    return new Set([...this].filter((value) => !other.has(value)));
  });
}

function supply(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

const quiet = new AsyncLocalStorage<true>();
const muted = ['debug', 'info', 'warn', 'error'] as const;
let users = 0;
let restore: () => void = () => {};

/** Runs what uses the library: it tells the console of every subscription, and calls a viewer who leaves an error. */
export function quietly<Result>(run: () => Result): Result {
  return quiet.run(true, run);
}

/** Until every call is matched by one of `unmuteLibrary`, what is said within `quietly` is not printed. */
export function muteLibrary(): void {
  users += 1;
  if (users > 1) return;
  const originals = muted.map((name) => [name, console[name]] as const);
  for (const [name, original] of originals)
    console[name] = (...said: unknown[]) => {
      if (!quiet.getStore()) original.apply(console, said);
    };
  restore = () => {
    for (const [name, original] of originals) console[name] = original;
  };
}

export function unmuteLibrary(): void {
  users -= 1;
  if (users === 0) restore();
}
