/** Serves the lab's page. */
import type { Handler } from '../edge/index.js';
import { servePage } from '../serve-page.js';

/** Fonts, scripts and pictures of its own only, and nothing written into the page as text. */
const policy =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** @param prefix path that ends in a slash, for example `/lab/` */
export const serveLab = (prefix: string): Handler =>
  servePage({ prefix, folder: new URL('./', import.meta.url), source: 'main.ts', script: 'lab.js', policy });
