import type { Stand, StandOptions } from '../support/stand.js';
import type { Figure } from '../support/report.js';

/** What every bench is: named by its file, run by run.ts on a stand of its own. */
export interface Bench {
  readonly name: string;
  readonly stand?: StandOptions;
  run(stand: Stand): Promise<Figure>;
}
