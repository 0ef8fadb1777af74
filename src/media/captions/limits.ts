/** What captions may ask of memory and time. Far beyond any real track, far below what would hurt. */

/** Characters of a WebVTT file that are read; a film has 0.2 million. */
export const mostCharacters = 2_000_000;
/** Lines of a WebVTT file that are read. */
export const mostLines = 100_000;
/** Cues taken from one file. */
export const mostCuesInFile = 10_000;
/** Characters of one cue, markup included; a full screen of CEA-608 has 480. */
export const mostCueCharacters = 2_000;
export const mostCueLines = 15;
export const mostCueSpans = 200;
/** Characters of a cue's own id, of a speaker's name. */
export const mostNameCharacters = 100;
/** Cues kept of one track; live roll-up captions make up to 30 a second. */
export const mostCuesKept = 5_000;
/** Cues shown at once. */
export const mostCuesAtOnce = 16;
