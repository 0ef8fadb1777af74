import { assessMse } from '../assess-mse.js';
import { assessWebCodecs } from '../assess-webcodecs.js';
import type { Transport } from '../contract.js';

/** HLS and low-latency HLS (RFC 8216bis) on hls.js: in the media worker with our own decoders, or on the page with MediaSource. */
export const hlsTransport: Transport = {
  id: 'hlsjs',
  types: ['ll-hls', 'hls'],
  assess: (source, capabilities) => [
    assessWebCodecs(source, capabilities),
    ...assessMse(source, capabilities),
  ],
  async connect(source, decode, context) {
    if (decode === 'webcodecs') {
      const { connectCodecHls } = await import('./codec-feed.js');
      return connectCodecHls(source, context);
    }
    const { connectHls } = await import('./feed.js');
    return connectHls(source, context);
  },
};
