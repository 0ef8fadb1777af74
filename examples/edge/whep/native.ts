/** node-datachannel, loaded when the first WHEP server is made, so that the rest of the edge runs without it. */
import type * as nodeDatachannel from 'node-datachannel';

type Native = typeof nodeDatachannel;

/** There is no binary for this machine. */
export class NativeError extends Error {
  override readonly name = 'NativeError';
}

let loading: Promise<Native> | undefined;
let users = 0;

/**
 * Starts loading; every call is matched by one of `releaseNative`.
 * The library's threads start here, not with the first player.
 */
export function holdNative(): void {
  users += 1;
  loadNative().then(
    ({ preload }) => preload(),
    () => {}, // whoever needs it is told
  );
}

/** @throws NativeError when it cannot be loaded */
export function loadNative(): Promise<Native> {
  loading ??= import('node-datachannel').catch((cause: unknown) => {
    throw new NativeError(
      'node-datachannel has no binary for this machine, so WHEP is not served. See its README for supported platforms.',
      { cause },
    );
  });
  return loading;
}

/** Stops the library's threads when nobody is left: until then they keep the process from exiting for seconds. */
export async function releaseNative(): Promise<void> {
  users -= 1;
  const native = await loadNative().catch(() => undefined);
  if (users === 0) native?.cleanup();
}
