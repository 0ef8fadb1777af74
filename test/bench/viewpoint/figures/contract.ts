import type { Row } from '../../support/report.js';
import type { Stage } from '../stage/index.js';

/** What the figures of the view synthesis share. */
export interface Setting {
  readonly stage: Stage;
  /** Fewer frames and rounds: to see whether all runs, not to be compared. */
  readonly quick: boolean;
  /** Where pictures for people to look at are kept; undefined where none are wanted. */
  readonly gallery: URL | undefined;
}

/** Beside the rows, for people: what does not fit into one number. */
export interface Table {
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

export interface Section {
  readonly rows: readonly Row[];
  readonly tables?: readonly Table[];
  readonly notes?: readonly string[];
  /** What the rows were made from. */
  readonly details?: unknown;
  /** Exceptions that were caught on the way: the bench goes on, and fails at its end. */
  readonly failures?: readonly string[];
}

export interface Figure {
  readonly name: string;
  /** What was measured, in a sentence. */
  readonly about: string;
  run(setting: Setting): Promise<Section>;
}
