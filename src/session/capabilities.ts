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

/** Codec families by the beginning of their name (RFC 6381), each with a common member to ask the browser for. */
const pictures: readonly (readonly [RegExp, VideoDecoderConfig])[] = [
  [/^avc[13]\./, { codec: 'avc1.64001f' }],
  [/^(hvc1|hev1)\./, { codec: 'hvc1.1.6.L93.B0' }],
  [/^vp09\./, { codec: 'vp09.00.31.08' }],
  [/^av01\./, { codec: 'av01.0.05M.08' }],
];
const sounds: readonly (readonly [RegExp, AudioDecoderConfig])[] = [
  [/^mp4a\.40\./, { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 2 }],
  [/^opus$/i, { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 }],
  [/^flac$/i, { codec: 'flac', sampleRate: 48_000, numberOfChannels: 2 }],
];

const hasWebCodecs = (scope: Window & typeof globalThis): boolean =>
  scope.isSecureContext && 'VideoDecoder' in scope;

async function decodable(scope: Window & typeof globalThis): Promise<readonly RegExp[]> {
  if (!hasWebCodecs(scope)) return [];
  const asked: (readonly [RegExp, () => Promise<{ supported?: boolean }>])[] = pictures.map(
    ([family, config]) => [family, () => scope.VideoDecoder.isConfigSupported(config)],
  );
  // Safari had pictures without sound for two years.
  if ('AudioDecoder' in scope)
    for (const [family, config] of sounds)
      asked.push([family, () => scope.AudioDecoder.isConfigSupported(config)]);
  const answers = await Promise.all(
    asked.map(async ([family, ask]) => {
      try {
        return (await ask()).supported === true ? [family] : [];
      } catch {
        return [];
      }
    }),
  );
  return answers.flat();
}

/** Probes the browser by what it has, never by its name. */
export async function probeCapabilities(
  scope: Window & typeof globalThis,
  video: HTMLVideoElement,
): Promise<Capabilities> {
  const source = mediaSource(scope);
  const families = await decodable(scope);
  return {
    secureContext: scope.isSecureContext,
    webrtc: 'RTCPeerConnection' in scope,
    mse: source !== undefined,
    nativeHls: video.canPlayType('application/vnd.apple.mpegurl') !== '',
    supports: (mimeType) => source?.isTypeSupported(mimeType) ?? false,
    webcodecs: hasWebCodecs(scope) && families.length > 0,
    decodes: (codec) => families.some((family) => family.test(codec)),
  };
}
