/** The clock of a deck: its own time, steered by the sound while there is some. */
export { Clock, jumpError, maxSlew, silentError } from './clock.js';
