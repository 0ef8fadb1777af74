import type { Assessment, Capabilities, Source, Transport } from '../contract.js';

/** The browser's own HLS player: the way on iPhones without ManagedMediaSource, and for AirPlay. */
export const nativeTransport: Transport = {
  id: 'native',
  types: ['ll-hls', 'hls'],
  assess(source: Source, capabilities: Capabilities): readonly Assessment[] {
    if ((source.protection?.length ?? 0) > 0)
      return [{ decode: 'native', able: false, reason: 'protected-without-eme' }];
    return [
      capabilities.nativeHls
        ? { decode: 'native', able: true }
        : { decode: 'native', able: false, reason: 'no-native-hls' },
    ];
  },
  async connect(source, _decode, context) {
    const { connectNative } = await import('./feed.js');
    return connectNative(source, context);
  },
};
