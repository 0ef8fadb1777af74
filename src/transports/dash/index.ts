import { assessMse } from '../assess-mse.js';
import type { Transport } from '../contract.js';

/** DASH (ISO/IEC 23009-1), and plain HLS where hls.js is not wanted, on video.js's http-streaming, through MediaSource. */
export const dashTransport: Transport = {
  id: 'vhs',
  types: ['dash', 'hls'],
  assess: assessMse,
  async connect(source, _decode, context) {
    const { connectVhs } = await import('./vhs-feed.js');
    return connectVhs(source, context);
  },
};
