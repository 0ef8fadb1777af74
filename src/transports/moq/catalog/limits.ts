/** One catalog object as sent. The largest real ones (hundreds of tracks with init segments) stay under 200 KB. */
export const maxCatalogBytes = 1024 * 1024;
/** What a compressed catalog object may grow to. */
export const maxInflatedBytes = 4 * 1024 * 1024;
/** Tracks of one broadcast: cameras, languages and qualities of a big event are in the tens. */
export const maxTracks = 256;
/** Names are shown, logged and sent in requests. MOQT bounds a full track name to 4096 bytes. */
export const maxNameLength = 1024;
/** Catalogs nest three or four deep. */
export const maxDepth = 32;
/** Decoder descriptions and init segments, after decoding their text. */
export const maxInitBytes = 256 * 1024;
/** Records of one timeline object: six hours of groups of one second. */
export const maxTimelineRecords = 21_600;
