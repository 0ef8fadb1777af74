import { builtInTransports } from '../transports/index.js';
import type { Transport } from '../transports/index.js';

const registered: Transport[] = [];

/** Adds a transport for every session made from now on; one with a known id takes its place. */
export function registerTransport(transport: Transport): void {
  const index = registered.findIndex(({ id }) => id === transport.id);
  if (index < 0) registered.push(transport);
  else registered[index] = transport;
}

/** Registered ones come first: who registers a transport means it. */
export function availableTransports(): readonly Transport[] {
  const taken = new Set(registered.map(({ id }) => id));
  return [...registered, ...builtInTransports.filter(({ id }) => !taken.has(id))];
}
