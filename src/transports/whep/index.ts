import type { Assessment, Capabilities, Source, Transport } from '../contract.js';

/** WebRTC-HTTP Egress Protocol (draft-ietf-wish-whep): sub-second, no past to seek in, no studio DRM. */
export const whepTransport: Transport = {
  id: 'whep',
  types: ['whep'],
  assess(source: Source, capabilities: Capabilities): readonly Assessment[] {
    if (!capabilities.webrtc) return [{ decode: 'webrtc', able: false, reason: 'no-webrtc' }];
    if ((source.protection?.length ?? 0) > 0)
      return [{ decode: 'webrtc', able: false, reason: 'webrtc-carries-no-drm' }];
    return [{ decode: 'webrtc', able: true }];
  },
  async connect(source, _decode, context) {
    const { connectWhep } = await import('./feed.js');
    return connectWhep(source, context);
  },
};
