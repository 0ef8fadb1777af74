import type { Presenter, VideoConfig } from '../contract.js';

/** What the page answers that draws for a worker: one picture at a time, which it closes. */
export type ScreenAnswers = {
  draw(
    frame: VideoFrame,
    config: VideoConfig,
  ): Promise<{
    readonly drawn: boolean;
    readonly upload: Presenter['upload'];
    readonly work: Presenter['work'];
  }>;
};

/** What the worker is told of the page's canvas. */
export type ScreenNotices = {
  lost(lost: boolean): void;
};
