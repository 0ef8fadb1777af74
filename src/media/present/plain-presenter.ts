import { signal } from '../../base/index.js';
import type { Environment, Logger } from '../../base/index.js';
import type { Presenter, VideoConfig } from '../contract.js';
import { withoutOrientation } from './orientation.js';
import { PictureReader } from './picture.js';
import type { Picture } from './picture.js';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Safe everywhere: iOS draws no canvas beyond 4096 x 4096. */
const sizeLimit = 4096;

/** Draws with the browser's own 2d drawing, which also converts the colours. */
export class PlainPresenter implements Presenter {
  readonly upload = '2d';
  readonly work = { upload: 0, draw: 0 };
  readonly #context: Context;
  readonly #environment: Pick<Environment, 'monotonic'>;
  readonly #log: Logger;
  readonly #lost = signal(false);
  readonly #closed = new AbortController();
  readonly #reader = new PictureReader(sizeLimit);

  constructor(context: Context, environment: Pick<Environment, 'monotonic'>, log: Logger) {
    this.#context = context;
    this.#environment = environment;
    this.#log = log;
    const { signal: until } = this.#closed;
    const { canvas } = context;
    canvas.addEventListener('contextlost', () => (this.#lost.value = true), { signal: until });
    canvas.addEventListener('contextrestored', () => (this.#lost.value = false), { signal: until });
  }

  get lost() {
    return this.#lost;
  }

  async draw(frame: VideoFrame, config: VideoConfig): Promise<boolean> {
    if (this.#closed.signal.aborted || this.#lost.value) return false;
    const started = this.#environment.monotonic();
    const picture = this.#reader.read(frame, config);
    if (picture === undefined) return false;
    try {
      this.#paint(frame, picture);
    } catch (error) {
      this.#log.warn('a picture could not be drawn', error);
      return false;
    }
    this.work.draw += this.#environment.monotonic() - started;
    return true;
  }

  close(): void {
    this.#closed.abort();
  }

  #paint(frame: VideoFrame, { placement, turnedByBrowser }: Picture): void {
    const { canvas } = this.#context;
    const { width, height } = placement;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    // The inverse of toPicture, which is a turn of the unit square, put into pixels of the canvas.
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = placement.toPicture;
    const determinant = a * d - b * c;
    const x = (c * f - d * e) / determinant;
    const y = (b * e - a * f) / determinant;
    this.#context.setTransform(
      (d / determinant) * width,
      (-b / determinant) * height,
      (-c / determinant) * width,
      (a / determinant) * height,
      x * width,
      y * height,
    );
    const upright = turnedByBrowser ? withoutOrientation(frame) : frame;
    try {
      this.#context.drawImage(upright, 0, 0, 1, 1);
    } finally {
      if (upright !== frame) upright.close();
    }
  }
}
