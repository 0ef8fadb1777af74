/** The truth: the venue, rendered from any camera at any time of its loop. */
import { createVenue } from '../../../../examples/venue/venue.js';
import type { Venue } from '../../../../examples/venue/venue.js';
import type { Size, VenueRequest } from './protocol.js';
import { putDepth, putPicture } from './transfer.js';

let venue: Venue | undefined;

/** Puts pictures or depths of the venue into the store. */
export async function renderVenue({ width, height }: Size, requests: readonly VenueRequest[]): Promise<void> {
  venue ??= createVenue({ canvas: document.createElement('canvas'), width, height });
  venue.resize(width, height);
  const flat = new OffscreenCanvas(width, height);
  const context = flat.getContext('2d', { willReadFrequently: true })!;
  for (const { key, camera, timeMs, layers } of requests) {
    if (layers === 'depth') {
      await putDepth(key, width, height, venue.readDepth(camera, timeMs));
      continue;
    }
    venue.render(camera, timeMs, { layers });
    context.drawImage(venue.canvas, 0, 0);
    await putPicture(key, context.getImageData(0, 0, width, height));
  }
}

/** Frees the GPU for what is timed. */
export function leaveVenue(): void {
  venue?.dispose();
  venue = undefined;
}
