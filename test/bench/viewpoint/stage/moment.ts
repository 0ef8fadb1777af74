import type { CameraModel, Shown } from '../../../../src/viewpoint/index.js';
import type { MomentRequest, Prepared, Timed } from '../page/protocol.js';
import type { Picture } from '../picture.js';
import type { Stage } from './stage.js';

/** The longest that preparing may take: software GL, and a machine that has other things to do. */
const patienceMs = 10 * 60_000;

export interface View {
  readonly picture: Picture;
  readonly shown: Shown;
}

/** A synthesizer that lives in the stage's page. */
export class Moment {
  readonly #stage: Stage;
  readonly #handle: number;
  /** Of plates, mattes and depths that were given: those that the synthesizer looked at. */
  readonly taken: readonly string[];

  private constructor(stage: Stage, handle: number, taken: readonly string[]) {
    this.#stage = stage;
    this.#handle = handle;
    this.taken = taken;
  }

  static async open(stage: Stage, request: MomentRequest): Promise<Moment> {
    const { handle, taken } = await stage.call('open', request);
    return new Moment(stage, handle, taken);
  }

  async prepare(): Promise<Prepared> {
    const prepared = await this.#stage.call('prepare', this.#handle, patienceMs);
    if (!prepared.whole) throw new Error(`preparing took more than ${patienceMs / 60_000} minutes`);
    return prepared;
  }

  async view(camera: CameraModel): Promise<View> {
    const key = `views/${this.#handle}`;
    const shown = await this.#stage.call('draw', this.#handle, camera, key);
    return { shown, picture: this.#stage.store.picture(key) };
  }

  time(views: readonly CameraModel[]): Promise<Timed> {
    return this.#stage.call('time', this.#handle, views);
  }

  memory(): Promise<Readonly<Record<string, number>>> {
    return this.#stage.call('memory', this.#handle);
  }

  async close(): Promise<void> {
    await this.#stage.call('close', this.#handle);
  }
}

/** Uses a moment and closes it whatever becomes of that. */
export async function withMoment<T>(
  stage: Stage,
  request: MomentRequest,
  use: (moment: Moment) => Promise<T>,
): Promise<T> {
  const moment = await Moment.open(stage, request);
  try {
    return await use(moment);
  } finally {
    await moment.close();
  }
}
