import { Link, abortError, signal } from '../../base/index.js';
import type { Logger } from '../../base/index.js';
import type { Presenter, VideoConfig } from '../contract.js';
import type { ScreenAnswers, ScreenNotices } from './page-protocol.js';

/** The worker's half of a canvas that stays with its page, where the browser cannot hand one over: pictures travel there. */
export class PagePresenter implements Presenter {
  upload: Presenter['upload'] = 'texture';
  work: Presenter['work'] = { upload: 0, draw: 0 };
  readonly #link: Link<ScreenNotices, ScreenAnswers>;
  readonly #log: Logger;
  readonly #lost = signal(false);

  constructor(port: MessagePort, log: Logger) {
    this.#log = log;
    this.#link = new Link<ScreenNotices, ScreenAnswers>(port, { lost: (lost) => (this.#lost.value = lost) });
  }

  get lost() {
    return this.#lost;
  }

  async draw(frame: VideoFrame, config: VideoConfig): Promise<boolean> {
    try {
      const copy = frame.clone();
      const { drawn, upload, work } = await this.#link.call('draw', [copy, config], [copy]);
      this.upload = upload;
      this.work = work;
      return drawn;
    } catch (error) {
      this.#log.debug('the page could not draw a picture', error);
      return false;
    }
  }

  close(): void {
    this.#link.close(abortError('the screen was closed'));
  }
}
