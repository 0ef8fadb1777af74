/** Reads what a client asks for at POST /faults. */
import type { FaultKind, FaultTarget } from '../contract.js';
import { Problem } from '../http/problem.js';
import type { FaultOrder } from './switchboard.js';
import { faultKinds, faultTable } from './table.js';

const transports: readonly (FaultTarget | '*')[] = ['whep', 'moq', 'll-hls', 'hls', 'dash', 'license', '*'];
const defaultDurationMs = 10_000;
const maxDurationMs = 24 * 3_600_000;

/**
 * @param angles ids that exist
 * @throws Problem 400 naming the member, what was found and what would do
 */
export function parseOrder(body: string, angles: readonly string[]): FaultOrder {
  const order = parseObject(body);
  const kind = oneOf<FaultKind>('kind', order.kind, faultKinds);
  const meaning = faultTable[kind];
  return {
    kind,
    angle: order.angle === undefined ? '*' : oneOf('angle', order.angle, [...angles, '*']),
    transport: order.transport === undefined ? '*' : oneOf('transport', order.transport, transports),
    value:
      order.value === undefined || meaning.unit === 'none'
        ? meaning.default
        : inRange('value', order.value, meaning.min, meaning.max),
    durationMs:
      order.durationMs === undefined
        ? defaultDurationMs
        : inRange('durationMs', order.durationMs, 1, maxDurationMs),
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    throw new Problem(
      400,
      `The body is no JSON: ${error instanceof Error ? error.message : 'it is broken'}.`,
    );
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Problem(400, 'The body must be a JSON object with a "kind".');
  return { ...parsed };
}

function oneOf<T extends string>(name: string, found: unknown, allowed: readonly T[]): T {
  const match = allowed.find((value) => value === found);
  if (match === undefined)
    throw new Problem(400, `"${name}" is ${show(found)}; it must be one of ${allowed.join(', ')}.`);
  return match;
}

function inRange(name: string, found: unknown, min: number, max: number): number {
  if (typeof found !== 'number' || !(found >= min && found <= max))
    throw new Problem(400, `"${name}" is ${show(found)}; it must be a number from ${min} to ${max}.`);
  return found;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 80);
}
