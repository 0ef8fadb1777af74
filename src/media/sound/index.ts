/** The sound of decks: decoded in the worker a little ahead of the clock, played by an AudioWorklet, heard at its time. */
export { createSound } from './sound.js';
export type { DeckSound, SoundParts, SoundStats } from './sound.js';
export { createSpeaker } from './speaker.js';
export type { Speaker, SpeakerParts } from './speaker.js';
export { createSpeakers } from './speakers.js';
export type { Speakers, SpeakersParts, SpeakersState } from './speakers.js';
