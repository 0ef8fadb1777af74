import { Link, abortError, watch } from '../../base/index.js';
import type { Environment, Logger } from '../../base/index.js';
import type { ScreenAnswers, ScreenNotices } from './page-protocol.js';
import { createPresenter } from './presenter.js';

/** Draws on a canvas of the page what a worker sends, until the signal aborts. @throws OlympicPlayerError `media/no-canvas` */
export function serveScreen(
  canvas: HTMLCanvasElement,
  port: MessagePort,
  environment: Pick<Environment, 'monotonic'>,
  log: Logger,
  signal: AbortSignal,
): void {
  const presenter = createPresenter(canvas, environment, log);
  const link = new Link<ScreenAnswers, ScreenNotices>(port, {
    async draw(frame, config) {
      try {
        const drawn = await presenter.draw(frame, config);
        return { drawn, upload: presenter.upload, work: { ...presenter.work } };
      } finally {
        frame.close();
      }
    },
  });
  watch(presenter.lost, signal, (lost) => link.tell('lost', [lost]));
  signal.addEventListener('abort', () => {
    link.close(abortError('the screen was closed'));
    presenter.close();
  });
}
