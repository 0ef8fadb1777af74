import { readCkc } from './fairplay.js';
import { unwrapPlayReady } from './playready.js';
import type { Challenge } from './playready.js';

/** What the key systems differ in, as far as a player must know. */
export interface KeySystem {
  /** As hls.js knows it; variants such as `com.microsoft.playready.recommendation` belong to it. */
  readonly family: 'com.widevine.alpha' | 'com.microsoft.playready' | 'com.apple.fps' | 'org.w3.clearkey';
  /** In `pssh` boxes and MPDs: hexadecimal. */
  readonly systemIds: readonly string[];
  readonly initDataTypes: readonly string[];
  /**
   * Robustness to ask for, best first; the empty string is whatever there is. The strong hardware levels are the licence
   * server's to demand: asking for them here would refuse viewers whom the server would serve.
   */
  readonly robustness: readonly string[];
  /** The licence request's body and headers, out of the message of the CDM (content decryption module). */
  toRequest(message: Uint8Array<ArrayBuffer>): Challenge;
  /** What the CDM takes, out of the server's answer. */
  toLicense(response: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}

const binary = (body: Uint8Array<ArrayBuffer>): Challenge => ({
  body,
  headers: { 'content-type': 'application/octet-stream' },
});
const asItIs = (response: Uint8Array<ArrayBuffer>) => response;

/** System ids: DASH-IF content protection registry. */
export const keySystems: readonly KeySystem[] = [
  {
    family: 'com.widevine.alpha',
    systemIds: ['edef8ba979d64acea3c827dcd51d21ed'],
    initDataTypes: ['cenc'],
    robustness: ['SW_SECURE_CRYPTO', ''],
    toRequest: binary,
    toLicense: asItIs,
  },
  {
    family: 'com.microsoft.playready',
    systemIds: ['9a04f07998404286ab92e65be0885f95'],
    initDataTypes: ['cenc'],
    robustness: [''],
    toRequest: unwrapPlayReady,
    toLicense: asItIs,
  },
  {
    family: 'com.apple.fps',
    systemIds: ['94ce86fb07ff4f43adb893d2fa968ca2'],
    initDataTypes: ['sinf', 'skd', 'cenc'],
    robustness: [''],
    toRequest: binary,
    toLicense: readCkc,
  },
  {
    family: 'org.w3.clearkey',
    systemIds: ['e2719d58a985b3c9781ab030af78d30e', '1077efecc0b24d02ace33c1e52e2fb4b'],
    initDataTypes: ['cenc', 'keyids'],
    robustness: [''],
    toRequest: (body) => ({ body, headers: { 'content-type': 'application/json' } }),
    toLicense: asItIs,
  },
];

/** By a descriptor's name for it; undefined for systems nobody here has heard of. */
export function keySystemNamed(name: string): KeySystem | undefined {
  return keySystems.find(({ family }) => name === family || name.startsWith(`${family}.`));
}
