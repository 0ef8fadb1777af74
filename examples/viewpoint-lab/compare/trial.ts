/** The test at the camera held out: it begins when the view comes to that camera, and ends when it leaves. */
import type { Engine } from '../engine/engine.js';
import type { HoldOutPanel } from '../panels/hold-out.js';
import type { CompareMode, Stage } from '../panels/stage.js';
import { Comparison } from './comparison.js';
import { pixelsOf } from './pixels.js';

export interface TrialHandlers {
  /** Decibels. */
  readonly compared: (camera: string, psnr: number) => void;
  readonly failed: (error: unknown) => void;
}

export class Trial {
  readonly #stage: Stage;
  readonly #holdOut: HoldOutPanel;
  readonly #failed: TrialHandlers['failed'];
  readonly #comparison: Comparison;
  #mode: CompareMode = 'wipe';
  /** Whose view is compared. */
  #engine: Engine | undefined;

  constructor(stage: Stage, holdOut: HoldOutPanel, { compared, failed }: TrialHandlers) {
    this.#stage = stage;
    this.#holdOut = holdOut;
    this.#failed = failed;
    this.#comparison = new Comparison(({ psnr, difference }) => {
      const camera = this.#engine?.without;
      if (camera === undefined) return;
      stage.setDifference(difference);
      holdOut.setScore(psnr);
      compared(camera, psnr);
    });
  }

  set mode(mode: CompareMode) {
    this.#mode = mode;
    if (this.#engine !== undefined) this.#stage.compare(mode);
  }

  /** By how much differences are enlarged to be seen. */
  set gain(gain: number) {
    this.#comparison.gain = gain;
  }

  /** A view was drawn: that of the camera held out, which really saw the truth. */
  visit(engine: Engine, truth: ImageBitmap): void {
    if (engine !== this.#engine) this.#begin(engine, truth);
    const there = (): boolean => this.#engine === engine;
    this.#comparison
      .measure(async () => (there() ? await engine.readPicture() : undefined))
      .catch((error: unknown) => {
        if (there()) this.#failed(error);
      });
  }

  end(): void {
    if (this.#engine === undefined) return;
    this.#engine = undefined;
    this.#comparison.truth = undefined;
    this.#stage.compare(undefined);
    this.#holdOut.setThere(false);
    this.#holdOut.setScore(undefined);
  }

  #begin(engine: Engine, frame: ImageBitmap): void {
    this.#engine = engine;
    const truth = pixelsOf(frame, engine.canvas);
    this.#comparison.truth = truth;
    this.#stage.setTruth(truth);
    this.#stage.compare(this.#mode);
    this.#holdOut.setThere(true);
    this.#holdOut.setScore(undefined);
  }
}
