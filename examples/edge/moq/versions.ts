/** The versions of moq-lite and moq-transport that @moq/net speaks, and which of them a session gets. */

/** Agreed on by subprotocol, the ones we prefer first. */
export const subprotocols = [
  'moq-lite-05',
  'moq-lite-04',
  'moq-lite-03',
  'moqt-20',
  'moqt-19',
  'moqt-18',
  'moqt-17',
  'moqt-16',
  'moqt-15',
] as const;

/** Agreed on by SETUP, without a subprotocol: version numbers of that message. */
export const setupVersions = {
  'moq-lite-02': 0xff0d_ad02,
  'moq-lite-01': 0xff0d_ad01,
  'moqt-14': 0xff00_000e,
} as const;

export interface Choice {
  /** Subprotocols that may be agreed on; none for the versions of SETUP. */
  readonly subprotocols: readonly string[];
  /** What SETUP is to say; undefined leaves it to the viewer. */
  readonly setup: number | undefined;
}

/** @param wanted undefined for any; undefined is returned for one that does not exist */
export function choose(wanted: string | undefined): Choice | undefined {
  if (wanted === undefined) return { subprotocols, setup: undefined };
  const subprotocol = subprotocols.find((name) => name === wanted);
  if (subprotocol) return { subprotocols: [subprotocol], setup: undefined };
  for (const [name, setup] of Object.entries(setupVersions))
    if (name === wanted) return { subprotocols: [], setup };
  return undefined;
}
