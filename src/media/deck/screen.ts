import { effect } from '../../base/index.js';
import type { Presenter, TrackConfig } from '../contract.js';
import type { ScreenCanvas } from '../present/index.js';
import type { Picture } from '../video/index.js';

export interface ScreenOptions {
  readonly createPresenter: (canvas: ScreenCanvas) => Presenter;
  readonly config: (picture: Picture) => TrackConfig;
  /** The picture reached the canvas, for the first time or again. */
  readonly painted: (picture: Picture) => void;
  /** There is room for another picture, or the one that was there has to be drawn again. */
  readonly changed: () => void;
}

/** Owns the picture on screen, and the one on its way there; draws again what a lost context has lost. */
export class Screen {
  readonly #options: ScreenOptions;
  #presenter: Presenter | undefined;
  #forget: (() => void) | undefined;
  #current: Picture | undefined;
  #coming: Picture | undefined;
  /** The canvas does not show the current picture. */
  #stale = false;
  #work = { upload: 0, draw: 0 };

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  get attached(): boolean {
    return this.#presenter !== undefined;
  }

  get upload(): Presenter['upload'] | undefined {
    return this.#presenter?.upload;
  }

  /** Milliseconds of this thread, over all canvases so far. */
  get work(): Presenter['work'] {
    const now = this.#presenter?.work ?? { upload: 0, draw: 0 };
    return { upload: this.#work.upload + now.upload, draw: this.#work.draw + now.draw };
  }

  /** The newest picture, on the canvas or, while there is none to draw on, in its place. */
  get current(): Picture | undefined {
    return this.#current;
  }

  /** A picture is being drawn. */
  get busy(): boolean {
    return this.#coming !== undefined;
  }

  /** The current picture has to be drawn again. */
  get stale(): boolean {
    return this.#stale && this.#presenter?.lost.peek() === false;
  }

  attach(canvas: ScreenCanvas | undefined): void {
    this.#forget?.();
    this.#work = { ...this.work };
    this.#presenter?.close();
    this.#presenter = canvas === undefined ? undefined : this.#options.createPresenter(canvas);
    this.#stale = this.#current !== undefined;
    const presenter = this.#presenter;
    if (presenter === undefined) return;
    this.#forget = effect(() => {
      if (presenter.lost.value) this.#stale = this.#current !== undefined;
      else this.#options.changed();
    });
  }

  /** Takes a picture over and draws it; the one before is closed once it has been replaced. Not while busy. */
  show(picture: Picture): void {
    this.#coming = picture;
    const presenter = this.#presenter;
    if (presenter === undefined) {
      this.#drawn(picture, true);
      return;
    }
    const config = this.#options.config(picture);
    const drawing = config.kind === 'video' ? presenter.draw(picture.frame, config) : Promise.resolve(false);
    drawing.then(
      (drawn) => this.#drawn(picture, drawn && presenter === this.#presenter),
      () => this.#drawn(picture, false),
    );
  }

  /** Draws the current picture again. */
  refresh(): void {
    if (this.#current !== undefined && !this.busy) this.show(this.#current);
  }

  close(): void {
    this.attach(undefined);
    this.#coming?.close();
    this.#current?.close();
    this.#coming = this.#current = undefined;
  }

  #drawn(picture: Picture, drawn: boolean): void {
    if (this.#coming !== picture) return;
    this.#coming = undefined;
    if (this.#current !== picture) this.#current?.close();
    this.#current = picture;
    // Where the canvas was taken away meanwhile, there is nothing that could show it.
    const done = drawn || this.#presenter === undefined;
    this.#stale = !done;
    if (done) this.#options.painted(picture);
    this.#options.changed();
  }
}
