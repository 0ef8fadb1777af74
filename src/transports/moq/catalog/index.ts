/** What MoQ broadcasts say of themselves: hang and MSF catalogs and timelines, read with bounds into one model. */
export * from './model.js';
export { catalogReader } from './reader.js';
export type { CatalogReader, CatalogTrack } from './reader.js';
export { gunzip } from './inflate.js';
export { isGzip } from './reader.js';
export * from './timeline.js';
