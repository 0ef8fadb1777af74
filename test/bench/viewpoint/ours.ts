import type { Shown } from '../../../src/viewpoint/index.js';
import type { View } from './pavilion.js';
import type { Picture } from './picture.js';
import { Moment } from './stage/index.js';
import type { Stage } from './stage/index.js';
import type { Request, Synthesize } from './trial.js';

export interface Drawn extends Shown {
  readonly request: Request;
  readonly picture: Picture;
}

/** Our synthesis as a method of the trial: one synthesizer a rig, prepared when the first picture of that rig is asked for. */
export class Ours {
  readonly #stage: Stage;
  #rig: readonly View[] | undefined;
  #moment: Promise<Moment> | undefined;
  /** Of the rungs that pictures were made by: how often. */
  readonly rungs = new Map<string, number>();
  /** What was drawn last, by the number of cameras in the rig and the target's id. */
  readonly drawn = new Map<string, Drawn>();
  /** What preparing took, by the number of cameras, ms. */
  readonly prepareMs = new Map<number, number>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  readonly synthesize: Synthesize = async (request) => {
    const { target, rig } = request;
    const moment = await this.momentOf(rig);
    const { picture, shown } = await moment.view(target);
    this.rungs.set(shown.synthesis, (this.rungs.get(shown.synthesis) ?? 0) + 1);
    this.drawn.set(`${rig.length}/${target.id}`, { ...shown, request, picture });
    return picture;
  };

  async momentOf(rig: readonly View[]): Promise<Moment> {
    if (this.#moment !== undefined && rig === this.#rig) return this.#moment;
    await this.close();
    this.#rig = rig;
    this.#moment = this.#prepared(rig);
    return this.#moment;
  }

  /** The one of the rig that was asked for last. */
  async current(): Promise<Moment> {
    const moment = await this.#moment;
    if (moment === undefined) throw new Error('nothing has been drawn yet');
    return moment;
  }

  async close(): Promise<void> {
    const moment = await this.#moment;
    this.#moment = undefined;
    await moment?.close();
  }

  async #prepared(rig: readonly View[]): Promise<Moment> {
    const { store } = this.#stage;
    const frames = rig.map(({ camera, picture }) => {
      const key = `rig/${camera.id}`;
      store.put(key, picture);
      return key;
    });
    const { width, height } = rig[0]!.picture;
    const cameras = rig.map(({ camera }) => camera);
    const moment = await Moment.open(this.#stage, { size: { width, height }, cameras, frames });
    const { ms } = await moment.prepare();
    this.prepareMs.set(rig.length, ms);
    return moment;
  }
}
