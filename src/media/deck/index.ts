/** The deck: samples in, the right picture at every repaint, sound in step, at any rate and in both directions. */
export { createDeck } from './deck.js';
export type { DeckOptions } from './deck.js';
