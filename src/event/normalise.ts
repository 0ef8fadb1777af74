import { child, children, number, numbers, rootOf, text } from './fields.js';
import type { Located } from './fields.js';
import type { EventDescriptor } from './generated/descriptor.js';
import type { JsonObject } from './own-copy.js';

/** Rotations whose length is this close to 1 are left as written: the error is below a thousandth of a pixel. */
const exactEnough = 1e-9;

/**
 * The event of a copy that has passed every check and has its defaults and absolute URLs. Works in place; doing it again
 * changes nothing.
 */
export function normalise(checked: JsonObject): EventDescriptor {
  const root = rootOf(checked);
  const epoch = number(child(root, 'clock'), 'epoch') ?? 0;
  for (const moment of children(root, 'moments'))
    moment.object['T'] = number(moment, 'T') ?? epoch + (number(moment, 'M') ?? 0);

  const angles = children(root, 'angles');
  for (const of of [...angles, ...children(root, 'audio')]) of.object['sources'] = byPriority(of);
  checked['angles'] = mainFirst(angles).map((angle) => angle.object);

  for (const camera of children(child(root, 'rig'), 'cameras')) toUnitLength(camera);
  for (const angle of angles) toUnitLength(child(angle, 'calibration'));
  for (const replay of children(root, 'replays')) toUnitLength(child(replay, 'space'));
  // The one place where checked data gets its type: it conforms to the schema from which EventDescriptor is made, and
  // conform.ts and the lines above have filled in what EventDescriptor requires beyond it.
  return checked as unknown as EventDescriptor;
}

/** Sources with a priority come first, smallest first; the others keep their order behind them. */
function byPriority(of: Located): JsonObject[] {
  const priority = (source: Located): number => number(source, 'priority') ?? Infinity;
  return children(of, 'sources')
    .sort((a, b) => (priority(a) === priority(b) ? 0 : priority(a) - priority(b)))
    .map((source) => source.object);
}

/** The angle a viewer starts with is the first; the others keep the order the producer gave them. */
function mainFirst(angles: readonly Located[]): readonly Located[] {
  const main = angles.find((angle) => text(angle, 'role') === 'main');
  return main === undefined ? angles : [main, ...angles.filter((angle) => angle !== main)];
}

function toUnitLength(of: Located | undefined): void {
  const rotation = numbers(of, 'rotation', 4);
  if (of === undefined || rotation === undefined) return;
  const length = Math.hypot(...rotation);
  if (Math.abs(length - 1) > exactEnough) of.object['rotation'] = rotation.map((part) => part / length);
}
