/**
 * Versions the transport library speaks, as they are negotiated (ALPN over WebTransport, subprotocol over WebSocket), best first:
 * moq-lite tells a track's timescale and gives a joining viewer the whole group, which MOQT leaves to the publisher. lite-06 is
 * not finished and not offered.
 */
export const offered: readonly string[] = [
  'moq-lite-05',
  'moq-lite-04',
  'moq-lite-03',
  'moqt-20',
  'moqt-19',
  'moqt-18',
  'moqt-17',
  'moqt-16',
  'moqt-15',
  'moql',
];

/** What was agreed, in the words of the negotiation: `moqt-18`, `moq-lite-05`. The library says `moq-transport-18`. */
export function versionName(said: string): string {
  const draft = /^(?:moq-transport|moqt|draft)-?(\d+)$/.exec(said);
  return draft === null ? said : `moqt-${draft[1] ?? ''}`;
}
