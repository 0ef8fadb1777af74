/** WHEP for the embedded edge: every angle of the loop over WebRTC, by draft-ietf-wish-whep. */
export { createWhep, type Whep, type WhepOptions } from './whep.js';
