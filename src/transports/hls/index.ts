import { assessMse } from '../assess-mse.js';
import type { Transport } from '../contract.js';

/** HLS and low-latency HLS (RFC 8216bis) on hls.js, through MediaSource. */
export const hlsTransport: Transport = {
  id: 'hlsjs',
  types: ['ll-hls', 'hls'],
  assess: assessMse,
  async connect(source, _decode, context) {
    const { connectHls } = await import('./feed.js');
    return connectHls(source, context);
  },
};
