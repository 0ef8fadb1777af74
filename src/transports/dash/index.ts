import { assessMse } from '../assess-mse.js';
import { assessWebCodecs } from '../assess-webcodecs.js';
import type { Transport } from '../contract.js';
import { isProtected } from '../protected.js';

/**
 * DASH (ISO/IEC 23009-1), and plain HLS where hls.js is not wanted, on video.js's http-streaming: with our own decoders, or
 * with MediaSource.
 */
export const dashTransport: Transport = {
  id: 'vhs',
  types: ['dash', 'hls'],
  // VHS takes the KEY tags of protected playlists for whole-segment encryption; hls.js, which reads them, needs no more of the browser.
  assess: (source, capabilities) => [
    assessWebCodecs(source, capabilities),
    ...(source.type === 'hls' && isProtected(source)
      ? [{ decode: 'mse', able: false, reason: 'protected-hls-needs-hlsjs' } as const]
      : assessMse(source, capabilities)),
  ],
  async connect(source, decode, context) {
    const { connectVhs } = await import('./vhs-feed.js');
    return connectVhs(source, decode, context);
  },
};
