import type { Capabilities } from '../transports/index.js';

type SupportTest = { isTypeSupported(type: string): boolean };

function mediaSource(scope: object): SupportTest | undefined {
  for (const name of ['MediaSource', 'ManagedMediaSource']) {
    const candidate: unknown = Reflect.get(scope, name);
    if (typeof candidate === 'function' && 'isTypeSupported' in candidate)
      return candidate as unknown as SupportTest;
  }
  return undefined;
}

/** Probes the browser by what it has, never by its name. */
export function probeCapabilities(scope: Window & typeof globalThis, video: HTMLVideoElement): Capabilities {
  const source = mediaSource(scope);
  return {
    secureContext: scope.isSecureContext,
    webrtc: 'RTCPeerConnection' in scope,
    mse: source !== undefined,
    nativeHls: video.canPlayType('application/vnd.apple.mpegurl') !== '',
    supports: (mimeType) => source?.isTypeSupported(mimeType) ?? false,
  };
}
