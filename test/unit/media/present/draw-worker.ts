/** Draws one frame on a handed-over canvas, and says how it went. */
import { browserEnvironment, silentLogger } from '../../../../src/base/index.js';
import { createPresenter } from '../../../../src/media/present/index.js';
import { config } from './frames.js';

self.onmessage = async ({ data }: MessageEvent<{ canvas: OffscreenCanvas; frame: VideoFrame }>) => {
  const presenter = createPresenter(data.canvas, browserEnvironment, silentLogger, { upload: 'planes' });
  const drawn = await presenter.draw(data.frame, config);
  data.frame.close();
  self.postMessage({ drawn, upload: presenter.upload });
};
