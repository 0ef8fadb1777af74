/** Serves the venue's page. */
import type { Handler } from '../edge/index.js';
import { servePage } from '../serve-page.js';

/** @param prefix path that ends in a slash, for example `/venue/` */
export const serveVenuePage = (prefix: string): Handler =>
  servePage({ prefix, folder: new URL('./', import.meta.url), source: 'page.ts', script: 'page.js' });
