/** The engines of one scene: what was prepared with a camera held out is there at once when it is held out again. */
import type { PictureSize, Subject } from '../../../src/viewpoint/index.js';
import type { Scene } from '../scene/scene.js';
import { Engine } from './engine.js';

/** Each holds all pictures in GPU memory. */
const most = 3;

export class EngineShelf {
  readonly #scene: Scene;
  readonly #subject: Subject | undefined;
  /** The one used last at the end. */
  #engines: Engine[] = [];
  #closed = false;

  constructor(scene: Scene, subject: Subject | undefined) {
    this.#scene = scene;
    this.#subject = subject;
  }

  /** The engine that does not get a camera's picture; all others rest. */
  async take(without: string | undefined, size: PictureSize): Promise<Engine> {
    for (const engine of this.#engines) engine.rest();
    const known = this.#engines.find((engine) => engine.without === without);
    const engine = known ?? (await Engine.create(this.#scene, this.#subject, without, size));
    if (this.#closed) {
      engine.close();
      throw new DOMException('The scene was closed.', 'AbortError');
    }
    this.#engines = [...this.#engines.filter((each) => each !== engine), engine];
    while (this.#engines.length > most) this.#engines.shift()?.close();
    return engine;
  }

  close(): void {
    this.#closed = true;
    for (const engine of this.#engines) engine.close();
    this.#engines = [];
  }
}
