import type { Size, VenueRequest } from '../page/protocol.js';
import type { Picture } from '../picture.js';
import type { Mask } from '../metrics.js';
import type { Stage } from '../stage/index.js';
import type { VenueView } from './cameras.js';

export const usual: Size = { width: 640, height: 360 };

/** What the venue looks like: rendered in the stage's page, each picture once, and kept in its store. */
export class VenueTruth {
  readonly #stage: Stage;
  readonly #size: Size;

  constructor(stage: Stage, size: Size = usual) {
    this.#stage = stage;
    this.#size = size;
  }

  /** Keys in the store, one a camera. */
  async keys(
    cameras: readonly VenueView[],
    timeMs: number,
    layers: VenueRequest['layers'] = 'full',
  ): Promise<readonly string[]> {
    const requests = cameras.map((camera): VenueRequest => {
      const { translation, rotation, intrinsics } = camera;
      const key = `venue/${this.#size.height}/${timeMs}/${layers}/${camera.id}`;
      return { key, camera: { translation, rotation, intrinsics }, timeMs, layers };
    });
    const missing = requests.filter(({ key }) => !this.#stage.store.has(key));
    if (missing.length > 0) await this.#stage.call('renderVenue', this.#size, missing);
    return requests.map(({ key }) => key);
  }

  async picture(camera: VenueView, timeMs: number): Promise<Picture> {
    const [key = ''] = await this.keys([camera], timeMs);
    return this.#stage.store.picture(key);
  }

  /** Where a camera sees the athlete. */
  async athlete(camera: VenueView, timeMs: number): Promise<Mask> {
    const [key = ''] = await this.keys([camera], timeMs, 'matte');
    const { width, height, data } = this.#stage.store.picture(key);
    return Uint8Array.from({ length: width * height }, (_, pixel) => (data[pixel * 3]! >= 128 ? 1 : 0));
  }

  /** Keys of plates as a player learns them, from times of the loop at which the athlete is elsewhere. */
  async learnedPlates(cameras: readonly VenueView[], times: readonly number[]): Promise<readonly string[]> {
    const seen: (readonly string[])[] = [];
    for (const timeMs of times) seen.push(await this.keys(cameras, timeMs));
    const plates = cameras.map(({ id }) => `venue/${this.#size.height}/learned/${id}`);
    for (const [camera, plate] of plates.entries()) {
      if (this.#stage.store.has(plate)) continue;
      const frames = seen.map((keys) => keys[camera]!);
      await this.#stage.call('learnPlate', plate, frames);
    }
    return plates;
  }
}
