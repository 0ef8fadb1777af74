import type { Calibration, EventDescriptor } from './generated/descriptor.js';

/**
 * Where an angle's camera stands and how its lens projects: from the rig when it is part of it, else from the angle
 * itself. `id` may also be that of a rig camera without a stream. Undefined when nothing is known of it.
 */
export function calibrationOf(event: EventDescriptor, id: string): Calibration | undefined {
  const camera = event.rig?.cameras.find((candidate) => candidate.id === id);
  return camera ?? event.angles.find((angle) => angle.id === id)?.calibration;
}
