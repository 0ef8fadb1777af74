import { keySystemNamed } from './key-systems.js';
import type { KeySystem } from './key-systems.js';

/** Where a source does not name its codecs: what everything that unlocks plays. */
const commonVideo = ['video/mp4; codecs="avc1.42E01E"'];
const commonAudio = ['audio/mp4; codecs="mp4a.40.2"'];

type RequestAccess = Navigator['requestMediaKeySystemAccess'];

/** RFC 6381 names as full MIME types, pictures and sound apart. */
function contentTypes(codecs: readonly string[]): { video: string[]; audio: string[] } {
  const isAudio = (codec: string) => /^(mp4a|ac-[34]|ec-3|opus|flac|mhm)/i.test(codec);
  return {
    video: codecs.filter((codec) => !isAudio(codec)).map((codec) => `video/mp4; codecs="${codec}"`),
    audio: codecs.filter(isAudio).map((codec) => `audio/mp4; codecs="${codec}"`),
  };
}

/** What to ask the browser for, best first: a key is kept for one viewing, and no identifier of the device is wanted. */
export function configurationsFor(
  { initDataTypes, robustness }: KeySystem,
  codecs: readonly string[] = [],
): MediaKeySystemConfiguration[] {
  const { video, audio } = contentTypes(codecs);
  if (video.length + audio.length === 0) {
    video.push(...commonVideo);
    audio.push(...commonAudio);
  }
  return robustness.map((level) => ({
    initDataTypes: [...initDataTypes],
    sessionTypes: ['temporary'],
    persistentState: 'optional',
    distinctiveIdentifier: 'optional',
    videoCapabilities: video.map((contentType) => ({ contentType, robustness: level })),
    audioCapabilities: audio.map((contentType) => ({ contentType, robustness: level })),
  }));
}

/** The browser's own function; undefined where there is none (insecure pages, WebKit builds without it). */
export function browserAccess(): RequestAccess | undefined {
  return 'requestMediaKeySystemAccess' in navigator
    ? (name, configurations) => navigator.requestMediaKeySystemAccess(name, configurations)
    : undefined;
}

/** Which of these key systems the browser has. Asks without the network, and answers in milliseconds. */
export async function findKeySystems(
  names: Iterable<string>,
  request: RequestAccess | undefined = browserAccess(),
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const system = keySystemNamed(name);
      if (system === undefined || request === undefined) return undefined;
      return request(name, configurationsFor(system)).then(
        () => name,
        () => undefined,
      );
    }),
  );
  return new Set(found.filter((name) => name !== undefined));
}
