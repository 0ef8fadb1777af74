import type { Size, VenueRequest } from '../page/protocol.js';
import { blankPicture } from '../picture.js';
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

  /** Keys of plates as a player could learn them: of each pixel the median over a loop in which the athlete moves. */
  async learnedPlates(cameras: readonly VenueView[], times: readonly number[]): Promise<readonly string[]> {
    const { store } = this.#stage;
    const seen: (readonly string[])[] = [];
    for (const timeMs of times) seen.push(await this.keys(cameras, timeMs));
    return cameras.map(({ id }, camera) => {
      const key = `venue/${this.#size.height}/learned/${id}`;
      if (!store.has(key)) store.put(key, medianOf(seen.map((keys) => store.picture(keys[camera]!))));
      return key;
    });
  }
}

function medianOf(pictures: readonly Picture[]): Picture {
  const [first] = pictures;
  const plate = blankPicture(first!.width, first!.height);
  const values = new Uint8Array(pictures.length);
  for (let at = 0; at < plate.data.length; at += 1) {
    for (const [index, { data }] of pictures.entries()) values[index] = data[at]!;
    plate.data[at] = values.sort()[values.length >> 1]!;
  }
  return plate;
}
