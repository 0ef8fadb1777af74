/** Root of the WHEP tap's worker: one for all receivers of a session, with nothing else to do. */
import { passAndCopy } from './transports/index.js';
import type { Transformer } from './transports/index.js';

/** RTCTransformEvent (W3C WebRTC encoded transform); the page's library of types has no worker events. */
const isTransform = (event: Event): event is Event & { readonly transformer: Transformer } =>
  'transformer' in event;

addEventListener('rtctransform', (event) => {
  if (isTransform(event)) passAndCopy(event.transformer, () => performance.now());
});
