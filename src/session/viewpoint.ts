import { isProtected } from '../transports/index.js';
import type { EventModel } from './model.js';
import type { Screening } from './screening.js';

/** Whether the views between the cameras can be shown, and what stands in the way where they cannot. */
export interface ViewpointStatus {
  readonly available: boolean;
  /** `drm`: no pixels of protected content may be read. `no-rig`: no camera of the event is calibrated. `unsupported`: this release cannot. */
  readonly reason: 'drm' | 'no-rig' | 'unsupported' | undefined;
}

export function viewpointStatus(
  model: EventModel | undefined,
  screening: Screening | undefined,
): ViewpointStatus {
  // What the manifest alone says to be protected shows by the keys its element was given.
  const { media } = screening ?? {};
  const locked = media instanceof HTMLMediaElement && Boolean(media.mediaKeys);
  if (locked || (screening !== undefined && isProtected(screening.option.source)))
    return { available: false, reason: 'drm' };
  const calibrated = model?.angles.some(({ calibration }) => calibration !== undefined) ?? false;
  return { available: false, reason: calibrated ? 'unsupported' : 'no-rig' };
}
