import type { Assessment, Capabilities, Source, Transport } from '../contract.js';

/** HLS and low-latency HLS (RFC 8216bis) on hls.js, through MediaSource. */
export const hlsTransport: Transport = {
  id: 'hlsjs',
  types: ['ll-hls', 'hls'],
  assess(source: Source, capabilities: Capabilities): readonly Assessment[] {
    if (!capabilities.mse) return [{ decode: 'mse', able: false, reason: 'no-media-source' }];
    // The engine's EME is not wired to licence servers yet.
    if ((source.protection?.length ?? 0) > 0)
      return [{ decode: 'mse', able: false, reason: 'protected-without-eme' }];
    const codecs = source.codecs?.join(',') ?? '';
    if (codecs !== '' && !capabilities.supports(`video/mp4; codecs="${codecs}"`))
      return [{ decode: 'mse', able: false, reason: 'codec-not-supported' }];
    return [{ decode: 'mse', able: true }];
  },
  async connect(source, _decode, context) {
    const { connectHls } = await import('./feed.js');
    return connectHls(source, context);
  },
};
