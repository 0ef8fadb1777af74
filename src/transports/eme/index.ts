/** Unlocks protected media: key systems, licences through the request seam, and the errors of both (W3C EME). Loaded when needed. */
export { browserAccess, configurationsFor, findKeySystems } from './access.js';
export { bytesOf } from './bytes.js';
export * from './errors.js';
export { keyIdsData } from './init-data.js';
export { watchForKey } from './key-watch.js';
export { keySystemNamed } from './key-systems.js';
export type { KeySystem } from './key-systems.js';
export { Licenses } from './licenses.js';
export { licenseUrlFor, protectionOf, readManifestProtection } from './manifest-protection.js';
export type { ManifestProtection } from './manifest-protection.js';
export { clearMediaKeys, mediaKeysSettled } from './media-keys.js';
export { Unlocker } from './unlocker.js';
