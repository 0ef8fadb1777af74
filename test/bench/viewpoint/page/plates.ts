import { load } from './built.js';
import { fetchPicture, putPicture } from './transfer.js';

/** Puts what a camera sees without the athlete into the store, learned by the built package from frames of it. */
export async function learnPlate(key: string, frames: readonly string[]): Promise<void> {
  const { learnPlate: learn } = await load();
  await putPicture(key, await learn(await Promise.all(frames.map(fetchPicture))));
}
