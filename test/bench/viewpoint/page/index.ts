/** What the runner can ask of the page: `window.bench`. */
import { close, draw, memory, open, prepare } from './moments.js';
import { learnPlate } from './plates.js';
import type { Size, VenueRequest } from './protocol.js';
import { drawSheet } from './sheet.js';
import { firstPicture, time } from './timing.js';
import { takeFrame } from './video-frame.js';

const bench = {
  open,
  prepare,
  draw,
  memory,
  close,
  time,
  firstPicture,
  drawSheet,
  learnPlate,
  takeFrame,

  /** three.js is loaded by the pages that need it. */
  async renderVenue(size: Size, requests: readonly VenueRequest[]): Promise<void> {
    const { renderVenue } = await import('./venue.js');
    await renderVenue(size, requests);
  },

  async leaveVenue(): Promise<void> {
    const { leaveVenue } = await import('./venue.js');
    leaveVenue();
  },
};

export type Bench = typeof bench;

Object.assign(window, { viewpointBench: bench });
