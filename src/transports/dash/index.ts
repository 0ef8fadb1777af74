import type { Assessment, Capabilities, Source, Transport } from '../contract.js';

/** DASH (ISO/IEC 23009-1), and plain HLS where hls.js is not wanted, on video.js's http-streaming, through MediaSource. */
export const dashTransport: Transport = {
  id: 'vhs',
  types: ['dash', 'hls'],
  assess(source: Source, capabilities: Capabilities): readonly Assessment[] {
    if (!capabilities.mse) return [{ decode: 'mse', able: false, reason: 'no-media-source' }];
    // The engine leaves EME to a video.js plugin, which works on a video.js player only.
    if ((source.protection?.length ?? 0) > 0)
      return [{ decode: 'mse', able: false, reason: 'protected-without-eme' }];
    const codecs = source.codecs?.join(',') ?? '';
    if (codecs !== '' && !capabilities.supports(`video/mp4; codecs="${codecs}"`))
      return [{ decode: 'mse', able: false, reason: 'codec-not-supported' }];
    return [{ decode: 'mse', able: true }];
  },
  async connect(source, _decode, context) {
    const { connectVhs } = await import('./vhs-feed.js');
    return connectVhs(source, context);
  },
};
