import type { CameraModel, Synthesis } from '../../../../src/viewpoint/index.js';
import type { MomentRequest } from '../page/protocol.js';
import type { Stage } from '../stage/index.js';
import type { VenueTruth } from '../venue/truth.js';

/** Cameras that somebody will have one day, and views from which the wrong rung would lie. */
export interface Scenario {
  readonly name: string;
  /** Rungs that are right when all is prepared. */
  readonly right: readonly Synthesis[];
  /** Undefined where it needs OLYMPIC_TEST_DATA and that is not set. */
  make(stage: Stage, truth: VenueTruth): Promise<Made | undefined>;
}

export interface Made {
  readonly request: MomentRequest;
  readonly views: readonly CameraModel[];
}
